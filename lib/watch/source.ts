import { NetlinkError } from '../errors.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Watching } from '../transport/handle.ts'
import type { Publisher, Subscriber } from '../transport/listening.ts'
import type { Wanted } from '../transport/socket-filter.ts'
import type { Bytes } from '../wire/bytes.ts'
import { flagsAt, messageAt, nextAt, typeAt } from '../wire/header.ts'
import type { Circumstances, Consumer } from './consumer.ts'
import { Deferred } from './deferred.ts'
import type { Followed } from './followed.ts'
import { ownAt } from './message.ts'
import type { Parent } from './parent.ts'
import { AFTER_EVENT, Silent, type Task } from './silent.ts'
import { Spacing } from './spacing.ts'
import type { Place, Slot } from './store.ts'

/** Called with the error that ends the source. */
export type OnEnd = (reason: unknown) => void

/** The replica of one namespace in a watch: events of the kernel, and lists where events are not enough. */
export class Source implements Subscriber {
  readonly groups: readonly number[]
  readonly room: number | undefined
  readonly followed: readonly Followed[]
  readonly consumers: Set<Consumer>
  readonly #parent: Parent | undefined
  readonly #handle: Watching
  readonly #listening: Publisher
  readonly #byType = new Map<number, readonly Followed[]>()
  readonly #silent: Silent
  readonly #deferred = new Deferred()
  readonly #onEnd: OnEnd
  #started: Promise<void> | undefined
  #isSynced = false
  #running: Promise<void> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #spacing = new Spacing()
  #circumstances: Circumstances = {}
  #over = false

