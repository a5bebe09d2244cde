import { PersonAvatar } from './person-avatar.tsx'

type PersonTextProps = {
  name: string | null | undefined /** With the round head before it. */
  avatar?: boolean
  size?: number
}

/** A name of any script, which never disturbs the sentence around it. */
export function PersonText({ name, avatar, size = 24 }: PersonTextProps) {
  if (!name) return <span>—</span>
  if (!avatar) return <bdi>{name}</bdi>
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: '0.5rem', minInlineSize: 0 }}>
      <PersonAvatar name={name} size={size} />
      <bdi style={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>{name}</bdi>
    </span>
  )
}
