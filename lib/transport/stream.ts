/**
 * Single items of an asynchronous sequence of arrays. What is there already is handed out without going through a generator, whose
 * every step costs several turns of the microtask queue.
 */
export function flattened<T>(parts: AsyncGenerator<readonly T[], void, undefined>): AsyncIterableIterator<T> {
  let items: readonly T[] = []
  let at = 0
  let waiting: Promise<unknown> = Promise.resolve()

  async function more(): Promise<IteratorResult<T, undefined>> {
    while (at >= items.length) {
      const step = await parts.next()
      if (step.done === true) return { value: undefined, done: true }
      items = step.value
      at = 0
    }
    return { value: items[at++] as T, done: false }
  }

  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next() {
      if (at < items.length) return Promise.resolve({ value: items[at++] as T, done: false })
      const answer = waiting.then(more)
      waiting = answer.catch(() => undefined)
      return answer
    },
    async return() {
      items = []
      at = 0
      await parts.return()
      return { value: undefined, done: true }
    },
  }
}
