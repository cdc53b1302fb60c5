/// <reference lib="esnext.disposable" />

import type { Address } from '../address/address.ts'
import type { Mdb, SingleBridgeVlan } from '../bridge/index.ts'
import type { Link } from '../link/link.ts'
import type { Neighbour } from '../neighbour/index.ts'
import type { Nexthop } from '../nexthop/nexthop.ts'
import type { Route } from '../route/index.ts'
import type { Rule } from '../rule/rule.ts'
import { onAbort } from '../transport/abort.ts'
import { canListen, type Handle } from '../transport/handle.ts'
import { Consumer } from './consumer.ts'
import type { Fleet } from './fleet.ts'
import type { Followed } from './followed.ts'
import type { Known } from './namespaces.ts'
import { type Checked, sourceOf } from './options.ts'
import type { Source } from './source.ts'
import type { Replica, WatchEvent, WatchedNetns } from './types.ts'

/** Ends an iteration, or a watch, that nothing refers to any more. */
const forgotten = new FinalizationRegistry<() => void>((end) => end())

/**
 * The objects of the kernel, and their changes: an asynchronous iterable of events, and a replica that can be read at any time. Several
 * iterations are independent and share one socket with all other watches of the handle. It begins with the first `next` or `caughtUp`.
 */
export class Watch implements AsyncIterable<WatchEvent>, AsyncDisposable, Replica {
  readonly #handle: Handle
  readonly #checked: Checked | { readonly invalid: unknown }
  readonly #state: State = { source: undefined, kept: false }

