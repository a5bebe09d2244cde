import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { FileProblem } from './limits.ts'

/**
 * Runs one of our scripts in a process of its own, with a bound on its memory and time, and gives back the JSON it
 * printed. What is heavy or hostile happens there: the server keeps answering, and lives on when the child does not.
 * The child ends with us: its standard input closes. Throws FileProblem.
 */
export function runChild<T>(
  script: 'xlsx-child.ts' | 'prepare-child.ts',
  request: unknown,
  limits: { heapMegabytes: number; seconds: number; onFailure: string },
): Promise<T> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${limits.heapMegabytes}`, '--disable-proto=throw', '--no-warnings', path],
    { stdio: ['pipe', 'pipe', 'pipe'], env: {} },
  )
  return new Promise((resolve, reject) => {
    let output = ''
    let complaint = ''
    const timer = setTimeout(() => child.kill('SIGKILL'), limits.seconds * 1000)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000)
    })
    child.stdin.on('error', () => {})
    child.on('error', reject)
    child.on('close', () => {
      clearTimeout(timer)
      try {
        const answer = JSON.parse(output) as {
          result?: T
          problem?: { code: string; params: Record<string, string> }
        }
        if (answer.problem) reject(new FileProblem(answer.problem.code, answer.problem.params))
        else resolve(answer.result as T)
      } catch {
        // Out of memory or time: said with the sentence of the work, the rest is for the log.
        reject(Object.assign(new FileProblem(limits.onFailure), { complaint }))
      }
    })
    // Kept open: its end tells the child that we are gone.
    child.stdin.write(`${JSON.stringify(request)}\n`)
  })
}

/** The child's side: reads the request, does the work, prints the answer. */
export async function answerParent<Request>(work: (request: Request) => Promise<unknown>): Promise<void> {
  let input = ''
  const request = await new Promise<Request>((resolve) => {
    process.stdin.setEncoding('utf8')
    process.stdin.on('data', (text: string) => {
      input += text
      if (input.endsWith('\n')) resolve(JSON.parse(input) as Request)
    })
    process.stdin.on('end', () => process.exit(1))
  })
  let answer: unknown
  try {
    answer = { result: await work(request) }
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error
    answer = { problem: { code: error.code, params: error.params } }
  }
  process.stdout.write(JSON.stringify(answer), () => process.exit(0))
}
