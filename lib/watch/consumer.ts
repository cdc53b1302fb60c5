import type { Place, Slot, Store } from './store.ts'

/** Where a change happened: the replica of one kind, of one namespace. */
export interface Origin {
  readonly store: Store
  /** The namespace, if not that of the handle. */
  readonly netns?: NetnsId | undefined
}

/** A namespace; its name may be known, or change, later. */
export interface NetnsId {
  name?: string
  readonly nsid?: number
}

/** What is known about a change besides the objects. */
export interface Circumstances {
  readonly initial?: true | undefined
  readonly resync?: true | undefined
  readonly own?: boolean | undefined
  readonly moved?: { readonly nsid: number; readonly index: number } | undefined
}

/** A place that changed since its last event. */
interface Pending {
  readonly origin: Origin
  readonly place: Place
  readonly before: Slot | undefined
  circumstances: Circumstances
}

type Synced = { readonly lost: boolean }
type Step = IteratorResult<object, undefined>
interface Waiting {
  readonly resolve: (step: Step) => void
  readonly reject: (error: unknown) => void
  /** Kept from being collected, which would end the iteration. */
  readonly iterator: object
}

/** The settings of one iteration. */
export interface IterationSettings {
  readonly settle: number
  readonly fields: readonly string[] | undefined
  /** Called when it begins and ends to wait. */
  readonly waits: (on: boolean) => void
}

const OVER: Step = { value: undefined, done: true }

/**
 * One iteration over the changes. Of each place it keeps the last reported state, not the changes since: its memory is bounded by the number of
 * objects, however slowly it is read.
 */
export class Consumer {
  readonly #settings: IterationSettings
  /** By kind and place, in the order of their events. */
  readonly #pending = new Map<string, Pending | Synced>()
  /** Continues at the first entry: a new one would pass over all that were deleted before it. */
  #entries: MapIterator<[string, Pending | Synced]> | undefined
  #ready: object[] = []
  #readyAt = 0
  readonly #waiting: Waiting[] = []
  #markers = 0
  /** Changes wait for this timer, with `settle`. */
  #timer: ReturnType<typeof setTimeout> | undefined
  #open = false
  #error: { reason: unknown } | undefined
  #over = false

  constructor(settings: IterationSettings) {
    this.#settings = settings
  }

  /** A place is about to change. */
  note(origin: Origin, place: Place, before: Slot | undefined, circumstances: Circumstances, isRemoved: boolean): void {
    if (this.#over) return
    const key = `${origin.netns?.nsid ?? ''} ${origin.store.identity.kind} ${place}`
    const known = this.#pending.get(key) as Pending | undefined
    if (known === undefined) this.#pending.set(key, { origin, place, before, circumstances })
    else if (isRemoved) {
      // After what happens to other objects until then: addresses are removed before their link.
      this.#pending.delete(key)
      this.#pending.set(key, { ...known, circumstances })
    } else if (known.circumstances.initial !== true) known.circumstances = circumstances
  }

  /** Everything of one replica, as initial events. */
  noteAll(origin: Origin): void {
    for (const place of origin.store.slots.keys()) this.note(origin, place, undefined, { initial: true }, false)
  }

  /** Drops the changes until now. */
  forget(): void {
    this.#pending.clear()
  }

  /** What is pending is reported before `synced`. */
  synced(lost: boolean): void {
    this.#pending.set(`synced ${this.#markers++}`, { lost })
    this.#open = true
  }

  /** Gives what is pending to the steps that wait. */
  deliver(): void {
    if (this.#waiting.length === 0 || this.#pending.size === 0) return
    if (!this.#open && this.#settings.settle > 0) {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined
        this.#open = true
        this.deliver()
      }, this.#settings.settle)
      this.#timer.unref?.()
      return
    }
    while (this.#waiting.length > 0) {
      const event = this.#take()
      if (event === undefined) return
      this.#answered().resolve({ value: event, done: false })
    }
  }

  /** The next event, for this iterator. */
  next(iterator: object): Promise<Step> {
    if (this.#error !== undefined) {
      const { reason } = this.#error
      this.#error = undefined
      return Promise.reject(reason)
    }
    if (this.#over) return Promise.resolve(OVER)
    if (this.#waiting.length === 0 && (this.#open || this.#settings.settle === 0)) {
      const event = this.#take()
      if (event !== undefined) return Promise.resolve({ value: event, done: false })
    }
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ resolve, reject, iterator }) === 1) this.#settings.waits(true)
      this.deliver()
    })
  }

  #answered(): Waiting {
    const waiting = this.#waiting.shift() as Waiting
    if (this.#waiting.length === 0) this.#settings.waits(false)
    return waiting
  }

  /** The next event; undefined if nothing changed. */
  #take(): object | undefined {
    for (;;) {
      const event = this.#ready[this.#readyAt]
      if (event !== undefined) {
        this.#readyAt++
        return event
      }
      this.#entries ??= this.#pending.entries()
      const first = this.#entries.next()
      if (first.done === true) {
        this.#entries = undefined
        this.#open = false
        return undefined
      }
      const [key, pending] = first.value
      this.#pending.delete(key)
      if ('lost' in pending) return { type: 'synced', lost: pending.lost }
      this.#ready = this.#events(pending)
      this.#readyAt = 0
    }
  }

  #events({ origin: { store, netns }, place, before, circumstances }: Pending): object[] {
    const { kind } = store.identity
    const out: object[] = []
    for (const change of store.changes(before, store.slots.get(place))) {
      const { type, item } = change
      const { moved, ...others } = circumstances
      const known: object = {
        ...(netns === undefined ? {} : { netns: { ...netns } }),
        ...others,
        ...(type === 'removed' && moved !== undefined ? { moved } : {}),
      }
      if (type !== 'changed') out.push({ type, kind, [kind]: item, ...known })
      else if (this.#interests(kind, change.changed))
        out.push({ type, kind, [kind]: item, before: change.before, changed: change.changed, ...known })
    }
    return out
  }

  #interests(kind: string, changed: readonly string[]): boolean {
    const { fields } = this.#settings
    return (
      changed.length > 0 && (fields === undefined || kind !== 'link' || changed.some((key) => fields.includes(key)))
    )
  }

  /** The end; with an error, the next step rejects. */
  end(error?: { reason: unknown }): void {
    if (this.#over) return
    this.#over = true
    clearTimeout(this.#timer)
    this.#pending.clear()
    this.#ready = []
    if (error !== undefined && this.#waiting.length > 0) this.#answered().reject(error.reason)
    else this.#error = error
    while (this.#waiting.length > 0) this.#answered().resolve(OVER)
  }
}
