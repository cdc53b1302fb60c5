// The end of a command by SIGINT or SIGTERM.
import { constants } from 'node:os'
import { printError } from '../standard.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** The statuses of a command that ends so, with what it did then. */
export const stoppedStatuses = (did: string): Readonly<Record<number, string>> => ({
  130: `${did} after SIGINT.`,
  143: `${did} after SIGTERM.`,
})

/** Runs a command, which a signal ends; its status then is that of shells for a program that a signal has ended. */
export async function stoppable(
  name: string,
  run: (stopping: Stopping) => Promise<number | undefined>,
): Promise<number | undefined> {
  using stopping = new Stopping()
  try {
    return await run(stopping)
  } catch (thrown) {
    if (stopping.status === undefined) throw thrown
    printError(`netlink-ts ${name}: ${(thrown as Error).message}\n`)
    return stopping.status
  }
}

/** A command that a signal ends: the work is undone first. A second signal ends the program at once. */
export class Stopping implements Disposable {
  readonly #controller = new AbortController()
  readonly #handlers = SIGNALS.map((name) => [name, () => this.#stop(name)] as const)
  #name: (typeof SIGNALS)[number] | undefined

  constructor() {
    for (const [name, handler] of this.#handlers) process.once(name, handler)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** The exit status of shells for a program that a signal has ended; undefined if there was none. */
  get status(): number | undefined {
    return this.#name === undefined ? undefined : 128 + constants.signals[this.#name]
  }

  #stop(name: (typeof SIGNALS)[number]): void {
    this.#name = name
    this.#controller.abort(new Error(`interrupted by ${name}`))
  }

  [Symbol.dispose](): void {
    for (const [name, handler] of this.#handlers) process.off(name, handler)
  }
}
