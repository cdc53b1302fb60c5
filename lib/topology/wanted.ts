import { describeValue, InputError } from '../errors.ts'
import { netnsFile } from '../netns/reference.ts'
import { sysctlPath, sysctlValue } from '../netns/sysctl.ts'
import { mayHaveOptions } from '../verb/options.ts'
import { checkObject } from '../wire/struct.ts'
import { unknownOption } from '../wire/unknown.ts'
import { Encoder } from './encoding.ts'
import { within } from './failure.ts'
import { type Family, families, type Plural } from './families.ts'
import type { Owner } from './owner.ts'
import { checkTables, type Nft, type WantedTables } from './tables/wanted.ts'
import type { Space, Topology } from './types.ts'
import { type WantedLink, wantedLink } from './wanted-link.ts'
import { WantedList } from './wanted-list.ts'
import { pairEnds } from './wanted-pairs.ts'

/** What one namespace must contain, checked. */
export interface WantedSpace {
  readonly netns: string
  readonly path: string
  readonly absent: boolean
  readonly links: Map<string, WantedLink> | undefined
  /** Lists that are given. */
  readonly lists: ReadonlyMap<Plural, WantedList>
  readonly sysctls: Readonly<Record<string, string>> | undefined
  readonly tables: WantedTables | undefined
}

/** A topology, checked. */
export interface Wanted {
  readonly spaces: ReadonlyMap<string, WantedSpace>
  /** Whether the namespaces of the owner that are not in it must be deleted. */
  readonly closed: boolean
}

const LISTS = ['routes', 'rules', 'neighbours', 'nexthops'] as const
const SPACE = ['links', ...LISTS, 'sysctls', 'nftables']

/** What a topology is checked for. */
export interface Checking {
  readonly owner: Owner
  /** What compares tables, if there are some. */
  readonly nft: Nft | undefined
  /** Whether tables become those of the owner. */
  readonly marking: boolean
}

/** Checks all of a topology before anything is read or sent. */
export function checkWanted(topology: Topology, checking: Checking): Wanted {
  if (!mayHaveOptions(topology)) throw new InputError(`expected a topology, got ${describeValue(topology)}`)
  checkObject(topology)
  const { $schema, namespaces, ...own } = topology
  if ($schema !== undefined && typeof $schema !== 'string')
    throw new InputError(`must be a string, not ${describeValue($schema)}`).under('$schema')
  const spaces = new Map<string, WantedSpace>()
  if (namespaces !== undefined) within('namespaces', () => checkObject(namespaces))
  for (const [name, space] of Object.entries(namespaces ?? {})) {
    const path = `namespaces.${name}`
    if (name !== '') within(path, () => void netnsFile(name))
    spaces.set(name, checkSpace(name, path, space, checking))
  }
  const isGiven = Object.values(own).some((value) => value !== undefined)
  if (isGiven && spaces.has(''))
    throw new InputError("conflicts with what is given next to namespaces: '' is the same namespace").under(
      "namespaces['']",
    )
  if (isGiven) spaces.set('', checkSpace('', '', own, checking))
  pairEnds(spaces)
  return { spaces, closed: namespaces !== undefined }
}

const join = (path: string, key: string) => (path === '' ? key : `${path}.${key}`)

function checkSpace(netns: string, path: string, space: Space, checking: Checking): WantedSpace {
  if (path !== '') within(path, () => checkObject(space))
  const known = path === '' ? SPACE : ['absent', ...SPACE]
  const stranger = Object.keys(space).find((key) => !known.includes(key))
  const unknown = stranger === undefined ? undefined : unknownOption(stranger, known)
  if (unknown !== undefined) throw path === '' ? unknown : unknown.under(path)
  const absent = isAbsent(path, space.absent, Object.keys(space).length)
  if (absent && netns === '')
    throw new InputError('is not allowed for the namespace of the handle').under(join(path, 'absent'))
  const { owner } = checking
  const encoder = new Encoder()
  const links = space.links === undefined ? undefined : checkLinks(netns, join(path, 'links'), space.links, encoder)
  const lists = new Map<Plural, WantedList>()
  if (links !== undefined) lists.set('addresses', addressesOf(links, owner))
  for (const plural of LISTS) {
    const given = space[plural]
    if (given !== undefined) lists.set(plural, checkList(plural, join(path, plural), given, owner))
  }
  const sysctls = checkSysctls(join(path, 'sysctls'), space.sysctls)
  return { netns, path, absent, links, lists, sysctls, tables: tablesOf(path, space, checking) }
}

