import { answerParent } from './child.ts'
import { convertXlsx } from './xlsx-read.ts'

await answerParent(async ({ input, output }: { input: string; output: string }) => ({
  ...(await convertXlsx(input, output)),
  peakKilobytes: process.resourceUsage().maxRSS,
}))
