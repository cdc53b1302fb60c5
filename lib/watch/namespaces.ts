import { constants, statSync } from '../builtin.ts'
import { NetlinkError } from '../errors.ts'
import { ANY_NSID, addNsid, getNsid, listNsids, nsid } from '../netns/nsid.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Watching } from '../transport/handle.ts'
import type { Identity } from '../verb/identity.ts'
import type { Bytes } from '../wire/bytes.ts'
import { HEADER, lengthAt, typeAt } from '../wire/header.ts'
import { type NamedFile, NameWatch, namedFiles } from './names.ts'
import { type OnChange, Store } from './store.ts'

const NEWNSID = rtnetlink.type('NEWNSID')
export const NSID_TYPES = [NEWNSID, rtnetlink.type('DELNSID')] as const

/** A namespace: its name, its id, or both. */
export interface Known {
  readonly name?: string
  readonly nsid?: number
}

const identity: Identity<Known> = {
  kind: 'netns',
  plural: 'namespaces',
  message: 'NEWNSID',
  groups: ['nsid'],
  volatile: [],
  place: ({ name, nsid }) => nsid ?? `${name}`,
}

/** Milliseconds between two looks at a name whose namespace is not mounted yet, doubled each time up to the longest. */
const FIRST_LOOK = 1
const LONGEST_LOOK = 512
/** A namespace whose name is deleted ends a moment later, unless something uses it; milliseconds. */
const NAMELESS = 1000
/** More changes of names are looked at together, in milliseconds. */
const TOGETHER = 2

/** The namespaces that have a name in /run/netns, or an id in the namespace of the handle. */
export class Namespaces {
  readonly store: Store
  readonly #handle: Watching
  readonly #assignIds: boolean
  readonly #onRefreshed: () => void
  readonly #fail: (reason: unknown) => void
  #names: NameWatch | undefined
  /** Ids by name, as long as the name is of the same namespace. */
  readonly #ids = new Map<string, { readonly inode: bigint; readonly nsid: number | undefined }>()
  /** Names without a namespace, and when to look again. */
  readonly #unmounted = new Map<string, { readonly inode: bigint; delay: number }>()
  /** When ids lost their names. */
  readonly #nameless = new Map<number, number>()
  /** What events reported during a refresh. */
  readonly #born = new Set<number>()
  readonly #died = new Set<number>()
  /** How often events were lost. */
  #losses = 0
  #running: Promise<void> | undefined
  #wanted = false
  #timer: ReturnType<typeof setTimeout> | undefined
  /** When the timer ends. */
  #due = 0
  #home: bigint | undefined
  #over = false

  constructor(
    handle: Watching,
    assignIds: boolean,
    on: { change: OnChange; refreshed: () => void; fail: (reason: unknown) => void },
  ) {
    this.#handle = handle
    this.#assignIds = assignIds
    this.#onRefreshed = on.refreshed
    this.#fail = on.fail
    this.store = new Store(identity as Identity<object>, on.change)
  }

  /** Resolves when all are known. */
  async start(): Promise<void> {
    this.#home = this.#handle.inode ?? statSync('/proc/self/ns/net', { bigint: true, throwIfNoEntry: false })?.ino
    this.#names = new NameWatch(() => this.#later(TOGETHER))
    await this.refresh()
  }

