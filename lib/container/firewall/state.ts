import { NetlinkError } from '../../errors.ts'
import type { Expr, NftObject } from '../../nftables/index.ts'
import type { NetworkConfig } from '../config.ts'
import { type Host, ignoring } from '../host/host.ts'
import { addressIsOf, overlap, rangeOf, type Subnet } from '../subnet.ts'
import { type Element, keyOf, remove } from './elements.ts'
import { declarations, setName, TABLE } from './rules.ts'
import { SPOOF_TABLE } from './spoof-rules.ts'

/** A published port as the kernel has it. */
export interface Published {
  readonly element: Element
  readonly protocol: string
  readonly port: number
  /** Last port of a range; `port` itself otherwise. */
  readonly last: number
  /** The container's address. */
  readonly target: string
  /** Whether it is published on a single address of the host. */
  readonly single: boolean
}

/** Takes elements out, all in one transaction; what is not there, or what a key stands for something else in, is left alone. */
export async function removeElements({ nft }: Host, elements: readonly Element[]): Promise<void> {
  if (elements.length === 0) return
  try {
    await nft.apply([...declarations(elements.map(({ name }) => name)), ...elements.flatMap(remove)])
  } catch (thrown) {
    if (!isLeftAlone(thrown)) throw thrown
    if (elements.length > 1) for (const element of elements) await removeElements({ nft } as Host, [element])
  }
}

/** EEXIST: the key leads elsewhere. ENOENT: there is no table. */
function isLeftAlone(thrown: unknown): boolean {
  return thrown instanceof NetlinkError && ['EEXIST', 'ENOENT'].includes(thrown.code)
}

/** The sets, or the maps, of the table with their elements; none where there is no table. */
async function listSets(host: Host, kind: 'set' | 'map'): Promise<{ name: string; elem: unknown[] }[]> {
  const tables = kind === 'set' ? [TABLE, SPOOF_TABLE] : [TABLE]
  const listed = await Promise.all(
    tables.map((table) => ignoring(['ENOENT', 'EAFNOSUPPORT', 'EOPNOTSUPP'], host.ruleset({ ...table, kind }))),
  )
  return listed
    .flatMap((found) => found ?? [])
    .map((object: NftObject) => {
      const { name, elem = [] } = (object as Record<string, { name: string; elem?: unknown[] }>)[kind] as {
        name: string
        elem?: unknown[]
      }
      return { name, elem }
    })
}

/** The elements of every set of the table, by its name. */
export async function listMembers(host: Host): Promise<Map<string, unknown[]>> {
  return new Map((await listSets(host, 'set')).map(({ name, elem }) => [name, elem]))
}

/** Everything in the table's sets and maps, as words of {@link keyOf}. */
export async function listElements(host: Host): Promise<Set<string>> {
  const all = [...(await listSets(host, 'set')), ...(await listSets(host, 'map'))]
  return new Set(all.flatMap(({ name, elem }) => elem.map((one) => keyOf({ name, elem: one as Expr }))))
}

/** Every published port of every network. */
export async function listPublished(host: Host): Promise<Published[]> {
  const maps = await listSets(host, 'map')
  return maps.flatMap(({ name, elem }) => {
    const single = name.endsWith('_at')
    return PUBLISHED.test(name) ? elem.map((pair) => publishedOf(name, pair as Pair, single)) : []
  })
}

const PUBLISHED = /^(published|ranges)/

type Pair = [{ concat: Expr[] }, { concat: [string, number] } | string]

function publishedOf(name: string, pair: Pair, single: boolean): Published {
  const [key, data] = pair
  const [protocol, ports] = key.concat.slice(-2) as [string, number | { range: [number, number] }]
  const [port, last] = typeof ports === 'number' ? [ports, ports] : ports.range
  const target = typeof data === 'string' ? data : data.concat[0]
  return { element: { name, elem: [key, data] }, protocol, port, last, target, single }
}

/** A link behind which an address is, as the guard knows it. */
export interface Source {
  readonly link: string
  readonly family: 4 | 6
  readonly address: string
}

/** The links behind which single addresses of a network are. */
export async function listSources(host: Host, config: Pick<NetworkConfig, 'ranges'>): Promise<Source[]> {
  const members = await listMembers(host)
  return ([4, 6] as const).flatMap((family) =>
    (members.get(setName('sources', family)) ?? []).flatMap((member) => {
      const [link, address] = (member as { concat: [string, unknown] }).concat
      if (typeof address !== 'string' || !addressIsOf(config, address)) return []
      return [{ link, family, address }]
    }),
  )
}

/** The subnets whose addresses may come from behind a link: those of the network with a bridge of that name. */
export async function listSubnets(host: Host, link: string): Promise<{ subnet?: string; subnet6?: string }> {
  const members = await listMembers(host)
  const found = ([4, 6] as const).flatMap((family) =>
    (members.get(setName('sources', family)) ?? []).flatMap((member) => {
      const [of, range] = (member as { concat: [string, Expr] }).concat
      const { prefix } = range as { prefix?: { addr: string; len: number } }
      return of !== link || prefix === undefined
        ? []
        : [{ [family === 4 ? 'subnet' : 'subnet6']: `${prefix.addr}/${prefix.len}` }]
    }),
  )
  return Object.assign({}, ...found) as { subnet?: string; subnet6?: string }
}

/** What another network has of a range of addresses. */
export function overlapping(members: ReadonlyMap<string, unknown[]>, wanted: Subnet): string | undefined {
  const others = (members.get(setName('subnets', wanted.family)) ?? []).map(prefixText)
  return others.find((text) => overlap(wanted, rangeOf(text) as Subnet))
}

/** A member of a set of prefixes: one of full length is an address. */
function prefixText(member: unknown): string {
  if (typeof member === 'string') return member
  const { prefix } = member as { prefix: { addr: string; len: number } }
  return `${prefix.addr}/${prefix.len}`
}

/** Removes marks of ports on single addresses that are no longer used; returns whether there were any. */
export async function sweepMarks(host: Host): Promise<boolean> {
  const [members, published] = [await listMembers(host), await listPublished(host)]
  const stale = ([4, 6] as const).flatMap((family) => {
    const name = setName('takenAt', family)
    const used = new Set(
      published
        .filter(({ element }) => element.name === setName('publishedAt', family))
        .map(({ protocol, port }) => JSON.stringify([protocol, port])),
    )
    const marks = (members.get(name) ?? []) as { concat: Expr[] }[]
    return marks.filter(({ concat }) => !used.has(JSON.stringify(concat))).map((elem) => ({ name, elem }))
  })
  await removeElements(host, stale)
  return stale.length > 0
}

/** The families in which the table holds no network any more. */
export async function unusedFamilies(host: Host): Promise<(4 | 6)[]> {
  const members = await listMembers(host)
  return ([4, 6] as const).filter((family) => (members.get(setName('subnets', family)) ?? []).length === 0)
}
