import type { NetnsId } from './consumer.ts'
import type { Followed } from './followed.ts'
import type { OnEnd, Source } from './source.ts'

/** Lists of a namespace that fail so often in a row, although it exists, end the watch. */
const MOST_FAILURES = 5
/** Milliseconds to the second attempt; each failure adds as many. */
const PAUSE = 20

/** A namespace in the watch. */
interface Child {
  readonly source: Source
  readonly netns: NetnsId
  started: boolean
}

interface ChildrenOptions {
  create(netns: NetnsId, onEnd: OnEnd): Source
  /** The namespace with this id, as it is known now. */
  known(nsid: number): NetnsId | undefined
  /** A source is used no more. */
  removed(source: Source): void
  /** A namespace cannot be listed. */
  fail(reason: unknown): void
}

/** The sources of the other namespaces of a watch. One whose lists fail is created again: it may have ended meanwhile, which an event will say. */
export class Children {
  readonly #options: ChildrenOptions
  readonly #children = new Map<number, Child>()
  readonly #failures = new Map<number, number>()
  /** Those that failed, until they are created again. */
  readonly #retries = new Map<number, Promise<void>>()
  #over = false

  constructor(options: ChildrenOptions) {
    this.#options = options
  }

  source(nsid: number): Source | undefined {
    return this.#children.get(nsid)?.source
  }

  get started(): Source[] {
    return [...this.#children.values()].filter(({ started }) => started).map(({ source }) => source)
  }

  /** The replicas of the namespaces. */
  get replicas(): readonly { readonly netns: NetnsId; readonly followed: readonly Followed[] }[] {
    return [...this.#children.values()].map(({ netns, source }) => ({ netns, followed: source.followed }))
  }

  /** A namespace is there, or has another name. */
  place(nsid: number, name: string | undefined): void {
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
    const source = this.#options.create(netns, (reason) => this.failed(nsid, reason))
    this.#retries.delete(nsid)
    this.#children.set(nsid, { source, netns, started: false })
  }

  /** Begins to list those that are known. */
  start(): void {
    for (const [nsid, child] of this.#children) {
      if (child.started) continue
      child.started = true
      const listed = () => this.#failures.delete(nsid)
      child.source.start().then(listed, () => undefined)
    }
  }

  /** The namespace is gone. */
  delete(nsid: number): void {
    this.#failures.delete(nsid)
    this.#retries.delete(nsid)
    this.#remove(nsid)
  }

  #remove(nsid: number): void {
    const child = this.#children.get(nsid)
    if (child === undefined) return
    this.#children.delete(nsid)
    child.source.stop()
    child.source.empty()
    this.#options.removed(child.source)
  }

  /** The lists of a namespace failed. */
  failed(nsid: number, reason: unknown): void {
    const count = (this.#failures.get(nsid) ?? 0) + 1
    const known = this.#options.known(nsid)
    this.#remove(nsid)
    if (known === undefined || this.#over) return
    if (count >= MOST_FAILURES) {
      this.#options.fail(reason)
      return
    }
    this.#failures.set(nsid, count)
    const again = new Promise<void>((resolve) => {
      setTimeout(resolve, PAUSE * count).unref?.()
    }).then(() => {
      if (this.#over || this.#retries.get(nsid) !== again) return
      this.#create(nsid, this.#options.known(nsid)?.name)
      this.start()
    })
    this.#retries.set(nsid, again)
  }

  /** Resolves when `done` was awaited for every source, and none that failed has to be created again. */
  async every(done: (source: Source) => Promise<void>): Promise<void> {
    for (;;) {
      await Promise.all(this.started.map((source) => done(source).catch(() => undefined)))
      if (this.#retries.size === 0 || this.#over) return
      await Promise.all(this.#retries.values())
    }
  }

  stop(): void {
    this.#over = true
    for (const source of this.started) source.stop()
  }
}
