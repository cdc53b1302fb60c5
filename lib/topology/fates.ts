import { kindOf } from '../link/kinds/index.ts'
import type { Link } from '../link/link.ts'
import { differingPart } from './comparison.ts'
import { Conflict } from './failure.ts'
import type { Item } from './families.ts'
import { isTagged } from './owner.ts'
import type { PlanContext } from './plan-context.ts'
import type { WantedLink } from './wanted-link.ts'

/** Properties of every kind that cannot change, and that a topology can give. */
const FIXED = ['link', 'numTxQueues', 'numRxQueues']

/** Indices by namespace. */
type Vanishing = Map<string, Set<number>>

/** What becomes of the links that exist. */
export class Fates {
  /** Links to delete before all others are made: their wanted objects are made again. */
  readonly remade = new Map<WantedLink, { readonly found: Link; readonly fields: string[] }>()
  readonly #context: PlanContext
  /** Links to delete in the end. */
  readonly doomed: { readonly netns: string; readonly found: Link; readonly path: string }[] = []
  /** Indices of links that vanish before others are made, by namespace. */
  readonly #gone: Vanishing = new Map()
  /** Those that vanish in the end. */
  readonly #doomed: Vanishing = new Map()

  constructor(context: PlanContext) {
    this.#context = context
    for (const { links } of context.spaces) for (const link of links?.values() ?? []) this.#judge(link)
    for (const [link, { found }] of this.remade) this.#lose(this.#gone, link.netns, found)
    for (const { netns, absent } of context.spaces) {
      if (!absent) for (const found of context.actual(netns).links.toReversed()) this.#doom(netns, found)
    }
  }

  isGone(netns: string, index: number): boolean {
    return this.#gone.get(netns)?.has(index) === true
  }

  isDoomed(netns: string, index: number): boolean {
    return this.#doomed.get(netns)?.has(index) === true
  }

  /** A link that must not be there, or that belongs to the owner and is not in the topology. */
  #doom(netns: string, found: Link): void {
    const links = this.#context.wanted.spaces.get(netns)?.links
    const wanted = links?.get(found.name)
    if (
      links === undefined ||
      found.name === 'lo' ||
      this.isGone(netns, found.index) ||
      this.isDoomed(netns, found.index)
    )
      return
    if (wanted === undefined ? !this.isOwned(netns, found) : !wanted.absent) return
    const path = wanted?.path ?? subjectOf(netns, found.name)
    if (!this.isOwned(netns, found) && !this.#context.force)
      throw new Conflict(this.#context.operation, path, `${describe(found)} exists, and does not belong to the owner`)
    this.doomed.push({ netns, found, path })
    this.#lose(this.#doomed, netns, found)
  }

  /** The link that is there and stays. */
  kept({ netns, name }: WantedLink): Link | undefined {
    const found = this.#context.actual(netns).byName.get(name)
    return found === undefined || this.isGone(netns, found.index) ? undefined : found
  }

  /** Whether a link bears the mark of the owner, or is the far end of one that does. */
  isOwned(netns: string, found: Link, wanted?: WantedLink): boolean {
    const { owner } = this.#context
    if (isTagged(found, owner)) return true
    if (wanted?.peer === undefined) return false
    const other = this.#context.actual(wanted.peer.netns).byName.get(wanted.peer.name)
    return other !== undefined && isTagged(other, owner) && isPair(netns, found, wanted.peer.netns, other)
  }

  #judge(link: WantedLink): void {
    const found = this.#context.actual(link.netns).byName.get(link.name)
    if (found === undefined || link.absent) return
    const fields = this.#fixedFields(link, found)
    if (fields.length === 0) return
    if (!this.isOwned(link.netns, found, link) && !this.#context.force)
      throw new Conflict(
        this.#context.operation,
        link.path,
        `${describe(found)} exists, and does not belong to the owner`,
      )
    this.remade.set(link, { found, fields })
  }

  /** What differs and cannot be changed. */
  #fixedFields(link: WantedLink, found: Link): string[] {
    const { kind } = link
    if (kind === undefined) return this.#isOtherPair(link, found) ? ['peer'] : []
    if (found.kind !== kind) return ['kind']
    const fields = this.#differingFixed(link, kind, found)
    return this.#isOtherPair(link, found) ? [...fields, 'peer'] : fields
  }

  #differingFixed({ created, given, netns }: WantedLink, kind: string, found: Link): string[] {
    const data = (given.data ?? {}) as Item
    const outside = FIXED.filter((key) => (given as Item)[key] !== undefined)
    const inside = (kindOf(kind)?.fixed ?? []).filter((key) => data[key] !== undefined)
    if (outside.length + inside.length === 0) return []
    const wanted = created[0]?.read(this.#context.existing(netns)) as Item
    const within = differingPart(picked((wanted.data ?? {}) as Item, inside), (found.data ?? {}) as Item)
    return [...differingPart(picked(wanted, outside), found as never), ...within.map((key) => `data.${key}`)]
  }

  #isOtherPair({ netns, peer }: WantedLink, found: Link): boolean {
    if (peer === undefined) return false
    const other = this.#context.actual(peer.netns).byName.get(peer.name)
    return other === undefined || !isPair(netns, found, peer.netns, other)
  }

  /** A link, and what vanishes with it: its other end, and the links upon it. */
  #lose(vanishing: Vanishing, netns: string, lost: Link): void {
    const there = vanishing.get(netns) ?? new Set()
    vanishing.set(netns, there)
    if (there.has(lost.index)) return
    there.add(lost.index)
    for (const upper of this.#context.actual(netns).links) {
      if (upper.link === lost.index && upper.linkNetnsid === undefined && upper.index !== lost.index)
        this.#lose(vanishing, netns, this.#lawful(netns, upper, isPair(netns, lost, netns, upper) ? lost : undefined))
    }
    for (const { netns: there } of lost.kind === 'veth' ? this.#context.spaces : []) {
      for (const other of this.#context.actual(there).links) {
        if (other.kind === 'veth' && isPair(netns, lost, there, other))
          this.#lose(vanishing, there, this.#lawful(there, other, lost))
      }
    }
  }

  /** What belongs to others does not vanish with a link of the owner. A pair of which one end has the mark is the owner's. */
  #lawful(netns: string, link: Link, end: Link | undefined): Link {
    const { force, operation, owner } = this.#context
    const wanted = this.#context.wantedLink(netns, link.name)
    if (force || wanted !== undefined || this.isOwned(netns, link)) return link
    if (end !== undefined && isTagged(end, owner)) return link
    throw new Conflict(
      operation,
      subjectOf(netns, link.name),
      `${describe(link)} would be deleted with the link below it`,
    )
  }
}

/** Whether these are both ends of a veth pair. */
export function isPair(netns: string, one: Link, there: string, other: Link): boolean {
  if (one.link !== other.index || other.link !== one.index) return false
  return netns === there
    ? one.linkNetnsid === undefined
    : one.linkNetnsid !== undefined && other.linkNetnsid !== undefined
}

export function subjectOf(netns: string, name: string): string {
  return netns === '' ? `links.${name}` : `namespaces.${netns}.links.${name}`
}

export function describe({ kind, name }: Link): string {
  return kind === undefined ? `a link named '${name}'` : `a ${kind} named '${name}'`
}

export function picked(item: Item, keys: readonly string[]): Item {
  return Object.fromEntries(keys.map((key) => [key, item[key]]))
}
