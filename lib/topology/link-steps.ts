import { InputError } from '../errors.ts'
import { type Item, PHASES } from './families.ts'
import { picked } from './fates.ts'
import { linkChanges, OF_MASTER } from './link-change.ts'
import type { PlanContext } from './plan-context.ts'
import type { WantedSpace } from './wanted.ts'
import { changeOf, type Options, type WantedLink, without } from './wanted-link.ts'

/** What the message that creates a pair can have for its other end. */
const OF_PEER = ['address', 'mtu', 'txqlen', 'group', 'index', 'numTxQueues', 'numRxQueues']

/** Deletions, in the end. Links that vanish with another one have no step. */
export function deletionSteps(context: PlanContext): void {
  for (const { netns, found, path } of context.fates.doomed) {
    context.step(PHASES.deleteLink, netns, 'deleteLink', [found.name], 'unwanted', path)
  }
}

/** The steps for the links of a namespace. */
export function linkSteps(context: PlanContext, space: WantedSpace): void {
  if (space.links === undefined) return
  for (const link of ordered(space.links)) {
    checkNames(context, link)
    const kept = context.fates.kept(link)
    if (link.absent) continue
    if (kept === undefined) create(context, link)
    else linkChanges(context, link, kept)
  }
}

/** Links after those below them. */
function ordered(links: ReadonlyMap<string, WantedLink>): WantedLink[] {
  const out = new Set<WantedLink>()
  const visit = (link: WantedLink, from: ReadonlySet<WantedLink>) => {
    if (out.has(link)) return
    if (from.has(link)) throw new InputError('must not lead back to the link itself').under(`${link.path}.link`)
    const inner = new Set([...from, link])
    for (const name of link.created[0]?.names ?? []) {
      const below = links.get(name)
      if (below !== undefined && below !== link && name !== link.given.master) visit(below, inner)
    }
    out.add(link)
  }
  for (const link of links.values()) visit(link, new Set())
  return [...out]
}

function checkNames(context: PlanContext, { netns, path, given, created, changed, name }: WantedLink): void {
  for (const one of [...created, ...changed].flatMap(({ names }) => names)) {
    if (one === name && given.master !== name) continue
    const key = one === given.master ? '.master' : one === given.link ? '.link' : ''
    context.checkLink(netns, path + key, one)
  }
}

function create(context: PlanContext, link: WantedLink): void {
  const { netns, name, path, peer } = link
  const old = context.fates.remade.get(link)
  const reason = old !== undefined || context.actual(netns).byName.has(name) ? 'remake' : 'missing'
  const fields = old === undefined ? {} : { fields: old.fields }
  if (old !== undefined) context.step(PHASES.removeFirst, netns, 'deleteLink', [name], 'remake', path, fields)
  if (peer === undefined) createAlone(context, link, reason, fields)
  else if (link.makes) createPair(context, link, peer, reason)
  else describeEnd(context, link, reason)
  attach(context, link, picked(link.change as Item, OF_MASTER), reason)
  const last = { ...settled(link), ...(link.change.up === true ? { up: true } : {}) }
  if (Object.keys(last).length > 0) context.step(PHASES.up, netns, 'setLink', [name, last], reason, path)
}

/**
 * What ports change: the kernel gives a bridge their smallest MTU when they join, also if it was created with another one
 * (br_mtu_auto_adjust in net/bridge/br_if.c).
 */
function settled({ kind, change: { mtu } }: WantedLink): Options {
  return kind === 'bridge' && mtu !== undefined ? { mtu } : {}
}

type Reason = 'missing' | 'remake'

function createAlone(context: PlanContext, link: WantedLink, reason: Reason, fields: { fields?: string[] }): void {
  const { netns, name, path, kind } = link
  if (name === 'lo' && kind === undefined) {
    // A new namespace has it.
    const rest = without(link.change, ['up', ...OF_MASTER])
    if (Object.keys(rest).length > 0) context.step(PHASES.change, netns, 'setLink', [name, rest], reason, path)
    return
  }
  if (kind === undefined) throw new InputError('is missing: there is no link of this name').under(`${path}.kind`)
  if (kind === 'veth') throw new InputError('is missing: a new veth needs it').under(`${path}.peer`)
  const options = { ...link.creation, altnames: tags(context, link) }
  context.step(PHASES.createLink, netns, 'createLink', [options], reason, path, fields)
}

/** What the message that creates a pair does not say about its other end. */
function describeEnd(context: PlanContext, link: WantedLink, reason: Reason): void {
  const { netns, name, path } = link
  context.step(PHASES.tag, netns, 'addAltname', [name, tags(context, link)], reason, path)
  // Few kinds have protoDown, and refuse to clear it.
  const unset = link.given.protoDown === true ? [] : ['protoDown']
  const rest = without(link.change, ['up', ...OF_MASTER, ...OF_PEER, ...unset])
  if (Object.keys(rest).length > 0)
    context.step(PHASES.change, netns, 'setLink', [name, changeOf(rest, 'veth')], reason, path)
}

/** The mark of the owner, and the alternative names of the topology. */
function tags({ owner }: PlanContext, { name, given: { altnames = [] } }: WantedLink): string[] {
  const tag = `${owner.prefix}${name}`
  return [tag, ...altnames.filter((one) => one !== tag)]
}

function createPair(context: PlanContext, link: WantedLink, peer: WantedLink, reason: Reason): void {
  const { netns, path } = link
  const { kind, ...own } = link.creation
  const there = peer.netns === netns ? {} : { netns: peer.netns }
  const far = {
    ...picked(
      peer.given as Item,
      OF_PEER.filter((key) => (peer.given as Item)[key] !== undefined),
    ),
    name: peer.name,
    ...there,
  }
  const altnames = tags(context, link)
  context.step(PHASES.createVeth, netns, 'createVeth', [{ ...own, altnames, peer: far }], reason, path)
}

/** Joins the master, with the settings of the port. */
function attach(context: PlanContext, { netns, name, path }: WantedLink, given: Options, reason: Reason): void {
  const joining = without(given, [])
  if (joining.master === null && joining.port === undefined) return
  if (Object.keys(joining).length > 0) context.step(PHASES.master, netns, 'setLink', [name, joining], reason, path)
}
