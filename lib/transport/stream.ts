/**
 * The items of an asynchronous sequence of arrays. Available items are returned without a generator, of which each step costs several
 * turns of the microtask queue.
 */
export function flattened<T>(parts: AsyncGenerator<readonly T[], void, undefined>): AsyncIterableIterator<T> {
  let items: readonly T[] = []
  let at = 0
  /** Steps requested while another is in progress, which is rare: they wait for it. */
  let waiting: (() => void)[] | undefined

  async function more(): Promise<IteratorResult<T, undefined>> {
    waiting = []
    try {
      while (at >= items.length) {
        const step = await parts.next()
        if (step.done === true) return { value: undefined, done: true }
        items = step.value
        at = 0
      }
      return { value: items[at++] as T, done: false }
    } finally {
      const next = waiting
      waiting = undefined
      for (const begin of next) begin()
    }
  }

  function next(): Promise<IteratorResult<T, undefined>> {
    if (waiting !== undefined) return new Promise((resolve) => waiting?.push(() => resolve(next())))
    if (at < items.length) return Promise.resolve({ value: items[at++] as T, done: false })
    // The promise itself, without other reactions, so that the stack of a failure includes its awaiter.
    return more()
  }

  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next,
    async return() {
      items = []
      at = 0
      await parts.return()
      return { value: undefined, done: true }
    },
  }
}
