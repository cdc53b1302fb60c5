import { NetlinkError } from '../errors.ts'
import { ANY_NSID, addNsid, getNsid } from '../netns/nsid.ts'
import { NETNS_FOLDER } from '../netns/reference.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Watching } from '../transport/handle.ts'
import { datagrams, type Receiver } from '../transport/receiver.ts'
import { kinds } from '../watch/kinds.ts'
import { NameWatch } from '../watch/names.ts'
import type { Wanted } from './wanted.ts'

/** Says that something changed in the namespaces of a topology, and not what: all of it is compared then. */
export class Reports {
  readonly #handle: Watching
  readonly #names: readonly string[]
  readonly #isHome: boolean
  readonly #receiver: Receiver
  readonly #folder: NameWatch | undefined
  readonly #onChange: () => void
  /** Ids of the namespaces of the topology. */
  #ids: ReadonlySet<number> = new Set()

  constructor(handle: Watching, { spaces }: Wanted, onChange: () => void) {
    this.#handle = handle
    this.#onChange = onChange
    this.#names = [...spaces.keys()].filter((netns) => netns !== '')
    this.#isHome = spaces.has('')
    const lists = new Set<string>(['links', ...[...spaces.values()].flatMap((space) => [...space.lists.keys()])])
    const groups = kinds.flatMap(({ identity }) => (lists.has(identity.plural) ? identity.groups : []))
    this.#receiver = handle.receiver('keepTopology', rtnetlink, {
      groups: groups.map((name) => (rtnetlink.groups as Readonly<Record<string, number>>)[name] as number),
      allNsid: this.#names.length > 0,
    })
    if (this.#names.length > 0) this.#folder = new NameWatch((name) => this.#renamed(name))
  }

  /** A name of the topology may be that of another namespace now, whose id may be that of the former one. */
  #renamed(name: string | undefined): void {
    if (name !== undefined && !this.#names.includes(name)) return
    this.#ids = new Set()
    this.#onChange()
  }

  /** Resolves when changes are received. */
  open(): Promise<void> {
    this.#receiver.hold(true)
    return this.#receiver.open()
  }

  /** Reads until it is closed; rejects when nothing can be received any more. */
  async follow(): Promise<never> {
    for (;;) {
      const received = await this.#receiver.read()
      if (received.lost || this.#concern([...datagrams(received)])) this.#onChange()
    }
  }

  #concern(found: readonly { readonly nsid: number }[]): boolean {
    return found.some(({ nsid }) => (nsid < 0 ? this.#isHome : this.#ids.has(nsid)))
  }

  /** Gives each namespace of the topology an id, without which the kernel reports nothing of it. Whether one of them had none, or another one. */
  async identify(): Promise<boolean> {
    const before = this.#ids
    const found = await Promise.all(this.#names.map((name) => this.#idOf(name)))
    this.#ids = new Set(found.flatMap((one) => (one === undefined ? [] : [one.id])))
    return found.some((one) => one !== undefined && (one.isNew || !before.has(one.id)))
  }

  /** Undefined for a namespace that does not exist. */
  async #idOf(name: string): Promise<{ readonly id: number; readonly isNew: boolean } | undefined> {
    const fd = `${NETNS_FOLDER}/${name}`
    const ask = () => this.#handle.request(getNsid, { fd })
    try {
      const known = await ask()
      if (known !== undefined) return { id: known, isNew: false }
      await this.#handle.request(addNsid, { fd, nsid: ANY_NSID })
      const id = await ask()
      return id === undefined ? undefined : { id, isNew: true }
    } catch (thrown) {
      if (thrown instanceof NetlinkError && thrown.code === 'EPERM') throw thrown
      // It is absent, or was deleted: the folder reports what happens to its name.
      return undefined
    }
  }

  close(reason: unknown): void {
    this.#folder?.close()
    this.#receiver.fail(reason)
  }
}
