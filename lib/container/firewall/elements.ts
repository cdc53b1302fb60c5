import type { Expr, Mapping, NftCommand } from '../../nftables/index.ts'
import { accept, concat, drop, prefix } from '../../nftables/index.ts'
import { isIP } from '../../wire/ip-text.ts'
import type { NetworkConfig } from '../config.ts'
import { hasParent } from '../parent.ts'
import { type AssignedAddress, addressIsOf, familyOf, linkLocalOf } from '../subnet.ts'
import type { Port } from '../types.ts'
import { BETWEEN, INSIDE, INTERNAL, NETWORKS, OPEN, setName, TABLE } from './rules.ts'
import { HOLDERS, MACS, PORTS, SPOOF_SETS, SPOOF_TABLE } from './spoof-rules.ts'

/** One element of a set or a map of the table. */
export interface Element {
  readonly name: string
  readonly elem: Expr | Mapping
}

/** An element as a word to look it up by. */
export function keyOf({ name, elem }: Element): string {
  return `${name} ${JSON.stringify(elem)}`
}

/** The table of a set or a map. */
function tableOf(name: string) {
  return SPOOF_SETS.includes(name) ? SPOOF_TABLE : TABLE
}

function command(verb: 'add' | 'create' | 'delete', { name, elem }: Element): NftCommand {
  const element = { ...tableOf(name), name, elem: [elem] }
  return verb === 'add' ? { add: { element } } : verb === 'create' ? { create: { element } } : { delete: { element } }
}

/** Puts it in; what is there stays. */
export function add(element: Element): NftCommand {
  return command('add', element)
}

/** Puts it in; EEXIST for the whole transaction where the key is there. */
export function create(element: Element): NftCommand {
  return command('create', element)
}

/**
 * Takes it out, whether it is there or not: what was put in just before is always there. Where a map has the key for something
 * else, this is EEXIST, and that stays.
 */
export function remove(element: Element): NftCommand[] {
  return [command('add', element), command('delete', element)]
}

/** EEXIST for the whole transaction where the key is there; changes nothing. */
function absent(element: Element): NftCommand[] {
  return [command('create', element), command('delete', element)]
}

/** ENOENT for the whole transaction where it is not there; changes nothing. */
export function present(element: Element): NftCommand[] {
  return [command('delete', element), command('add', element)]
}

function range(subnet: string): Expr {
  const [address = '', length] = subnet.split('/')
  return prefix(address, Number(length))
}

/** The claims to the subnets themselves: the kernel refuses what overlaps. */
export function subnetElements(config: NetworkConfig): Element[] {
  if (hasParent(config.mode)) return []
  return config.ranges.map(({ family, subnet }) => ({ name: setName('subnets', family), elem: range(subnet) }))
}

/** That the network's elements are in place. */
export function markOf({ name }: NetworkConfig): Element {
  return { name: NETWORKS, elem: name }
}

/** What the firewall knows of a network beside its subnets. */
export function networkElements(config: NetworkConfig): Element[] {
  const { name, mode, masquerade, internal, isolateContainers } = config
  if (hasParent(mode)) return []
  const own = markOf(config)
  const outward =
    masquerade && !internal
      ? config.ranges.map(({ family, subnet }) => ({ name: setName('outward', family), elem: range(subnet) }))
      : []
  const remote = config.ranges.flatMap(({ family, subnet }) => remoteElements(config, family, range(subnet)))
  if (mode === 'ptp') return [own, ...outward, ...remote, ...withinElements(config)]
  const sources = config.ranges.map(({ family, subnet }) => sourceElement(family, name, range(subnet)))
  // Isolated ports do not keep a container from sending to its neighbour by the host.
  const verdict = isolateContainers ? drop() : accept()
  const between: Element = { name: BETWEEN, elem: [concat(name, name), verdict] }
  return [own, ...outward, ...remote, ...linkElements(config, name), ...sources, between]
}

function withinElements(config: NetworkConfig): Element[] {
  return config.ranges.map(({ family, subnet }) => ({
    name: setName('within', family),
    elem: concat(range(subnet), range(subnet)),
  }))
}

/** Other nodes' addresses that some of the network's own are to reach. */
function remoteElements({ remoteSubnets }: NetworkConfig, family: 4 | 6, from: Expr): Element[] {
  return remoteSubnets
    .filter((subnet) => familyOf(subnet) === family)
    .map((subnet) => ({ name: setName('remote', family), elem: concat(from, range(subnet)) }))
}

function linkElements({ isolate, internal }: NetworkConfig, link: string): Element[] {
  return [
    { name: INSIDE, elem: link },
    ...(isolate ? [] : [{ name: OPEN, elem: link }]),
    ...(internal ? [{ name: INTERNAL, elem: link }] : []),
  ]
}

function sourceElement(family: 4 | 6, link: string, from: Expr): Element {
  return { name: setName('sources', family), elem: concat(link, from) }
}

/** An address with its family. */
export type Address = Pick<AssignedAddress, 'family' | 'address'>

/** A host end, and what is behind it; the hardware address is not known of strays. */
export interface Holder {
  readonly link: string
  readonly addresses: readonly Address[]
  readonly mac?: string | undefined
}

