import { NetlinkError } from '../errors.ts'

/** Resolves with `none` for an error with one of these codes. */
export function instead<T>(codes: readonly string[], none: T): (thrown: unknown) => T {
  return (thrown) => {
    if (thrown instanceof NetlinkError && codes.includes(thrown.code)) return none
    throw thrown
  }
}

/** A stream that ends if its first step fails with one of these codes. */
export function orNone<T>(items: AsyncIterableIterator<T>, codes: readonly string[]): AsyncIterableIterator<T> {
  const ended: IteratorResult<T> = { value: undefined, done: true }
  let begun = false
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next() {
      if (begun) return items.next()
      begun = true
      return items.next().catch(instead(codes, ended))
    },
    return: () => items.return?.() ?? Promise.resolve(ended),
  }
}
