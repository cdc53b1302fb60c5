import { callerError } from '../errors.ts'
import type { Handle, Sender } from '../transport/handle.ts'
import { homeHandle } from './home.ts'
import { checkOptions } from './options.ts'
import type { Irreversible, Undo } from './undo.ts'

type Call = (...args: never) => unknown

/** The first argument: an options object, required or optional, or something that the verb itself checks. */
type FirstArgument = 'options' | 'options?' | 'other'

interface Settings {
  readonly first?: FirstArgument
  /** The option that is meant by a string or number in place of the options. */
  readonly bare?: string
  /**
   * Options that only have to be encoded: with another value of the same family and the same size on the wire, the verb checks, adds and sends
   * the same. A batch repeats such calls without running the verb.
   */
  readonly alike?: readonly string[]
  /** How it is undone; needed where it changes something. */
  readonly undo?: Undo
  /** Finds an option that makes a call of another class irreversible. */
  readonly irreversible?: Irreversible
}

/** The declaration of a verb, without the handle or batch that runs it. */
export interface Definition {
  readonly name: string
  readonly batchable: boolean
  /** Whether its result is an asynchronous iterable, whose errors appear when it is read. */
  readonly streams: boolean
  readonly first: FirstArgument
  readonly bare: string | undefined
  readonly alike?: ReadonlySet<string> | undefined
  readonly undo?: Undo | undefined
  readonly irreversible?: Irreversible | undefined
  readonly run: (caller: never, ...args: never[]) => unknown
}

/** The definitions of the functions. */
const definitions = new WeakMap<object, Definition>()

/**
 * Declares a verb that sends requests and needs no replies, so that a batch can collect it. The result is the function that users call; it
 * runs on the home handle. `name` is the name of the constant, with which errors begin; the first parameter of `run` is the handle or
 * batch. The doc comment of the constant also describes the method of handles and batches.
 */
export function change<Args extends unknown[], Result>(
  name: string,
  run: (sender: Sender, ...args: Args) => Result,
  settings?: Settings,
): (...args: Args) => Result
/** The same with several signatures, given as the type argument. */
export function change<F extends Call>(
  name: string,
  run: (sender: Sender, ...args: Parameters<F>) => ReturnType<F>,
  settings?: Settings,
): F
export function change(name: string, run: Definition['run'], settings: Settings = {}): unknown {
  const { first = 'options', bare, alike, undo, irreversible } = settings
  const definition = { name, batchable: true, streams: false, first, bare, undo, irreversible, run }
  return declared({ ...definition, alike: alike && new Set(alike) })
}

/** Declares a verb that returns data or takes several steps; otherwise as {@link change}. The verb itself checks its first argument. */
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
export function verb(name: string, run: Definition['run'], { first = 'other', bare, undo }: Settings = {}): unknown {
  return declared({ name, batchable: false, streams: false, first, bare, undo, run })
}

/** Declares a verb whose result is an asynchronous iterable; otherwise as {@link verb}. */
export function stream<Args extends unknown[], Result extends AsyncIterable<unknown>>(
  name: string,
  run: (handle: Handle, ...args: Args) => Result,
): (...args: Args) => Result
export function stream(name: string, run: Definition['run']): unknown {
  return declared({ name, batchable: false, streams: true, first: 'other', bare: undefined, run })
}

function declared(definition: Definition): unknown {
  const call = method(definition, homeHandle)
  definitions.set(call, definition)
  return call
}

/** The definition of this function, if it is a verb. */
export function definitionOf(value: unknown): Definition | undefined {
  return typeof value === 'function' ? definitions.get(value) : undefined
}

/** How this verb is undone; undefined if it changes nothing. */
export function undoOf(verb: object): Undo | undefined {
  return definitionOf(verb)?.undo
}

/** A verb run by this handle or batch, without the check of its first argument. */
export function on<F extends Call>(caller: Sender, verb: F): F
export function on(caller: Sender, verb: unknown): unknown {
  const run = definitionOf(verb)?.run as (caller: Sender, ...args: unknown[]) => unknown
  return (...args: unknown[]) => run(caller, ...args)
}

/** Throws unless the first argument is of the declared form. */
export function checkFirst({ name, first, bare }: Definition, given: unknown): void {
  if (first === 'other' || (first === 'options?' && given === undefined)) return
  checkOptions(name, given, bare)
}

/** A verb as a method: it runs on the handle that `handleOf` returns for the object. Invalid arguments reject. */
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