function tablesOf(path: string, { nftables }: Space, { owner, nft, marking }: Checking): WantedTables | undefined {
  if (nftables === undefined || nft === undefined) return undefined
  return checkTables(join(path, 'nftables'), nftables, { owner, nft, marking })
}

/** What must not exist has no other properties. */
export function isAbsent(path: string, value: unknown, keys: number): boolean {
  if (value === undefined || value === false) return false
  if (value !== true)
    throw new InputError(`must be true or false, not ${describeValue(value)}`).under(join(path, 'absent'))
  if (keys > 1) throw new InputError('is not allowed with other properties').under(join(path, 'absent'))
  return true
}

function checkLinks(
  netns: string,
  path: string,
  links: NonNullable<Space['links']>,
  encoder: Encoder,
): Map<string, WantedLink> {
  within(path, () => checkObject(links))
  const found = new Map<string, WantedLink>()
  for (const [name, link] of Object.entries(links))
    found.set(name, wantedLink(netns, name, `${path}.${name}`, link, encoder))
  return found
}

const familyOf = (plural: Plural) => families.find((one) => one.plural === plural) as Family

function addressesOf(links: ReadonlyMap<string, WantedLink>, owner: Owner): WantedList {
  const list = new WantedList(familyOf('addresses'), owner)
  for (const { name, path, given } of links.values()) {
    const { addresses = [] } = given
    if (!Array.isArray(addresses))
      throw new InputError(`must be an array, not ${describeValue(addresses)}`).under(`${path}.addresses`)
    for (const [i, one] of addresses.entries()) {
      const itemPath = `${path}.addresses[${i}]`
      const options = typeof one === 'string' ? { address: one } : objectAt(itemPath, one)
      if ('link' in options)
        throw new InputError('is not allowed here: the address belongs to this link').under(`${itemPath}.link`)
      list.add(itemPath, { ...options, link: name })
    }
  }
  return list
}

function objectAt(path: string, value: unknown): object {
  if (!mayHaveOptions(value)) throw new InputError(`must be an object, not ${describeValue(value)}`).under(path)
  within(path, () => checkObject(value))
  return value
}

function checkList(plural: Plural, path: string, given: unknown, owner: Owner): WantedList {
  if (!Array.isArray(given)) throw new InputError(`must be an array, not ${describeValue(given)}`).under(path)
  const list = new WantedList(familyOf(plural), owner, path)
  for (let i = 0; i < given.length; i++) {
    const one: unknown = given[i]
    if (list.repeats(one)) continue
    const itemPath = `${path}[${i}]`
    const options = objectAt(itemPath, one) as Record<string, unknown>
    if (plural === 'nexthops' && options.id === undefined) throw new InputError('is missing').under(`${itemPath}.id`)
    if (plural === 'neighbours' && (options.family === 'bridge' || options.family === 7))
      throw new InputError("must be 'inet' or 'inet6': entries of forwarding tables have no owner").under(
        `${itemPath}.family`,
      )
    list.add(itemPath, options)
  }
  return list
}

function checkSysctls(path: string, given: unknown): Record<string, string> | undefined {
  if (given === undefined) return undefined
  const values = objectAt(path, given)
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) =>
      within(`${path}['${name}']`, () => {
        sysctlPath('setSysctls', name)
        return [name, sysctlValue(value).trim()] as const
      }),
    ),
  )
}
