import classes from './person-avatar.module.css'

const TITLES = /^(آقای|خانم|دکتر|مهندس|سید|سیده|شرکت|فروشگاه|mr\.?|mrs\.?|ms\.?|dr\.?)\s+/i
const ZWNJ = '\u200c'

/** First letters of first and last name. The zero-width non-joiner keeps Persian letters from melting into one shape. */
export function initialsOf(name: string): string {
  const words = name.trim().replace(TITLES, '').split(/\s+/).filter(Boolean)
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : words
  return ends.map((word) => [...word][0] ?? '').join(ZWNJ)
}

function hueOf(name: string): number {
  let hash = 0
  for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)!) >>> 0
  return hash % 6
}

/** The initials of a person in a colour that stays theirs. Decorative: the name stands beside it. */
export function PersonAvatar({ name, size = 32 }: { name: string; size?: number }) {
  return (
    <span
      className={classes.avatar}
      data-hue={hueOf(name)}
      style={{ inlineSize: size, blockSize: size, fontSize: size * 0.36 }}
      aria-hidden="true"
    >
      {initialsOf(name)}
    </span>
  )
}
