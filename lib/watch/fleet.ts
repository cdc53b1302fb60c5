import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Watching } from '../transport/handle.ts'
import { Limiter } from '../transport/limiter.ts'
import type { Publisher, Subscriber } from '../transport/listening.ts'
import type { Wanted } from '../transport/socket-filter.ts'
import type { Bytes } from '../wire/bytes.ts'
import { messageAt, nextAt, typeAt } from '../wire/header.ts'
import type { Circumstances, Consumer, NetnsId, Origin } from './consumer.ts'
import type { Followed } from './followed.ts'
import { foreignHandle } from './foreign.ts'
import { type Known, Namespaces, NSID_TYPES } from './namespaces.ts'
import type { Parent } from './parent.ts'
import { type OnEnd, Source } from './source.ts'
import type { Place, Slot } from './store.ts'

/** Lists of a namespace that fail this often, although it exists, end the watch. */
const MOST_FAILURES = 5
/** Temporary sockets in other namespaces at once. */
const MOST_INSIDE = 8

/** What is watched of each namespace; `changed` is called by its stores. */
export type Follow = (netns: NetnsId | undefined, source: () => Source | undefined) => readonly Followed[]

/** A namespace in the watch. */
interface Child {
  readonly source: Source
  readonly netns: NetnsId
  started: boolean
}

interface FleetOptions {
  readonly all: boolean
  readonly assignIds: boolean
  readonly room: number | undefined
  readonly follow: Follow
  readonly onEnd: OnEnd
}

/** The replica of a watch of several namespaces: a source for each, and one socket in the namespace of the handle. */
export class Fleet implements Subscriber {
  readonly consumers = new Set<Consumer>()
  readonly namespaces: Namespaces
  readonly room: number | undefined
  readonly #options: FleetOptions
  readonly #handle: Watching
  readonly #publisher: Publisher
  readonly #home: Source
  readonly #origin: Origin
  readonly #limiter = new Limiter(MOST_INSIDE)
  readonly #children = new Map<number, Child>()
  readonly #failures = new Map<number, number>()
  /** Sources with events since the last read. */
  readonly #touched = new Set<Source>()
  /** Sources that list again because events were lost. */
  readonly #lost = new Set<Source>()
  readonly #quiet = new Set<Consumer>()
  #started: Promise<void> | undefined
  #isSynced = false
  #over = false

  constructor(handle: Watching, options: FleetOptions) {
    this.#options = options
    this.#handle = handle
    this.room = options.room
    this.#publisher = handle.listening(rtnetlink, options.all)
    this.namespaces = new Namespaces(handle, options.all && options.assignIds, {
      change: (place, before, after) => this.#changed(place, before, after),
      refreshed: () => this.#startChildren(),
      fail: (reason) => this.fail(reason),
    })
    this.#origin = { store: this.namespaces.store }
    this.#home = this.#source(undefined, handle, this.#facade(this.#publisher.port), (reason) => this.fail(reason))
  }

