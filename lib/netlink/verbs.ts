import * as modules from '../modules.ts'
import { type Definition, definitionOf } from '../verb/verb.ts'
import type { Public } from '../wire/type.ts'

type Modules = typeof modules
type Call = (...args: never) => unknown

/** Every verb, as the methods of a handle. */
export interface Verbs
  extends Pick<Modules, { [K in keyof Modules]: Modules[K] extends Call ? K : never }[keyof Modules]>,
    Public {}

/** A verb in a batch: it returns nothing. */
type Collected<F> = F extends (...args: infer Args) => unknown ? (...args: Args) => void : never

/**
 * How the names of changes begin. A mapped type sees only the name and the signature of a verb, and a mark in the signature would hide the
 * doc comment from signature help. A test compares this with the verbs declared by `change`.
 */
type Change = 'add' | 'append' | 'create' | 'delete' | 'replace' | 'set'
/** These return data or take several steps. */
type Stepwise = 'createNetns' | 'deleteLinks' | 'deleteNetns'

/** The verbs that a batch collects; the results are in the same order. */
export type Changes = {
  [K in keyof Verbs as Exclude<K & `${Change}${Capitalize<string>}`, Stepwise>]: Collected<Verbs[K]>
}

/** The definitions of all of them. */
export const verbs: readonly Definition[] = Object.values(modules).flatMap((value) => definitionOf(value) ?? [])
