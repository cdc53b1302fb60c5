import { NetlinkError } from '../errors.ts'
import type { Named } from '../wire/unknown.ts'

/** Values that do not restrict a filter. */
const ANY: readonly unknown[] = [undefined, 'unspec', false]

/**
 * Throws for a filter that selects nothing in particular: to flush by it would delete everything. `given` are its values as they were read,
 * once: what is applied is what was checked.
 */
export function checkSelective(operation: string, given: object, known: readonly Named[]): void {
  const values = given as Readonly<Record<string, unknown>>
  if (known.some(({ key }) => !ANY.includes(values[key]))) return
  const keys = known.map(({ key }) => key).join(', ')
  throw new TypeError(`${operation}: expected one of ${keys} at least; an empty filter would delete everything`)
}

/**
 * Deletes the objects and returns the number deleted. An object that no longer exists (an error with one of the `absent` codes) is not
 * counted; any other error is thrown after all objects have been tried.
 */
export async function deleteEach<T>(
  doomed: readonly T[],
  remove: (one: T) => Promise<void>,
  absent: readonly string[],
): Promise<number> {
  const results = await Promise.allSettled(doomed.map(async (one) => remove(one)))
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
  const failure = failures.find((reason) => !(reason instanceof NetlinkError && absent.includes(reason.code)))
  if (failure !== undefined) throw failure
  return results.length - failures.length
}
