import { callerError } from '../errors.ts'
import type { Handle, Sender } from '../transport/handle.ts'
import { homeHandle } from './home.ts'
import { checkOptions } from './options.ts'

type Call = (...args: never) => unknown

/** The first argument: an object of options, which must be there or may be absent, or something that the verb itself checks. */
type FirstArgument = 'options' | 'options?' | 'other'

interface Settings {
  readonly first: FirstArgument
}

/** Everything about a verb but the handle or batch that runs it. */
export interface Definition {
  readonly name: string
  readonly batchable: boolean
  /** Whether its result is an asynchronous sequence, which fails when it is read. */
  readonly streams: boolean
  readonly first: FirstArgument
  readonly run: (caller: never, ...args: never[]) => unknown
}

/** The definitions behind the functions, which show nothing of them. */
const definitions = new WeakMap<object, Definition>()

/**
 * Declares a verb that sends requests and needs no answers, so that a batch collects it, too. The result is the function that users call:
 * it acts by the home handle. `name` is the name of the constant, which errors begin with; `run` has the handle or batch as first parameter. The
 * function's one doc comment also describes the method of handles and of batches.
 */
export function change<Args extends unknown[], Result>(
  name: string,
  run: (sender: Sender, ...args: Args) => Result,
  settings?: Settings,
): (...args: Args) => Result
/** Likewise with several signatures, which are given as the type argument. */
export function change<F extends Call>(
  name: string,
  run: (sender: Sender, ...args: Parameters<F>) => ReturnType<F>,
  settings?: Settings,
): F
export function change(name: string, run: Definition['run'], { first }: Settings = { first: 'options' }): unknown {
  return declared({ name, batchable: true, streams: false, first, run })
}

/** Declares a verb that answers or takes several steps; else as {@link change}. Its first argument is its own to check. */
export function verb<Args extends unknown[], Result>(
  name: string,
  run: (handle: Handle, ...args: Args) => Result,
  settings?: Settings,
): (...args: Args) => Result
export function verb<F extends Call>(
  name: string,
  run: (handle: Handle, ...args: Parameters<F>) => ReturnType<F>,
  settings?: Settings,
): F
export function verb(name: string, run: Definition['run'], { first }: Settings = { first: 'other' }): unknown {
  return declared({ name, batchable: false, streams: false, first, run })
}

/** Declares a verb whose result is iterated asynchronously; else as {@link verb}. */
export function stream<Args extends unknown[], Item>(
  name: string,
  run: (handle: Handle, ...args: Args) => AsyncIterable<Item>,
): (...args: Args) => AsyncIterable<Item>
export function stream(name: string, run: Definition['run']): unknown {
  return declared({ name, batchable: false, streams: true, first: 'other', run })
}

function declared(definition: Definition): unknown {
  const call = method(definition, homeHandle)
  definitions.set(call, definition)
  return call
}

/** What declares this function, if it is a verb. */
export function definitionOf(value: unknown): Definition | undefined {
  return typeof value === 'function' ? definitions.get(value) : undefined
}

/** A verb run by this handle or batch, without its check of options. */
export function on<F extends Call>(caller: Sender, verb: F): F
export function on(caller: Sender, verb: unknown): unknown {
  const run = definitionOf(verb)?.run as (caller: Sender, ...args: unknown[]) => unknown
  return (...args: unknown[]) => run(caller, ...args)
}

/** Throws unless the first argument can be one of this verb. */
export function checkFirst({ name, first }: Definition, given: unknown): void {
  if (first === 'other' || (first === 'options?' && given === undefined)) return
  checkOptions(name, given)
}

/** A verb as a function that runs it by the handle that `handleOf` has for the object it is a method of. Invalid arguments reject. */
export function method<This>(
  definition: Definition,
  handleOf: (object: This) => Handle,
): (this: This, first?: unknown, second?: unknown, third?: unknown) => unknown {
  const { name, streams } = definition
  const run = definition.run as (handle: Handle, first: unknown, second: unknown, third: unknown) => unknown
  const failed = streams ? failing : rejected
  const named = {
    [name](this: This, first?: unknown, second?: unknown, third?: unknown): unknown {
      try {
        checkFirst(definition, first)
        return run(handleOf(this), first, second, third)
      } catch (thrown) {
        return failed(callerError(name, thrown))
      }
    },
  }
  return named[name] as ReturnType<typeof method<This>>
}

function rejected(error: unknown): Promise<never> {
  return Promise.reject(error)
}

/** A stream that fails when it is read. */
function failing(error: unknown): AsyncIterable<never> {
  return { [Symbol.asyncIterator]: () => ({ next: () => rejected(error) }) }
}
