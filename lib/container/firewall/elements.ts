import { isIP } from 'node:net'
import type { Expr, Mapping, NftCommand } from '../../nftables/index.ts'
import { accept, concat, prefix } from '../../nftables/index.ts'
import type { NetworkConfig } from '../config.ts'
import type { Port } from '../types.ts'
import { BETWEEN, INSIDE, NETWORKS, OPEN, setName, TABLE } from './rules.ts'

/** One element of a set or a map of the table. */
export interface Element {
  readonly name: string
  readonly elem: Expr | Mapping
}

/** An element as a word to look it up by. */
export function keyOf({ name, elem }: Element): string {
  return `${name} ${JSON.stringify(elem)}`
}

function command(verb: 'add' | 'create' | 'delete', { name, elem }: Element): NftCommand {
  const element = { ...TABLE, name, elem: [elem] }
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

/** The subnets of a network by family. */
export function subnetsOf({ subnet, subnet6 }: NetworkConfig): { family: 4 | 6; subnet: string }[] {
  return [
    ...(subnet === undefined ? [] : [{ family: 4 as const, subnet }]),
    ...(subnet6 === undefined ? [] : [{ family: 6 as const, subnet: subnet6 }]),
  ]
}

/** The claims to the subnets themselves: the kernel refuses what overlaps. */
export function subnetElements(config: NetworkConfig): Element[] {
  return subnetsOf(config).map(({ family, subnet }) => ({ name: setName('subnets', family), elem: range(subnet) }))
}

/** That the network's elements are in place. */
export function markOf({ name }: NetworkConfig): Element {
  return { name: NETWORKS, elem: name }
}

/** What the firewall knows of a network beside its subnets. */
export function networkElements(config: NetworkConfig): Element[] {
  const { name, mode, masquerade } = config
  const own = markOf(config)
  const outward = masquerade
    ? subnetsOf(config).map(({ family, subnet }) => ({ name: setName('outward', family), elem: range(subnet) }))
    : []
  if (mode === 'ptp') return [own, ...outward, ...withinElements(config)]
  const sources = subnetsOf(config).map(({ family, subnet }) => sourceElement(family, name, range(subnet)))
  const between: Element = { name: BETWEEN, elem: [concat(name, name), accept()] }
  return [own, ...outward, ...linkElements(config, name), ...sources, between]
}

function withinElements(config: NetworkConfig): Element[] {
  return subnetsOf(config).map(({ family, subnet }) => ({
    name: setName('within', family),
    elem: concat(range(subnet), range(subnet)),
  }))
}

function linkElements({ isolate }: NetworkConfig, link: string): Element[] {
  return [{ name: INSIDE, elem: link }, ...(isolate ? [] : [{ name: OPEN, elem: link }])]
}

function sourceElement(family: 4 | 6, link: string, from: Expr): Element {
  return { name: setName('sources', family), elem: concat(link, from) }
}

/** The addresses of one container. */
export interface Addresses {
  readonly address?: string | undefined
  readonly address6?: string | undefined
}

function addressesOf({ address, address6 }: Addresses): { family: 4 | 6; address: string }[] {
  return [
    ...(address === undefined ? [] : [{ family: 4 as const, address }]),
    ...(address6 === undefined ? [] : [{ family: 6 as const, address: address6 }]),
  ]
}

/** What the firewall knows of a container's link: only without a bridge is there something to know. */
export function endpointElements(config: NetworkConfig, link: string, addresses: Addresses): Element[] {
  if (config.mode !== 'ptp') return []
  const sources = addressesOf(addresses).map(({ family, address }) => sourceElement(family, link, address))
  return [...linkElements(config, link), ...sources]
}

/** Every address of the host. */
const ANY = { 4: '0.0.0.0', 6: '::' } as const

/** The families in which a port is published, with the container's address in each. */
export function familiesOf(port: Port, addresses: Addresses): { family: 4 | 6; address: string }[] {
  const all = addressesOf(addresses)
  return port.address === undefined ? all : all.filter(({ family }) => family === isIP(port.address as string))
}

/** One published port: its element, and what it must not meet. */
export interface Publication {
  readonly element: Element
  /** The mark that somebody has it on a single address; of a port on every address, what must not be there. */
  readonly mark: Element
  /** The same port on every address, which must not be there; only of a port on a single address. */
  readonly wide?: Element
}

/** What publishes a port, in each family. */
export function publications(port: Port, addresses: Addresses): Publication[] {
  const { host, container, protocol, address: at } = port
  return familiesOf(port, addresses).map(({ family, address }) => {
    const target = concat(address, container)
    const wide: Element = { name: setName('published', family), elem: [concat(protocol, host), target] }
    const mark: Element = { name: setName('takenAt', family), elem: concat(protocol, host) }
    if (at === undefined || at === ANY[family]) return { element: wide, mark }
    const key = concat(at, protocol, host)
    return { element: { name: setName('publishedAt', family), elem: [key, target] }, mark, wide }
  })
}

/** The commands that publish: a port on every address, and one on a single address, exclude each other, as with bind(2). */
export function publishing({ element, mark, wide }: Publication): NftCommand[] {
  if (wide === undefined) return [...absent(mark), create(element)]
  return [...absent(wide), add(mark), create(element)]
}