  constructor(
    handle: Watching,
    followed: readonly Followed[],
    room: number | undefined,
    onEnd: OnEnd,
    parent?: Parent,
    publisher = handle.listening(rtnetlink),
  ) {
    this.#parent = parent
    this.consumers = parent?.consumers ?? new Set()
    this.#handle = handle
    this.#listening = publisher
    this.followed = followed
    this.room = room
    this.#onEnd = onEnd
    for (const one of followed) this.#byType.set(one.type, [...(this.#byType.get(one.type) ?? []), one])
    this.#silent = new Silent(followed)
    this.groups = [...new Set([...followed.flatMap((one) => one.groups), ...this.#silent.groups])]
  }

  get wanted(): Wanted {
    const all = new Map(this.followed.flatMap((one) => [...one.wanted()]))
    for (const type of this.#silent.types) all.set(type, [])
    return all
  }

  /** Resolves when the replica is that of the kernel. */
  start(): Promise<void> {
    this.#started ??= this.#start().catch((thrown: unknown) => {
      this.fail(thrown)
      throw thrown
    })
    return this.#started
  }

  async #start(): Promise<void> {
    await this.#listening.join('watch', this)
    const hidden = this.followed.filter((one) => one.hidden)
    if (hidden.length > 0) {
      for (const one of hidden) this.#silent.doubt(one)
      await this.#reconcile()
      this.#resolve()
    }
    this.#silent.addAll(false)
    await this.#reconcile()
    if (this.#over) return
    this.#begin()
    this.taken(false)
  }

  /** Lists everything again. */
  relist(): void {
    this.#silent.addAll(false)
    this.taken(false)
  }

  /** Resolves when the replica contains everything done before. */
  async caughtUp(): Promise<void> {
    await this.start()
    do {
      await this.#listening.flush()
      await this.#settle()
    } while (this.#silent.some && !this.#over)
  }

  hold(on: boolean): void {
    this.#listening.hold(on)
  }

  /** An iteration begins, with what is there. */
  add(consumer: Consumer, initial: boolean): void {
    this.consumers.add(consumer)
    if (this.#isSynced) this.#reportAll(consumer, initial)
    else if (!initial) this.#quiet.add(consumer)
  }

  /** Iterations without events for what was there when they began. */
  readonly #quiet = new Set<Consumer>()

  #reportAll(consumer: Consumer, initial: boolean): void {
    if (initial) this.report(consumer)
    consumer.synced(false)
    consumer.deliver()
  }

  /** Everything as initial events. */
  report(consumer: Consumer): void {
    for (const one of this.followed) {
      if (!one.hidden) consumer.noteAll(one)
    }
  }

  /** Everything is gone. */
  empty(): void {
    for (const { store } of this.followed) store.replace([], () => true)
  }

  take(bytes: Bytes, at: number, end: number, nsid: number): void {
    if (nsid >= 0 || this.#over) return
    if (this.#running !== undefined || !this.#isSynced) this.#deferred.add(bytes, at, end)
    else this.#process(bytes, at, end)
  }

  taken(lost: boolean): void {
    if (this.#over) return
    if (lost) this.#silent.addAll(true)
    if (this.#running !== undefined || !this.#isSynced) return
    this.#resolve()
    this.#deliver()
    if (this.#silent.some || this.#silent.again) this.#later()
  }

  #later(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#settle().catch((thrown: unknown) => this.fail(thrown))
    }, this.#delay())
    // Steps that wait keep the process alive, unless `ref` is false.
    this.#timer.unref?.()
  }

  #delay(): number {
    if (!this.#silent.lost) return AFTER_EVENT
    return this.#spacing.left
  }

  /** Lists what events did not report, until nothing of it is left. */
  async #settle(): Promise<void> {
    while (this.#running !== undefined) await this.#running
    if (!(this.#silent.some || this.#silent.again) || this.#over) return
    this.#running = this.#reconcile()
    try {
      await this.#running
    } finally {
      this.#running = undefined
    }
    if (!this.#over) this.taken(false)
  }

  async #reconcile(): Promise<void> {
    const lost = this.#silent.lost
    if (lost) this.#spacing.begin()
    const tasks = this.#silent.tasks(this.#handle)
    const results = await Promise.all(tasks.map((task) => this.#listed(task)))
    await this.#listening.flush()
    if (this.#over) return
    this.#circumstances = this.#isSynced
      ? lost
        ? { resync: true }
        : {}
      : this.#parent?.late === true
        ? {}
        : { initial: true }
    for (const [i, task] of tasks.entries()) task.apply(results[i] as object[])
    this.#circumstances = {}
    this.#replay()
    if (this.#isSynced && lost) this.#synced(true)
  }

  /** What changes during a list is listed again. */
  async #listed(task: Task): Promise<object[]> {
    for (;;) {
      try {
        return await task.list()
      } catch (thrown) {
        if (this.#over || !(thrown instanceof NetlinkError) || thrown.code !== 'ERR_NETLINK_DUMP_INTERRUPTED')
          throw thrown
      }
    }
  }

  #begin(): void {
    this.#isSynced = true
    for (const consumer of this.#quiet) consumer.forget()
    this.#quiet.clear()
    this.#synced(false)
  }

  #synced(lost: boolean): void {
    if (this.#parent !== undefined) this.#parent.synced(this, lost)
    else for (const consumer of this.consumers) consumer.synced(lost)
  }

  #replay(): void {
    const { chunks, lost } = this.#deferred.takeAll()
    for (const bytes of chunks) this.#process(bytes, 0, bytes.u8.length)
    if (lost) this.#silent.addAll(true)
  }

  #process(bytes: Bytes, at: number, end: number): void {
    for (let start = at; messageAt(bytes, start, end); start = nextAt(bytes, start, end)) this.#message(bytes, start)
  }

  #message(bytes: Bytes, at: number): void {
    const type = typeAt(bytes, at)
    const deleted = !this.#byType.has(type)
    const followed = this.#byType.get(deleted ? type - 1 : type)
    if (this.#silent.notice(bytes, at, type) || followed === undefined) return
    for (const one of followed) this.#event(one, bytes, at, deleted)
  }

  #event(followed: Followed, bytes: Bytes, at: number, deleted: boolean): void {
    const found = followed.decode(bytes, at)
    if (found === undefined) return
    const items = Array.isArray(found) ? (found as readonly object[]) : [found]
    for (const item of items) this.#apply(followed, item, bytes, at, deleted)
  }

  #apply(followed: Followed, item: object, bytes: Bytes, at: number, deleted: boolean): void {
    this.#circumstances = ownAt(bytes, at, this.#listening.port, item)
    this.#others(followed, item, deleted)
    if (!followed.apply(item, deleted, flagsAt(bytes, at))) this.#silent.doubt(followed)
    this.#circumstances = {}
  }

  /** Objects that change with this one, or whose event is incomplete. */
  #others({ store, watched: { identity } }: Followed, item: object, deleted: boolean): void {
    const place = identity.place(item) as number
    if (!deleted && identity.incomplete?.(item) === true) this.#silent.reread(place)
    if (identity.touches === undefined) return
    for (const other of identity.touches(store.slots.get(place), deleted ? undefined : item)) {
      if (other !== undefined) this.#silent.reread(other)
    }
  }

  /** A change of the replica. */
  changed(followed: Followed, place: Place, before: Slot | undefined, after: Slot | undefined): void {
    if (followed.hidden) return
    for (const consumer of this.consumers)
      consumer.note(followed, place, before, this.#circumstances, after === undefined)
  }

  /** Follows the links that filters name. */
  #resolve(): void {
    for (const one of this.followed) {
      if (one.namesLinks && one.resolve((name) => this.#silent.indexOf(name))) this.#silent.doubt(one)
    }
  }

  #deliver(): void {
    for (const consumer of [...this.consumers]) consumer.deliver()
  }

  fail(reason: unknown): void {
    if (this.#over) return
    this.stop()
    if (this.#parent === undefined) for (const consumer of this.consumers) consumer.end({ reason })
    this.#onEnd(reason)
  }

  /** Leaves the socket. */
  stop(): void {
    this.#over = true
    clearTimeout(this.#timer)
    this.#listening.leave(this)
  }
}