  /** The socket as one source sees it. */
  #facade(port: number): Publisher {
    return {
      join: () => Promise.resolve(),
      leave: () => undefined,
      flush: () => this.#publisher.flush(),
      hold: () => undefined,
      port,
    }
  }

  #source(netns: NetnsId | undefined, handle: Watching, publisher: Publisher, onEnd: OnEnd): Source {
    let source: Source | undefined
    const followed = this.#options.follow(netns, () => source)
    const parent: Parent = {
      consumers: this.consumers,
      late: this.#isSynced,
      synced: (of, lost) => this.#synced(of, lost),
    }
    source = new Source(handle, followed, undefined, onEnd, parent, publisher)
    return source
  }

  get followed(): readonly Followed[] {
    return this.#home.followed
  }

  /** The replicas of the other namespaces. */
  get others(): readonly { readonly netns: NetnsId; readonly followed: readonly Followed[] }[] {
    return [...this.#children.values()].map(({ netns, source }) => ({ netns, followed: source.followed }))
  }

  get groups(): readonly number[] {
    return [...this.#home.groups, rtnetlink.groups.nsid]
  }

  get wanted(): Wanted {
    return new Map([...this.#home.wanted, ...NSID_TYPES.map((type) => [type, []] as const)])
  }

  start(): Promise<void> {
    this.#started ??= this.#start().catch((thrown: unknown) => {
      this.fail(thrown)
      throw thrown
    })
    return this.#started
  }

  async #start(): Promise<void> {
    await this.#publisher.join('watch', this)
    await Promise.all([this.#home.start(), this.namespaces.start()])
    await Promise.all(this.#sources().map((source) => source.start().catch(() => undefined)))
    if (this.#over) return
    this.#isSynced = true
    for (const consumer of this.#quiet) consumer.forget()
    this.#quiet.clear()
    for (const consumer of this.consumers) consumer.synced(false)
    this.#deliver()
  }

  #sources(): Source[] {
    return [this.#home, ...[...this.#children.values()].filter(({ started }) => started).map(({ source }) => source)]
  }

  /** Resolves when the replica contains everything done before. */
  async caughtUp(): Promise<void> {
    await this.start()
    await this.#publisher.flush()
    await this.namespaces.refresh()
    await Promise.all(this.#sources().map((source) => source.caughtUp().catch(() => undefined)))
  }

  hold(on: boolean): void {
    this.#publisher.hold(on)
  }

  /** An iteration begins, with what is there. */
  add(consumer: Consumer, initial: boolean): void {
    this.consumers.add(consumer)
    if (!this.#isSynced) {
      if (!initial) this.#quiet.add(consumer)
      return
    }
    if (initial) {
      consumer.noteAll(this.#origin)
      for (const source of this.#sources()) source.report(consumer)
    }
    consumer.synced(false)
    consumer.deliver()
  }

  take(bytes: Bytes, at: number, end: number, nsid: number): void {
    if (nsid < 0) {
      for (let start = at; messageAt(bytes, start, end); start = nextAt(bytes, start, end)) {
        if (NSID_TYPES.includes(typeAt(bytes, start))) this.namespaces.event(bytes, start)
      }
    }
    const source = nsid < 0 ? this.#home : this.#children.get(nsid)?.source
    if (source === undefined) return
    this.#touched.add(source)
    source.take(bytes, at, end, -1)
  }

  taken(lost: boolean): void {
    const touched = [...this.#touched]
    this.#touched.clear()
    if (lost) {
      for (const source of this.#sources()) {
        this.#lost.add(source)
        source.taken(true)
      }
      this.namespaces.refresh().catch((thrown: unknown) => this.fail(thrown))
    } else for (const source of touched) source.taken(false)
    this.#deliver()
  }

  /** One source is complete: again after lost events, if `lost`. */
  #synced(source: Source, lost: boolean): void {
    if (lost && this.#lost.delete(source)) this.#allSynced()
  }

  #allSynced(): void {
    if (this.#lost.size > 0 || !this.#isSynced) return
    for (const consumer of this.consumers) consumer.synced(true)
  }

  #deliver(): void {
    for (const consumer of [...this.consumers]) consumer.deliver()
  }

  /** A namespace came, went, or has another name. */
  #changed(place: Place, before: Slot | undefined, after: Slot | undefined): void {
    const circumstances: Circumstances = this.#isSynced ? {} : { initial: true }
    const note = () => {
      for (const consumer of this.consumers)
        consumer.note(this.#origin, place, before, circumstances, after === undefined)
    }
    const { nsid } = (after ?? before) as Known
    // What is in a namespace comes after it, and goes before it.
    if (after === undefined) {
      if (nsid !== undefined) {
        this.#failures.delete(nsid)
        this.#remove(nsid)
      }
      note()
    } else {
      note()
      if (nsid !== undefined && this.#options.all) this.#place(nsid, after as Known)
    }
  }

  #place(nsid: number, { name }: Known): void {
    const known = this.#children.get(nsid)
    if (known === undefined) {
      this.#create(nsid, name)
      return
    }
    if (known.netns.name === name) return
    if (name === undefined) delete known.netns.name
    else known.netns.name = name
    if (known.started) known.source.relist()
  }

  #create(nsid: number, name: string | undefined): void {
    const netns: NetnsId = { ...(name === undefined ? {} : { name }), nsid }
    const publisher = this.#facade(0)
    const handle = foreignHandle(this.#handle, netns, publisher, this.#limiter)
    const source = this.#source(netns, handle, publisher, (reason) => this.#failed(nsid, reason))
    this.#children.set(nsid, { source, netns, started: false })
  }

  /** A namespace is listed when its name is known. */
  #startChildren(): void {
    for (const child of this.#children.values()) {
      if (child.started) continue
      child.started = true
      child.source.start().catch(() => undefined)
    }
    this.#deliver()
  }

  #remove(nsid: number): void {
    const child = this.#children.get(nsid)
    if (child === undefined) return
    this.#children.delete(nsid)
    child.source.stop()
    child.source.empty()
    if (this.#lost.delete(child.source)) this.#allSynced()
  }

  /** It may have ended while it was listed, which an event will say. */
  #failed(nsid: number, reason: unknown): void {
    const count = (this.#failures.get(nsid) ?? 0) + 1
    const known = this.namespaces.store.slots.get(nsid) as Known | undefined
    this.#remove(nsid)
    if (known === undefined || this.#over) return
    if (count >= MOST_FAILURES) {
      this.fail(reason)
      return
    }
    this.#failures.set(nsid, count)
    setTimeout(() => {
      if (this.#over || this.namespaces.store.slots.get(nsid) !== known) return
      this.#create(nsid, known.name)
      this.#startChildren()
    }, 20 * count).unref?.()
  }

  fail(reason: unknown): void {
    if (this.#over) return
    this.stop()
    for (const consumer of this.consumers) consumer.end({ reason })
    this.#options.onEnd(reason)
  }

  /** Leaves the socket. */
  stop(): void {
    this.#over = true
    this.namespaces.stop()
    for (const source of this.#sources()) source.stop()
    this.#publisher.leave(this)
  }
}
