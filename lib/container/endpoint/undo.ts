import type { AddressLease } from '../state/address-lease.ts'

/** Steps that undo an attachment. */
export type Undo = (() => Promise<unknown>)[]

/**
 * Undoes what was done, and gives the error that it was undone for. What cannot be undone is reported with it, and `collect` finds it, for its
 * files stay.
 */
export async function undoAll(
  undo: Undo,
  leases: readonly AddressLease[],
  cause: unknown,
  operation: string,
): Promise<unknown> {
  const results = await Promise.allSettled(undo.map((step) => step()))
  const reasons = results.filter((result) => result.status === 'rejected').map((result) => result.reason as unknown)
  for (const one of leases) reasons.length === 0 ? one.release() : one.close()
  return reasons.length === 0
    ? cause
    : new AggregateError([cause, ...reasons], `${operation}: failed, and could not be undone completely`)
}
