/** Namespaces in which something happens at the same time: each takes a socket. */
const MOST_AT_ONCE = 64

/** Runs a task for each item, a limited number at a time; the first failure ends it. Results are in the order of the items. */
export async function eachOf<T, R>(items: readonly T[], task: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length)
  const rest = items.entries()
  const failures: unknown[] = []
  const worker = async () => {
    for (const [i, item] of rest) {
      if (failures.length > 0) return
      try {
        results[i] = await task(item)
      } catch (thrown) {
        failures.push(thrown)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(MOST_AT_ONCE, items.length) }, worker))
  if (failures.length > 0) throw failures[0]
  return results
}
