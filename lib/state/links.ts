import type { Link } from '../link/link.ts'
import { drops, renews } from '../link/undo.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import { NLM_F_EXCL } from '../wire/header.ts'
import { type Asked, type Fields, targetOf } from './asked.ts'

/** A link that a batch changed. */
export interface Touched {
  /** What was changed: `mtu`, `data.id`, `port.cost`, `up`. */
  readonly paths: Set<string>
  /** Objects on the link may have vanished. */
  dropped: boolean
  deleted: boolean
  /** Its kernel parameters may be the default ones. */
  renewed: boolean
  /** Descriptor of the namespace to which it was moved. */
  moved?: number
  /** Its last name. */
  name: string
}

/** A link that a batch created. */
export interface Created {
  index: number | undefined
  name: string | undefined
  readonly kind: unknown
  /** Descriptor of the namespace in which it is, if not that of the handle. */
  netns: number | undefined
}

const NEWLINK = rtnetlink.type('NEWLINK')
const LINKS = [NEWLINK, NEWLINK + 1, rtnetlink.type('NEWLINKPROP'), rtnetlink.type('DELLINKPROP')]

/** Whether a request is about a link. */
export function isOfLink({ type, fields }: Asked): boolean {
  // Messages of the family AF_BRIDGE are about a port.
  return LINKS.includes(type) && fields.family !== 'bridge'
}

/** Whether a request creates a link. */
export function createsLink({ type, flags }: Asked): boolean {
  return type === NEWLINK && (flags & NLM_F_EXCL) !== 0
}

/** IFF_*: the options of setLink that change them. */
const FLAGS = {
  up: 1,
  debug: 4,
  notrailers: 0x20,
  noarp: 0x80,
  promisc: 0x100,
  allmulti: 0x200,
  multicast: 0x1000,
  dynamic: 0x8000,
} as const
/** Fields of a request other than settings. */
const OTHERS = [
  'index',
  'type',
  'flags',
  'up',
  'kind',
  'portKind',
  'family',
  'netns',
  'altIfname',
  'link',
  'newIfindex',
]

/** What the requests of a batch do to links, in their order. */
export class Links {
  readonly touched = new Map<number, Touched>()
  readonly created = new Set<Created>()
  readonly before: ReadonlyMap<number, Link>
  readonly #names = new Map<string, number | Created>()

  constructor(before: readonly Link[], asked: readonly Asked[]) {
    this.before = new Map(before.map((link) => [link.index, link]))
    for (const { index, name, altnames = [] } of before) {
      for (const one of [name, ...altnames]) this.#names.set(one, index)
    }
    for (const one of asked) if (isOfLink(one)) this.#follow(one)
  }

  /** The index of a link that was there before. */
  indexOf(ref: unknown): number | undefined {
    const found = typeof ref === 'string' ? this.#names.get(ref) : ref
    return typeof found === 'number' && this.before.has(found) ? found : undefined
  }

  #follow(asked: Asked): void {
    if (createsLink(asked)) {
      this.#create(asked.fields)
      return
    }
    const ref = targetOf(asked)
    const found = typeof ref === 'string' ? this.#names.get(ref) : ref
    if (typeof found === 'object') this.#changeCreated(found, asked)
    else if (found !== undefined && this.before.has(found)) this.#change(this.#touch(found), found, asked)
  }

  #create({ index, name, kind, netns, data }: Fields): void {
    const isNamed = typeof name === 'string' && !name.includes('%')
    const created: Created = {
      index: index === 0 ? undefined : (index as number | undefined),
      name: isNamed ? name : undefined,
      kind,
      netns: netns as number | undefined,
    }
    this.created.add(created)
    const peer = (data as { peer?: Fields } | undefined)?.peer
    if (isNamed && netns === undefined) this.#names.set(name, created)
    // Both ends go together.
    if (typeof peer?.name === 'string' && peer.netns === undefined) this.#names.set(peer.name, created)
  }

  #changeCreated(created: Created, { type, fields }: Asked): void {
    if (type === NEWLINK + 1) this.created.delete(created)
    const { name, netns } = fields
    if (type === NEWLINK && typeof name === 'string' && this.#names.get(created.name ?? '') === created) {
      created.name = name
      this.#names.set(name, created)
    }
    if (typeof netns === 'number') created.netns = netns
  }

  #touch(index: number): Touched {
    const { name } = this.before.get(index) as Link
    const touched = this.touched.get(index) ?? {
      ...{ paths: new Set<string>(), dropped: false, deleted: false, renewed: false, name },
    }
    this.touched.set(index, touched)
    return touched
  }

  #change(touched: Touched, index: number, { type, fields, changed }: Asked): void {
    if (type === NEWLINK + 1) touched.deleted = true
    else if (type === NEWLINK) {
      for (const path of pathsOf(fields, changed)) touched.paths.add(path)
      touched.dropped ||= drops(fields, changed)
      touched.renewed ||= renews(fields)
      if (typeof fields.netns === 'number') touched.moved = fields.netns
      if (typeof fields.name === 'string') touched.name = fields.name
      if (typeof fields.name === 'string') this.#names.set(fields.name, index)
    } else {
      touched.paths.add('altnames')
      for (const name of (fields.altnames ?? []) as string[]) this.#names.set(name, index)
    }
  }
}

/** What a request sets. */
function pathsOf(fields: Fields, changed: number): string[] {
  const paths = Object.keys(FLAGS).filter((key) => (changed & FLAGS[key as keyof typeof FLAGS]) !== 0)
  for (const [key, value] of Object.entries(fields)) {
    if (OTHERS.includes(key)) continue
    const isNest = (key === 'data' || key === 'port' || key === 'afSpec') && typeof value === 'object' && value !== null
    if (isNest) paths.push(...Object.keys(value).map((inner) => `${key}.${inner}`))
    else paths.push(key)
  }
  return paths
}
