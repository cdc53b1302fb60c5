import type { Batch as Requests } from '../transport/batch.ts'
import type { Collecting, Handle } from '../transport/handle.ts'
import { FLUSH_BYTES } from '../transport/outbox.ts'
import type { RequestType } from '../transport/request-type.ts'
import { keysOf, Repetition } from '../verb/repetition.ts'
import { checkFirst, type Definition } from '../verb/verb.ts'
import type { Preset } from '../wire/message.ts'
import { type Changes, verbs } from './verbs.ts'

/** Requests of about a megabyte, and for each message the operation that it belongs to. */
export interface Part {
  readonly requests: Requests
  readonly operations: number[]
}

/** The requests of a batch while its function runs. */
export class Collector implements Collecting {
  readonly #parts: Part[] = []
  /** Requests that are sent last. */
  readonly #late: Part[] = []
  /** Whether changes that cannot be undone are allowed, refused, or made last. */
  readonly #irreversible: 'allow' | 'refuse' | 'last'
  #isLate = false
  operations = 0
  /** Checks that must succeed before anything is sent. */
  readonly checks: ((handle: Handle) => Promise<void>)[] = []
  /** The first invalid input: it rejects the whole batch even if the function catches the error. */
  invalid: { thrown: unknown } | undefined
  #over = false
  readonly #handle: Handle
  readonly #never = new Promise<never>(() => undefined)

  constructor(handle: Handle, irreversible: 'allow' | 'refuse' | 'last' = 'allow') {
    this.#handle = handle
    this.#irreversible = irreversible
  }

  /** All requests, in the order in which they are sent. */
  get parts(): readonly Part[] {
    return [...this.#parts, ...this.#late]
  }

  /** Once set, the buffers no longer belong to the builder: they have been sent or discarded. */
  end(): void {
    this.#over = true
  }

  /** One call of the builder. */
  operation(definition: Definition, first: unknown, second: unknown, third: unknown): void {
    this.#check(definition.name)
    this.operations++
    try {
      checkFirst(definition, first)
      if (this.#irreversible !== 'allow') this.#checkUndo(definition, [first, second, third])
      definition.run(this as never, first as never, second as never, third as never)
    } catch (thrown) {
      this.invalid ??= { thrown: placed(thrown, definition.name, this.operations) }
      throw thrown
    } finally {
      this.#isLate = false
    }
  }

  /** A change that cannot be undone is refused or made last. */
  #checkUndo({ name, undo, irreversible }: Definition, args: readonly unknown[]): void {
    const option = irreversible?.(...args)
    if (option === undefined && undo !== 'none') {
      // What is deleted may turn out to be irreversible: it is sent alone.
      if (this.#irreversible === 'last' && name === 'deleteLink') this.#parts.push(this.#fresh())
      return
    }
    if (this.#irreversible === 'refuse')
      throw new TypeError(`${name}: ${option === undefined ? '' : `${option} `}cannot be undone; ${LAST}`)
    this.#isLate = true
  }

  /** Refuses a verb that takes several steps. */
  refuse(name: string): never {
    this.#check(name)
    const thrown = new TypeError(`batch: ${name} is not allowed here: it takes several steps; call it on the handle`)
    this.invalid ??= { thrown }
    throw thrown
  }

  /** One call of a verb that takes only options, which may be like the last call. */
  repeatable(definition: Definition, repetition: Repetition, options: unknown, more: unknown): void {
    if (this.#over) this.#check(definition.name)
    const part = this.#part()
    if (more === undefined && repetition.repeat(part.requests, options)) {
      part.operations.push(this.operations++)
      return
    }
    // Read beforehand: a getter may change the options.
    const keys = keysOf(options)
    const { checks } = this
    const before = part.operations.length
    const checked = checks.length
    this.operation(definition, options, more, undefined)
    const isOne = this.#parts.at(-1) === part && part.operations.length === before + 1 && checks.length === checked
    if (isOne) repetition.follow(part.requests, keys)
  }

  request<T>(verb: RequestType<T>, value: object, preset?: Preset): Promise<T> {
    this.#check(verb.operation)
    const { requests, operations } = this.#part()
    requests.add(verb, value, preset)
    operations.push(this.operations - 1)
    return this.#never
  }

  before(check: (handle: Handle) => Promise<void>): void {
    this.checks.push(check)
  }

  #check(operation: string): void {
    if (this.#over) throw new TypeError(`batch: ${operation} was called after the batch had ended; it is not sent`)
  }

  #part(): Part {
    const parts = this.#isLate ? this.#late : this.#parts
    const last = parts[parts.length - 1]
    if (last !== undefined && !this.#isFull(last)) return last
    const fresh = this.#fresh()
    parts.push(fresh)
    return fresh
  }

  #isFull({ requests, operations }: Part): boolean {
    if (requests.writer.at >= FLUSH_BYTES) return true
    const isAlone = this.#irreversible === 'last' && requests.entries.at(-1)?.verb.operation === 'deleteLink'
    return isAlone && operations.at(-1) !== this.operations - 1
  }

  #fresh(): Part {
    return { requests: this.#handle.batch(), operations: [] }
  }
}

/** How to make changes that cannot be undone. */
const LAST = "{ irreversible: 'last' } makes such changes last"

/** Invalid input, with the position of the call in the message and in the stack: `addRoute: ...` is `batch: call 3 (addRoute): ...`. */
function placed(thrown: unknown, name: string, position: number): unknown {
  if (!(thrown instanceof Error) || !thrown.message.startsWith(name)) return thrown
  const { message, stack } = thrown
  thrown.message = `batch: call ${position} (${name})${message.slice(name.length)}`
  // The stack begins with the message as it was.
  if (stack !== undefined) thrown.stack = stack.replace(message, () => thrown.message)
  return thrown
}

const batchable = verbs.filter((one) => one.batchable)

/** Changes that need replies. */
const stepwise = verbs.filter(({ batchable, undo }) => !batchable && undo !== undefined)

/** The verbs as methods that collect. Invalid input throws immediately, and so do changes that a batch cannot collect. */
export function builder(collector: Collector): Changes {
  const methods = batchable.map((definition) => [definition.name, method(collector, definition)])
  const refusals = stepwise.map(({ name }) => [name, { value: () => collector.refuse(name) }])
  return Object.defineProperties(Object.fromEntries(methods), Object.fromEntries(refusals)) as Changes
}

function method(collector: Collector, definition: Definition) {
  const { alike } = definition
  if (alike !== undefined) {
    const repetition = new Repetition(alike)
    return (options: unknown, more: unknown) => collector.repeatable(definition, repetition, options, more)
  }
  return (first: unknown, second: unknown, third: unknown) => collector.operation(definition, first, second, third)
}
