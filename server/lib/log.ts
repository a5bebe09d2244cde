import { type Logger, pino } from 'pino'

/** Structured logs. Callers pass ids and codes only: no names, phones, texts, cookies or bodies. */
export function makeLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  })
}
