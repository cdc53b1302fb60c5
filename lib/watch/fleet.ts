import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Watching } from '../transport/handle.ts'
import { Limiter } from '../transport/limiter.ts'
import type { Publisher, Subscriber } from '../transport/listening.ts'
import type { Wanted } from '../transport/socket-filter.ts'
import type { Bytes } from '../wire/bytes.ts'
import { messageAt, nextAt, typeAt } from '../wire/header.ts'
import { Children } from './children.ts'
import type { Circumstances, Consumer, NetnsId, Origin } from './consumer.ts'
import type { Followed } from './followed.ts'
import { foreignHandle } from './foreign.ts'
import { type Known, Namespaces, NSID_TYPES } from './namespaces.ts'
import type { Parent } from './parent.ts'
import { type OnEnd, Source } from './source.ts'
import type { Place, Slot } from './store.ts'

/** Temporary sockets in other namespaces at once. */
const MOST_INSIDE = 8

/** What is watched of each namespace; `changed` is called by its stores. */
export type Follow = (netns: NetnsId | undefined, source: () => Source | undefined) => readonly Followed[]

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
  readonly #children: Children
  /** Sources with events since the last read. */
  readonly #touched = new Set<Source>()
  /** Sources that list again because events were lost, and namespaces that are looked for again. */
  readonly #lost = new Set<object>()
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
      refreshed: () => this.#refreshed(),
      fail: (reason) => this.fail(reason),
    })
    this.#origin = { store: this.namespaces.store }
    this.#children = new Children({
      create: (netns, onEnd) => this.#child(netns, onEnd),
      known: (nsid) => this.namespaces.store.slots.get(nsid) as Known | undefined,
      removed: (source) => this.#relisted(source),
      fail: (reason) => this.fail(reason),
    })
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
    return this.#children.replicas
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
    await this.#children.every((source) => source.start())
    if (this.#over) return
    this.#isSynced = true
    for (const consumer of this.#quiet) consumer.forget()
    this.#quiet.clear()
    for (const consumer of this.consumers) consumer.synced(false)
    this.#deliver()
  }

  #sources(): Source[] {
    return [this.#home, ...this.#children.started]
  }

  /** Resolves when the replica contains everything done before. */
  async caughtUp(): Promise<void> {
    await this.start()
    await this.#publisher.flush()
    await this.namespaces.refresh()
    await Promise.all([
      this.#home.caughtUp().catch(() => undefined),
      this.#children.every((source) => source.caughtUp()),
    ])
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
    const source = nsid < 0 ? this.#home : this.#children.source(nsid)
    if (source === undefined) return
    this.#touched.add(source)
    source.take(bytes, at, end, -1)
  }

  taken(lost: boolean): void {
    const touched = [...this.#touched]
    this.#touched.clear()
    if (lost) this.#relist()
    else for (const source of touched) source.taken(false)
    this.#deliver()
  }

  /** Events were lost: everything is listed again, and the namespaces of which nothing was reported. */
  #relist(): void {
    for (const source of this.#sources()) {
      this.#lost.add(source)
      source.taken(true)
    }
    const namespaces = {}
    this.#lost.add(namespaces)
    this.namespaces
      .lost()
      .then(() => this.#children.every((source) => source.start()))
      .then(() => {
        this.#relisted(namespaces)
        this.#deliver()
      })
      .catch((thrown: unknown) => this.fail(thrown))
  }

  /** One source is complete: again after lost events, if `lost`. */
  #synced(source: Source, lost: boolean): void {
    if (lost) this.#relisted(source)
  }

  /** When all that was lost is known again, the iterations get `synced`. */
  #relisted(one: object): void {
    if (!this.#lost.delete(one) || this.#lost.size > 0 || !this.#isSynced || this.#over) return
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
      if (nsid !== undefined) this.#children.delete(nsid)
      note()
    } else {
      note()
      if (nsid !== undefined && this.#options.all) this.#children.place(nsid, (after as Known).name)
    }
  }

  #child(netns: NetnsId, onEnd: OnEnd): Source {
    const publisher = this.#facade(0)
    return this.#source(netns, foreignHandle(this.#handle, netns, publisher, this.#limiter), publisher, onEnd)
  }

  /** A namespace is listed when its name is known. */
  #refreshed(): void {
    this.#children.start()
    this.#deliver()
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
    this.#home.stop()
    this.#children.stop()
    this.#publisher.leave(this)
  }
}
