import type { Preset } from '../wire/message.ts'
import type { NetnsRef } from '../wire/netns.ts'
import type { Pattern } from '../wire/pattern.ts'
import type { Batch } from './batch.ts'
import type { Limits } from './limit.ts'
import type { Publisher } from './listening.ts'
import type { Messages } from './messages.ts'
import type { Descriptor } from './native.ts'
import type { Outcome } from './outbox.ts'
import type { Protocol } from './protocol.ts'
import type { Receiver, Reception } from './receiver.ts'
import type { RequestType } from './request-type.ts'
import type { Stop } from './stop.ts'

/** Accepts requests: a handle sends them, a batch collects them. */
export interface Sender {
  request<T>(verb: RequestType<T>, value: object, preset?: Preset, limits?: Limits): Promise<T>
  /** Sends a request by its pattern. Returns undefined, with nothing sent, if a value does not fit. Only handles can. */
  readonly repeat?:
    | (<T>(verb: RequestType<T>, pattern: Pattern, values: readonly unknown[]) => Promise<T> | undefined)
    | undefined
}

/** A batch, which collects requests. */
export interface Collecting extends Sender {
  /** Adds a check that must succeed before the batch is sent. */
  before(check: (handle: Handle) => Promise<void>): void
}

/** An open handle, which also waits for replies and can act in other namespaces. */
export interface Handle extends Sender {
  list<T>(verb: RequestType<T>, filter: object, limits?: Limits, keep?: (value: T) => boolean): Promise<T[]>
  /** A list whose messages are decoded when they are needed. */
  messages<T>(verb: RequestType<T>, filter: object, limits?: Limits): Promise<Messages<T>>
  stream<T>(
    verb: RequestType<T>,
    filter: object,
    limits?: Limits,
    keep?: (value: T) => boolean,
  ): AsyncIterableIterator<T>
  /** The limits of every call. */
  readonly limits: Limits
  /** The namespace of the handle, to be closed by the caller; undefined if the handle is closed. */
  netns(): Descriptor | undefined
  /** Runs several steps as one: no other request of this handle comes between them. `limits` are those of the handle by default. */
  task<T>(operation: string, fn: (alone: Handle) => Promise<T>, limits?: Limits): Promise<T>
  /** Opens a handle in another namespace for the duration of `fn`. */
  inside<T>(netns: NetnsRef, fn: (there: Handle) => Promise<T>): Promise<T>
  /** An empty batch, to be filled and then passed to `send` or `discard`. */
  batch(): Batch
  /** Sends a batch after all previous requests; `stop` says when a failure ends it. With `keep`, the caller discards the batch. */
  send(batch: Batch, stop: Stop, keep?: boolean): Promise<Outcome>
  discard(batch: Batch): void
}

/** A handle that receives events as well. */
export interface Watching extends Handle {
  /** The socket that all watches share; with `allNsid`, that of the watches of all namespaces. */
  listening(protocol: Protocol, allNsid?: boolean): Publisher
  /** Inode of the namespace; undefined for that of the process. */
  readonly inode: bigint | undefined
  /** A socket of its own. */
  receiver(operation: string, protocol: Protocol, reception: Reception): Receiver
}

export function canListen(handle: Handle): handle is Watching {
  return 'listening' in handle
}

/** Whether the sender is a handle, which waits for replies. */
export function isHandle(sender: Sender): sender is Handle {
  return 'task' in sender
}

export function isCollecting(sender: Sender): sender is Collecting {
  return 'before' in sender
}
