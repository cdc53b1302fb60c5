import { NetlinkError } from '../errors.ts'
import { getLink } from '../link/get.ts'
import type { Link } from '../link/link.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Watching } from '../transport/handle.ts'
import type { Collateral } from '../verb/identity.ts'
import { on } from '../verb/verb.ts'
import { AF_BRIDGE, AF_UNSPEC } from '../wire/af.ts'
import { attributeAt, nextAttribute, numberAt } from '../wire/attribute.ts'
import type { Bytes } from '../wire/bytes.ts'
import { HEADER, lengthAt } from '../wire/header.ts'
import type { Followed } from './followed.ts'
import { addressOf } from './message.ts'

/** What has to be listed, and what to do with it. */
export interface Task {
  list(): Promise<object[]>
  apply(items: object[]): void
}

const NEWLINK = rtnetlink.type('NEWLINK')
const DELLINK = rtnetlink.type('DELLINK')
const DELADDR = rtnetlink.type('DELADDR')
const NEWNEXTHOP = rtnetlink.type('NEWNEXTHOP')
const DELNEXTHOP = rtnetlink.type('DELNEXTHOP')
/** struct ifinfomsg. */
const INDEX = HEADER + 4
const FLAGS = HEADER + 8
const IFINFOMSG = 16
const IFLA_MTU = 4
/** IFF_UP, IFF_RUNNING and IFF_LOWER_UP: when one of them changes, so do the routes over the link, or their flags. */
const STATE = 0x1_0041
/** The kernel ends what it does around an event within this time, in milliseconds. */
export const AFTER_EVENT = 10
/** Of more links at once, everything is listed. */
const MOST_LINKS = 4

/** What events hint at. */
interface Noticed {
  /** Links whose state changed. */
  readonly links: Set<number>
  /** Links to be read. */
  readonly ports: Set<number>
  /** Links of which something changed as a port of a bridge, or as a bridge. */
  readonly bridged: Set<number>
  /** Addresses that were deleted. */
  readonly addresses: Set<string>
  /** A nexthop changed. */
  nexthops: boolean
}

function nothing(): Noticed {
  return { links: new Set(), ports: new Set(), bridged: new Set(), addresses: new Set(), nexthops: false }
}

function joined(one: Noticed, other: Noticed): Noticed {
  return {
    links: new Set([...one.links, ...other.links]),
    ports: new Set([...one.ports, ...other.ports]),
    bridged: new Set([...one.bridged, ...other.bridged]),
    addresses: new Set([...one.addresses, ...other.addresses]),
    nexthops: one.nexthops || other.nexthops,
  }
}

/** Notices the events that mean more changes than they report, and lists what they may have changed. */
export class Silent {
  readonly groups: readonly number[]
  /** Messages that are needed although no replica holds their objects. */
  readonly types: readonly number[]
  readonly #followed: readonly Followed[]
  readonly #dependent: readonly Followed[]
  readonly #linkStore: Followed | undefined
  readonly #names: Followed | undefined
  readonly #states = new Map<number, number>()
  readonly #doubted = new Set<Followed>()
  #lost = false
  /** Noticed since the last list. */
  #noticed = nothing()
  /** Noticed so shortly before the last list that the kernel may have been at it still. */
  #recent = nothing()
  #at = 0

  constructor(followed: readonly Followed[]) {
    this.#followed = followed
    this.#dependent = followed.filter((one) => one.watched.identity.collateral !== undefined)
    this.#linkStore = followed.find((one) => one.type === NEWLINK && !one.hidden)
    this.#names = followed.find((one) => one.type === NEWLINK && one.hidden)
    const { link, ipv4_ifaddr, ipv6_ifaddr, nexthop } = rtnetlink.groups
    this.groups = this.#dependent.length > 0 ? [link, ipv4_ifaddr, ipv6_ifaddr, nexthop] : []
    this.types = this.#dependent.length > 0 ? [NEWLINK, DELLINK, DELADDR, NEWNEXTHOP, DELNEXTHOP] : []
  }

  /** Looks at an event; true if it is not the state of an object. */
  notice(bytes: Bytes, at: number, type: number): boolean {
    if (type === NEWLINK || type === DELLINK) return this.#link(bytes, at, type === DELLINK)
    if (type === DELADDR && this.#dependent.length > 0) this.#address(bytes, at)
    if (type === NEWNEXTHOP || type === DELNEXTHOP) this.#noticing().nexthops = true
    return false
  }

  /** Routes have it as their preferred source; and with the last address of IPv4, all of the link's are gone (fib_inetaddr_event in net/ipv4/fib_frontend.c). */
  #address(bytes: Bytes, at: number): void {
    const noticed = this.#noticing()
    noticed.addresses.add(addressOf(bytes, at))
    noticed.links.add(bytes.u32[(at + INDEX) >> 2] as number)
  }

  #link(bytes: Bytes, at: number, deleted: boolean): boolean {
    if (lengthAt(bytes, at) < HEADER + IFINFOMSG) return true
    const index = bytes.u32[(at + INDEX) >> 2] as number
    const family = bytes.u8[at + HEADER]
    // The link as a port: AF_BRIDGE says that it became one, or none.
    if (family === AF_BRIDGE) this.#bridged(index)
    if (family !== AF_UNSPEC || !hasMtu(bytes, at)) return true
    const state = deleted ? undefined : (bytes.u32[(at + FLAGS) >> 2] as number) & STATE
    if (state === undefined || this.#states.get(index) !== state) this.#noticing().links.add(index)
    if (state === undefined) this.#states.delete(index)
    else this.#states.set(index, state)
    return false
  }