  stop(): void {
    this.#over = true
    clearTimeout(this.#timer)
    this.#names?.close()
  }

  #later(delay: number): void {
    const due = performance.now() + delay
    if (this.#over || (this.#timer !== undefined && this.#due <= due)) return
    clearTimeout(this.#timer)
    this.#due = due
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.refresh().catch((thrown: unknown) => this.#fail(thrown))
    }, delay)
    this.#timer.unref?.()
  }

  /** An event about an id. */
  event(bytes: Bytes, at: number): void {
    const { nsid: id } = nsid.read(bytes, at + HEADER, lengthAt(bytes, at) - HEADER)
    if (id === undefined || id < 0) return
    const isNew = typeAt(bytes, at) === NEWNSID
    this.#born[isNew ? 'add' : 'delete'](id)
    this.#died[isNew ? 'delete' : 'add'](id)
    if (isNew) {
      if (!this.store.slots.has(id)) this.store.put({ nsid: id }, 0)
      for (const [name, known] of this.#ids) if (known.nsid === undefined) this.#ids.delete(name)
    } else {
      this.store.remove({ nsid: id })
      for (const [name, known] of this.#ids) if (known.nsid === id) this.#ids.delete(name)
    }
    this.#later(TOGETHER)
  }

  /** Events were lost: any id may be that of another namespace. Resolves when the names and ids of now are known. */
  lost(): Promise<void> {
    this.#losses++
    this.#ids.clear()
    return this.refresh()
  }

  /** Resolves when the names and ids of now are known. */
  async refresh(): Promise<void> {
    if (this.#running !== undefined) {
      this.#wanted = true
      await this.#running
      if (!this.#wanted) return this.#running
    }
    this.#wanted = false
    this.#running = this.#refresh()
    try {
      await this.#running
    } finally {
      this.#running = undefined
    }
  }

  async #refresh(): Promise<void> {
    this.#born.clear()
    this.#died.clear()
    const files = namedFiles().filter(({ inode }) => inode !== this.#home)
    const [ids, named] = await Promise.all([
      this.#handle.list(listNsids, {}),
      Promise.all(files.map(async (file) => ({ name: file.name, nsid: await this.#idOf(file) }))),
    ])
    if (this.#over) return
    const found = new Map<number | string, Known>()
    for (const { name, nsid: id } of named) {
      if (id === NONE || (id !== undefined && this.#died.has(id)) || found.has(id ?? name)) continue
      found.set(id ?? name, id === undefined ? { name } : { name, nsid: id })
      if (id !== undefined) this.#nameless.delete(id)
    }
    for (const id of [...ids, ...this.#born]) {
      if (id !== undefined && id >= 0 && !this.#died.has(id) && !found.has(id)) found.set(id, this.#unnamed(id))
    }
    for (const id of this.#nameless.keys()) if (!found.has(id)) this.#nameless.delete(id)
    this.#forget(files)
    this.store.replace([...found.values()], () => true)
    this.#onRefreshed()
  }

  /** A namespace without a name keeps its last one for a moment. */
  #unnamed(id: number): Known {
    const before = this.store.slots.get(id) as Known | undefined
    if (before?.name === undefined) return { nsid: id }
    const since = this.#nameless.get(id) ?? performance.now()
    this.#nameless.set(id, since)
    const left = since + NAMELESS - performance.now()
    if (left <= 0) return { nsid: id }
    this.#later(left)
    return before
  }

  #forget(files: readonly NamedFile[]): void {
    const names = new Set(files.map(({ name }) => name))
    for (const map of [this.#ids, this.#unmounted])
      for (const name of map.keys()) if (!names.has(name)) map.delete(name)
  }

  /** The id of a named namespace, which is assigned if it has none; NONE if the file is none. */
  async #idOf({ name, path, inode }: NamedFile): Promise<number | undefined | typeof NONE> {
    const known = this.#ids.get(name)
    if (known?.inode === inode) return known.nsid
    const losses = this.#losses
    try {
      let id = await this.#handle.request(getNsid, { fd: path })
      if (id === undefined && this.#assignIds) {
        await this.#handle.request(addNsid, { fd: path, nsid: ANY_NSID }).catch(unless('EEXIST'))
        id = await this.#handle.request(getNsid, { fd: path })
      }
      if (losses === this.#losses && !this.#isOld(id)) this.#ids.set(name, { inode, nsid: id })
      this.#unmounted.delete(name)
      return id
    } catch (thrown) {
      if (!(thrown instanceof NetlinkError) || thrown.errno === 0 || thrown.errno === -constants.errno.EPERM)
        throw thrown
      this.#lookAgain(name, inode)
      return NONE
    }
  }

  /** Whether an event may have come before the answer that contradicts it. */
  #isOld(id: number | undefined): boolean {
    return id === undefined ? this.#born.size > 0 : this.#died.has(id)
  }

  /** A name is there a moment before its namespace is mounted on it, which has no event. */
  #lookAgain(name: string, inode: bigint): void {
    const before = this.#unmounted.get(name)
    const delay = before?.inode === inode ? 2 * before.delay : FIRST_LOOK
    this.#unmounted.set(name, { inode, delay })
    if (delay <= LONGEST_LOOK) this.#later(delay)
  }
}

const NONE = 'none'

function unless(code: string): (thrown: unknown) => void {
  return (thrown) => {
    if (!(thrown instanceof NetlinkError) || thrown.code !== code) throw thrown
  }
}
