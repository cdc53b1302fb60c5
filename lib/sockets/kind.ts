import type { VerbMaker } from '../protocol/operation.ts'
import type { Checked, Selected } from './filter.ts'
import type { Socket } from './types.ts'

/** How the sockets of one protocol are listed. */
export interface Kind {
  readonly verbs: VerbMaker
  /** What a report becomes. */
  answer(report: never): Socket
  /** The options that can select its sockets. */
  readonly selecting: readonly (keyof Selected)[]
  /** The requests of a list. */
  requests(checked: Checked): object[]
  /** What the kernel does not select by. */
  keep(selected: Selected): ((socket: Socket) => boolean) | undefined
}

/** Every state, those that newer kernels have included. */
const EVERY_STATE = [0xffff_ffff]

export function stateMask({ states = EVERY_STATE }: Selected): readonly (string | number)[] {
  return states
}

type Keep = (socket: Socket) => boolean

/** The conjunction of conditions on fields that have the value that was given. */
export function equal(selected: Selected, ...keys: readonly (keyof Selected)[]): Keep | undefined {
  const given = keys.flatMap((key) => (selected[key] === undefined ? [] : [[key, selected[key]] as const]))
  if (given.length === 0) return undefined
  return (socket) => given.every(([key, value]) => (socket as unknown as Record<string, unknown>)[key] === value)
}

export function both(one: Keep | undefined, other: Keep | undefined): Keep | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return (socket) => one(socket) && other(socket)
}