/** What the container behind a port of a bridge may send from. Its link-local address follows from the hardware address (RFC 4291, appendix A). */
function holderElements(link: string, addresses: readonly Address[], mac: string): Element[] {
  const six = addresses.some(({ family }) => family === 6) ? [{ family: 6 as const, address: linkLocalOf(mac) }] : []
  return [
    { name: PORTS, elem: link },
    { name: MACS, elem: concat(link, mac) },
    ...[...addresses, ...six].map(({ family, address }) => ({ name: HOLDERS[family], elem: concat(link, address) })),
  ]
}

/** What the firewall knows of a container's link. In mode bridge that is only what its network does not say: addresses outside its subnets. */
export function endpointElements(config: NetworkConfig, { link, addresses, mac }: Holder): Element[] {
  if (hasParent(config.mode)) return []
  const foreign = addresses.filter(({ address }) => !addressIsOf(config, address))
  const direct = config.mode === 'ptp'
  const sources = direct ? addresses : foreign
  return [
    ...(direct ? linkElements(config, link) : []),
    ...sources.map(({ family, address }) => sourceElement(family, direct ? link : config.name, address)),
    ...foreign.flatMap((address) => foreignElements(config, address)),
    ...(config.spoofGuard && mac !== undefined ? holderElements(link, addresses, mac) : []),
  ]
}

/** What the network's own elements would say of an address in one of its subnets. */
function foreignElements(config: NetworkConfig, { family, address }: Address): Element[] {
  const { masquerade, internal, mode, ranges } = config
  const neighbours = mode === 'ptp' ? ranges.filter((one) => one.family === family) : []
  return [
    { name: setName('subnets', family), elem: address },
    ...(masquerade && !internal ? [{ name: setName('outward', family), elem: address }] : []),
    ...remoteElements(config, family, address),
    ...neighbours.flatMap(({ subnet }) => [
      { name: setName('within', family), elem: concat(address, range(subnet)) },
      { name: setName('within', family), elem: concat(range(subnet), address) },
    ]),
  ]
}

/** Every address of the host. */
const ANY = { 4: '0.0.0.0', 6: '::' } as const

/** The families in which a port is published, with the container's first address in each. */
export function familiesOf(port: Port, addresses: readonly Address[]): Address[] {
  const all = addresses.filter(({ family }, i) => addresses.findIndex((one) => one.family === family) === i)
  return port.address === undefined ? all : all.filter(({ family }) => family === isIP(port.address as string))
}

/** One published port, or one range of ports: its element, and the elements that exclude it. */
export interface Publication {
  readonly element: Element
  /** Elements that must not exist: the same ports on every address, on a single one, or in a range. */
  readonly excluded: readonly Element[]
  /** Records that the port is published on a single address. */
  readonly mark?: Element
}

/** What publishes a port, or a range of ports, in each family. */
export function publications(port: Port, addresses: readonly Address[]): Publication[] {
  return familiesOf(port, addresses).flatMap((address) => {
    const isWide = port.address === undefined || port.address === ANY[address.family]
    if (isWide && isSameRange(port)) return [rangePublication(port, address)]
    return Array.from({ length: port.count ?? 1 }, (_, i) => {
      const { host, container, ...rest } = port
      const one = { ...rest, host: host + i, container: container + i }
      return isWide ? widePublication(one, address) : singlePublication(one, address)
    })
  })
}

/** A range in which each port of the host leads to the same port of the container is one element; nftables cannot shift ports. */
function isSameRange({ host, container, count = 1 }: Port): boolean {
  return count > 1 && host === container
}

function wideElement({ host, container, protocol }: Port, { family, address }: Address): Element {
  return { name: setName('published', family), elem: [concat(protocol, host), concat(address, container)] }
}

function markElement({ host, protocol }: Port, { family }: Address): Element {
  return { name: setName('takenAt', family), elem: concat(protocol, host) }
}

/** A range of one port, which no other range may contain. */
function pointElement({ host, protocol }: Port, { family, address }: Address): Element {
  return { name: setName('ranges', family), elem: [concat(protocol, host), address] }
}

function widePublication(port: Port, address: Address): Publication {
  return { element: wideElement(port, address), excluded: [markElement(port, address), pointElement(port, address)] }
}

function singlePublication(port: Port, address: Address): Publication {
  const { host, container, protocol, address: at } = port
  const key = concat(at as string, protocol, host)
  return {
    element: { name: setName('publishedAt', address.family), elem: [key, concat(address.address, container)] },
    excluded: [wideElement(port, address), pointElement(port, address)],
    mark: markElement(port, address),
  }
}

function rangePublication(port: Port, address: Address): Publication {
  const { host, protocol, count = 1 } = port
  const key = concat(protocol, { range: [host, host + count - 1] })
  const each = Array.from({ length: count }, (_, i) => ({ ...port, host: host + i, container: host + i }))
  return {
    element: { name: setName('ranges', address.family), elem: [key, address.address] },
    excluded: each.flatMap((one) => [wideElement(one, address), markElement(one, address)]),
  }
}

/** The commands that publish: a port on every address, one on a single address, and a range exclude each other, as with bind(2). */
export function publishing({ element, excluded, mark }: Publication): NftCommand[] {
  return [...excluded.flatMap(absent), ...(mark === undefined ? [] : [add(mark)]), create(element)]
}

/** Every element that the commands of a publication name. */
export function elementsOf({ element, excluded, mark }: Publication): Element[] {
  return [element, ...excluded, ...(mark === undefined ? [] : [mark])]
}
