import { searchKey } from '@hamdel/persian'
import type { CaseKind, Mood, Severity } from './schema.ts'

export type CaseStatus = 'new' | 'open' | 'waiting' | 'solved' | 'judged'

/** A judged case is closed: only reopening brings it back. */
export const mayReply = (status: CaseStatus): boolean => status !== 'judged'
export const maySolve = (status: CaseStatus): boolean => status !== 'judged' && status !== 'solved'
export const mayReopen = (status: CaseStatus): boolean => status === 'solved' || status === 'judged'
/** Only the customer closes a case, and only one that we say is solved (R120). */
export const mayJudge = (status: CaseStatus): boolean => status === 'solved'
export const mayRefuse = (status: CaseStatus): boolean => status !== 'judged' && status !== 'solved'
/** A complaint or warranty claim teaches nothing without its root cause (R89). */
export const needsRootCause = (kind: CaseKind): boolean => kind === 'complaint' || kind === 'warranty_claim'

// Words of the search key (folded, see @hamdel/persian). Kept short and plain so that "why angry?" has an answer.
const ANGRY = [
  'افتضاح',
  'مسخره',
  'کلاهبردار',
  'دزد',
  'خجالت',
  'شکایت میکنم',
  'شکایت می کنم',
  'تعزیرات',
  'بی شرم',
  'وقاحت',
  'بی ادب',
  'توهین',
  'آبروتون',
  'عصبانی',
  'فاجعه',
  'متنفر',
  'دروغ',
  'مزخرف',
  'خسته شدم',
]
const UPSET = [
  'ناراحت',
  'ناراضی',
  'متاسف',
  'بد بود',
  'خراب',
  'معیوب',
  'شکسته',
  'دیر',
  'تاخیر',
  'هنوز نرسیده',
  'جواب نمی',
  'جواب ندا',
  'پاسخ ندا',
  'نامناسب',
  'پشیمون',
  'پشیمان',
  'مشکل',
]
const HAPPY = ['ممنون', 'متشکر', 'سپاس', 'عالی', 'راضی', 'خوشحال', 'دست مریزاد', 'تشکر', 'مهربان']

const KEYS = new Map([...ANGRY, ...UPSET, ...HAPPY].map((word) => [word, searchKey(word)]))

/**
 * A first reading of mood by plain words: the employee's correction wins. Returns the words that decided, so that the
 * screen can say why. 'unknown' when nothing was recognised.
 */
export function readMood(text: string, kind: CaseKind): { mood: Mood; words: string[] } {
  const key = searchKey(text)
  const found = (list: string[]) => list.filter((word) => key.includes(KEYS.get(word)!))
  const angry = found(ANGRY)
  const isShouting = /[!！؟?]{3,}/.test(text)
  if (angry.length >= 1 || (isShouting && found(UPSET).length > 0)) return { mood: 'angry', words: angry }
  const upset = found(UPSET)
  const happy = found(HAPPY)
  if (kind === 'praise') return { mood: 'happy', words: happy }
  // «ممنون» closes many complaints politely: it does not outweigh what is wrong.
  if (upset.length > 0) return { mood: 'upset', words: upset }
  if (happy.length > 0 && kind !== 'complaint') return { mood: 'happy', words: happy }
  return kind === 'complaint' ? { mood: 'upset', words: [] } : { mood: 'neutral', words: [] }
}

/** Severity before anybody has assessed it: an angry complaint is high, praise and suggestions are low. */
export function initialSeverity(kind: CaseKind, mood: Mood): Severity {
  if (kind === 'praise' || kind === 'suggestion') return 'low'
  if (kind === 'complaint' && mood === 'angry') return 'high'
  return 'normal'
}

const GREETING =
  /^(با\s+)?(سلام|درود|وقت(تون|تان)?\s+بخیر|روز(تون|تان)?\s+بخیر|خسته\s+نباشید|احترام|ببخشید)[\s\p{L}\u200c]{0,24}$/u

/** A subject for a case opened without one: the first sentence that is not a greeting, cut between words at 70 characters. */
export function subjectFrom(text: string): string {
  const sentences = text
    .split(/\n|(?<=[.!؟?])\s+/)
    .map((part) => part.trim())
    .filter(Boolean)
  const bare = (part: string) => part.replace(/[.!؟?،,]+$/u, '').trim()
  const first =
    sentences.find((part) => !GREETING.test(bare(part)) && bare(part).length > 3) ??
    sentences[0] ??
    text.trim()
  if (first.length <= 70) return first
  const cut = first.slice(0, 70)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 40))}…`
}

/** The branch a text speaks of: the one whose name has a word of three letters or more in it; undefined when none or several. */
export function branchInText(
  text: string,
  branches: readonly { id: string; name: string }[],
): string | undefined {
  const key = ` ${searchKey(text)} `
  const words = (name: string) =>
    searchKey(name)
      .split(' ')
      .filter((word) => word.length >= 3)
  const count = new Map<string, number>()
  for (const branch of branches)
    for (const word of words(branch.name)) count.set(word, (count.get(word) ?? 0) + 1)
  // A word that several branches share (the name of their city) tells nothing.
  const found = branches.filter((branch) =>
    words(branch.name).some((word) => count.get(word) === 1 && key.includes(` ${word}`)),
  )
  return found.length === 1 ? found[0]!.id : undefined
}
