/**
 * Who reacts to what: the one list. A fact announced with `emit(ctx, name)` enqueues these jobs in its own
 * transaction, each with the event as payload.
 */
export const reactions: Readonly<Record<string, readonly string[]>> = {
  'verdict.given': ['surveys.askAboutVerdict'],
  'customer.visited': ['surveys.askAboutVisit'],
  'import.done': ['surveys.askBuyers'],
}