  #bridged(index: number): void {
    if (this.#linkStore?.store.slots.has(index) === true) this.reread(index)
    if (this.#dependent.some(ofPorts)) this.#noticing().bridged.add(index)
  }

  /** This link has to be read. */
  reread(index: number): void {
    this.#noticing().ports.add(index)
  }

  /** Everything has to be listed; `lost` because events were. */
  addAll(lost: boolean): void {
    for (const one of this.#followed) this.#doubted.add(one)
    this.#lost ||= lost
  }

  /** The replica of this kind may be wrong. */
  doubt(followed: Followed): void {
    this.#doubted.add(followed)
  }

  get lost(): boolean {
    return this.#lost
  }

  #noticing(): Noticed {
    this.#at = performance.now()
    return this.#noticed
  }

  /** Whether anything has to be listed. */
  get some(): boolean {
    return this.#doubted.size > 0 || this.#matters(this.#noticed)
  }

  /** Whether anything has to be listed once more. */
  get again(): boolean {
    return this.#matters(this.#recent)
  }

  #matters({ links, ports, bridged, addresses, nexthops }: Noticed): boolean {
    if (ports.size > 0 || bridged.size > 0) return true
    return this.#dependent.length > 0 && (nexthops || links.size > 0 || addresses.size > 0)
  }

  /** The index of the link with this name. */
  indexOf(name: string): number | undefined {
    for (const item of this.#names?.store ?? []) {
      const link = item as Link
      if (link.name === name || link.altnames?.includes(name) === true) return link.index
    }
    return undefined
  }

  /** What has to be listed since the last call. */
  tasks(handle: Watching): Task[] {
    const noticed = joined(this.#noticed, this.#recent)
    const out: Task[] = [...this.#doubted].map((one) => whole(one, handle))
    for (const one of this.#dependent) {
      if (!this.#doubted.has(one)) out.push(...this.#tasksOf(one, noticed, handle))
    }
    const links = this.#linkStore
    if (links !== undefined && !this.#doubted.has(links)) {
      for (const index of noticed.ports) out.push(oneLink(links, index, handle))
    }
    this.#recent = performance.now() - this.#at < AFTER_EVENT ? this.#noticed : nothing()
    this.#noticed = nothing()
    this.#doubted.clear()
    // A state that was lost with its event must not make the next event look like no change.
    if (this.#lost) this.#states.clear()
    this.#lost = false
    return out
  }

  #tasksOf(followed: Followed, { links, bridged, addresses, nexthops }: Noticed, handle: Watching): Task[] {
    const { collateral } = followed.watched.identity
    const affected = new Set(collateral?.appears === true ? links : ofPorts(followed) ? bridged : [])
    for (const item of followed.store) {
      const oifs = collateral?.link(item as never) ?? []
      const byNexthop = collateral?.nexthop?.(item as never) === true
      if (byNexthop && (nexthops || (links.size > 0 && oifs[0] === undefined))) return [whole(followed, handle)]
      const address = addresses.size === 0 ? undefined : collateral?.address?.(item as never)
      if (address !== undefined && addresses.has(address)) return [whole(followed, handle)]
      // What loses one of several hops is listed by the others.
      const isAffected = oifs.some((oif) => oif !== undefined && links.has(oif))
      for (const oif of isAffected ? oifs : []) if (oif !== undefined) affected.add(oif)
    }
    if (affected.size > MOST_LINKS) return [whole(followed, handle)]
    return [...affected].map((oif) => overLink(followed, oif, handle))
  }
}

/** Whether objects of this kind change with settings of ports. */
function ofPorts({ watched: { identity } }: Followed): boolean {
  return identity.collateral?.port === true
}

function whole(followed: Followed, handle: Watching): Task {
  const { gone = [] } = followed.watched.identity.collateral ?? {}
  return {
    list: () => followed.list(handle).catch(instead(...gone)),
    apply: (items) => followed.store.replace(items, () => true),
  }
}

/** The objects over one link. ENODEV for a link that no longer exists. */
function overLink(followed: Followed, oif: number, handle: Watching): Task {
  const { link, by, gone = [] } = followed.watched.identity.collateral as Collateral
  const isOver = link as (item: object) => readonly unknown[]
  return {
    list: () => followed.list(handle, { [by]: oif }).catch(instead('ENODEV', ...gone)),
    apply: (items) =>
      followed.store.replace(
        items.filter((item) => followed.matches(item)),
        (item) => isOver(item).includes(oif),
      ),
  }
}

function oneLink(followed: Followed, index: number, handle: Watching): Task {
  const read = async () => [await on(handle, getLink)(index)]
  return {
    list: () => read().catch(instead('ENODEV')),
    apply: (items) =>
      followed.store.replace(
        items.filter((item) => followed.matches(item)),
        (item) => (item as Link).index === index,
      ),
  }
}

function instead(...codes: readonly string[]): (thrown: unknown) => object[] {
  return (thrown) => {
    if (thrown instanceof NetlinkError && codes.includes(thrown.code)) return []
    throw thrown
  }
}

/** An event of a wireless driver contains only a name, and not the state. */
function hasMtu(bytes: Bytes, at: number): boolean {
  const end = at + lengthAt(bytes, at)
  for (let one = at + HEADER + IFINFOMSG; attributeAt(bytes, one, end); one = nextAttribute(bytes, one)) {
    if (numberAt(bytes, one) === IFLA_MTU) return true
  }
  return false
}