  /** The verb `watch` creates it. */
  constructor(handle: Handle, checked: Checked | { readonly invalid: unknown }) {
    this.#handle = handle
    this.#checked = checked
    forgotten.register(this, unkept(this.#state))
  }

  /** One iteration. Leaving the loop ends it; the watch ends with its last iteration unless `caughtUp` was called. */
  [Symbol.asyncIterator](): AsyncIterableIterator<WatchEvent> {
    const handle = this.#handle
    const checked = this.#checked
    const state = this.#state
    let consumer: Consumer | undefined
    let ended = false
    const end = () => {
      ended = true
      if (consumer !== undefined) leave(state, consumer)
    }
    const iterator: AsyncIterableIterator<WatchEvent> = {
      [Symbol.asyncIterator]: () => iterator,
      next: () => {
        if (ended) return Promise.resolve({ value: undefined, done: true })
        try {
          if (consumer === undefined) {
            consumer = enter(handle, checked, state)
            forgotten.register(iterator, endLater(state, consumer), iterator)
          }
        } catch (thrown) {
          ended = true
          return Promise.reject(thrown)
        }
        return consumer.next(iterator) as Promise<IteratorResult<WatchEvent, undefined>>
      },
      return: () => {
        end()
        forgotten.unregister(iterator)
        return Promise.resolve({ value: undefined, done: true })
      },
    }
    return iterator
  }

  /**
   * Resolves when the replica contains everything that was done before the call, by this process or by others. From then on, the
   * replica follows the kernel until `close`.
   */
  async caughtUp(): Promise<void> {
    const source = begin(this.#handle, this.#checked, this.#state)
    this.#state.kept = true
    const { ref } = this.#checked as Checked
    if (ref) source.hold(true)
    try {
      await source.caughtUp()
    } finally {
      if (ref) source.hold(false)
    }
  }

  /** Links by index. */
  get links(): ReadonlyMap<number, Link> {
    return this.#map('links')
  }

  /** Addresses. */
  get addresses(): readonly Address[] {
    return this.#list('addresses')
  }

  /** Routes. */
  get routes(): readonly Route[] {
    return this.#list('routes')
  }

  /** Rules. */
  get rules(): readonly Rule[] {
    return this.#list('rules')
  }

  /** Neighbours. */
  get neighbours(): readonly Neighbour[] {
    return this.#list('neighbours')
  }

  /** Nexthops by id. */
  get nexthops(): ReadonlyMap<number, Nexthop> {
    return this.#map('nexthops')
  }

  /** VLANs of bridges and their ports. */
  get vlans(): readonly SingleBridgeVlan[] {
    return this.#list('vlans')
  }

  /** Entries of multicast tables. */
  get mdb(): readonly Mdb[] {
    return this.#list('mdb')
  }

  /** The other namespaces, with `netns`, and with 'all' what they contain. */
  get namespaces(): readonly WatchedNetns[] {
    const { source } = this.#state
    if (source === undefined || !('namespaces' in source)) return []
    const others = new Map(source.others.map(({ netns, followed }) => [netns.nsid, followed]))
    return [...source.namespaces.store].map((known) => {
      const { nsid } = known as Known
      return { ...known, ...replicaOf((nsid === undefined ? undefined : others.get(nsid)) ?? []) }
    })
  }

  #map<T>(plural: keyof Replica): ReadonlyMap<number, T> {
    return mapOf(this.#state.source?.followed ?? [], plural)
  }

  #list<T>(plural: keyof Replica): readonly T[] {
    return listOf(this.#state.source?.followed ?? [], plural)
  }

  /** Ends all iterations and leaves the socket. */
  close(): Promise<void> {
    endOf(this.#state)()
    return Promise.resolve()
  }

  /** At the end of `await using`: the same as `close`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

type Replicas = readonly Followed[]

function storeOf(followed: Replicas, plural: keyof Replica) {
  return followed.find((one) => !one.hidden && one.watched.identity.plural === plural)?.store
}

function mapOf<T>(followed: Replicas, plural: keyof Replica): ReadonlyMap<number, T> {
  return (storeOf(followed, plural)?.slots ?? new Map()) as ReadonlyMap<number, T>
}

function listOf<T>(followed: Replicas, plural: keyof Replica): readonly T[] {
  return [...(storeOf(followed, plural) ?? [])] as T[]
}

function replicaOf(followed: Replicas): Replica {
  return {
    links: mapOf(followed, 'links'),
    addresses: listOf(followed, 'addresses'),
    routes: listOf(followed, 'routes'),
    rules: listOf(followed, 'rules'),
    neighbours: listOf(followed, 'neighbours'),
    nexthops: mapOf(followed, 'nexthops'),
    vlans: listOf(followed, 'vlans'),
    mdb: listOf(followed, 'mdb'),
  }
}

/** What a watch and its iterations share, without referring to them. */
interface State {
  source: Source | Fleet | undefined
  /** `caughtUp` was called: the replica is followed without an iteration. */
  kept: boolean
  forget?: () => void
}

function begin(handle: Handle, checked: Checked | { readonly invalid: unknown }, state: State): Source | Fleet {
  if ('invalid' in checked) throw checked.invalid
  if (!canListen(handle)) throw new TypeError(`${checked.operation}: this handle receives no events`)
  checked.signal?.throwIfAborted()
  if (state.source !== undefined) return state.source
  const source = sourceOf(handle, checked, () => {
    if (state.source === source) reset(state)
  })
  state.source = source
  const { signal } = checked
  if (signal !== undefined) state.forget = onAbort(signal, () => source.fail(signal.reason))
  source.start().catch(() => undefined)
  return source
}

function reset(state: State): void {
  state.forget?.()
  delete state.forget
  state.source = undefined
  state.kept = false
}

function enter(handle: Handle, checked: Checked | { readonly invalid: unknown }, state: State): Consumer {
  const source = begin(handle, checked, state)
  const { settle, fields, ref, initial } = checked as Checked
  const consumer = new Consumer({ settle, fields, waits: (on) => ref && source.hold(on) })
  source.add(consumer, initial)
  return consumer
}

function leave(state: State, consumer: Consumer): void {
  consumer.end()
  const { source } = state
  if (source === undefined || !source.consumers.delete(consumer)) return
  if (source.consumers.size > 0 || state.kept) return
  source.stop()
  reset(state)
}

function endLater(state: State, consumer: Consumer): () => void {
  return () => leave(state, consumer)
}

/** The replica can no longer be read; iterations continue. */
function unkept(state: State): () => void {
  return () => {
    state.kept = false
    const { source } = state
    if (source === undefined || source.consumers.size > 0) return
    source.stop()
    reset(state)
  }
}

function endOf(state: State): () => void {
  return () => {
    const { source } = state
    if (source === undefined) return
    source.stop()
    for (const consumer of source.consumers) consumer.end()
    reset(state)
  }
}
