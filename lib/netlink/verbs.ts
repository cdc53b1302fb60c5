import * as rooms from '../rooms.ts'
import { type Batchable, type Definition, definitionOf } from '../verb/verb.ts'

type Rooms = typeof rooms
type Call = (...args: never) => unknown

/** Every verb, as the methods of a handle. */
export interface Verbs extends Pick<Rooms, { [K in keyof Rooms]: Rooms[K] extends Call ? K : never }[keyof Rooms]> {}

/** A verb in a batch: it answers nothing. */
type Collected<F> = F extends (...args: infer Args) => unknown ? (...args: Args) => void : never

/** The verbs that a batch collects; the results are in the same order. */
export type Changes = { [K in keyof Verbs as Verbs[K] extends Batchable<Call> ? K : never]: Collected<Verbs[K]> }

/** The definitions of all of them. */
export const verbs: readonly Definition[] = Object.values(rooms).flatMap((value) => definitionOf(value) ?? [])
