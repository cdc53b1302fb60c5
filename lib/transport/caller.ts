import type { Preset } from '../wire/message.ts'
import type { NetnsRef } from '../wire/reference.ts'
import type { Limits } from './limit.ts'
import type { Verb } from './verb.ts'

/** What a change needs: to make requests. A handle sends them, a batch collects them. */
export interface Requester {
  request<T>(verb: Verb<T>, value: object, preset?: Preset, limits?: Limits): Promise<T>
  /** Several steps as one; a batch cannot. */
  task?<T>(operation: string, fn: (alone: Caller) => Promise<T>): Promise<T>
  /** Of a batch alone: what must succeed before anything of it is sent. */
  before?(check: (caller: Caller) => Promise<void>): void
  /** Work in another namespace; a batch cannot. */
  inside?<T>(netns: NetnsRef, fn: (there: Caller) => Promise<T>): Promise<T>
}

/** What a room may do with a handle. */
export interface Caller extends Requester {
  list<T>(verb: Verb<T>, filter: object, limits?: Limits, keep?: (value: T) => boolean): Promise<T[]>
  stream<T>(verb: Verb<T>, filter: object, limits?: Limits, keep?: (value: T) => boolean): AsyncIterableIterator<T>
  task<T>(operation: string, fn: (alone: Caller) => Promise<T>): Promise<T>
  inside<T>(netns: NetnsRef, fn: (there: Caller) => Promise<T>): Promise<T>
}
