import { describeValue, InputError } from '../errors.ts'
import { createLink, type KindOptions } from '../link/create-kind.ts'
import { type LinkChange, setLink } from '../link/set.ts'
import { mayHaveOptions } from '../verb/options.ts'
import { on } from '../verb/verb.ts'
import { checkObject } from '../wire/struct.ts'
import { linkName } from '../wire/text.ts'
import { Writer } from '../wire/writer.ts'
import type { Encoded, Encoder } from './encoding.ts'
import { within } from './failure.ts'
import type { TopologyLink, TopologyPeer } from './types.ts'

export type Options = Readonly<Record<string, unknown>>

/** A link that must be there, or must not. */
export interface WantedLink {
  readonly netns: string
  readonly name: string
  readonly path: string
  readonly given: TopologyLink
  readonly absent: boolean
  readonly kind: string | undefined
  /** The other end of a veth pair. */
  peer: WantedLink | undefined
  /** Whether this end makes the pair. */
  makes: boolean
  /** Options for a new link, without those that are set later. */
  readonly creation: Options
  /** Options that can be changed. */
  readonly change: Options
  /** Messages that create it and change it. */
  readonly created: readonly Encoded[]
  readonly changed: readonly Encoded[]
}

/** What a topology has in another way. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  name: 'the name is the key of the link',
  netns: 'the namespace is that in which the link is listed',
  linkNetnsid: 'use peer',
  targetNetnsid: 'the namespace is that in which the link is listed',
  newIfindex: 'use index',
  xdp: 'a program is not state',
}
/** Set after the link was created: its master and addresses come first. */
const LATER = ['up', 'master', 'port', 'portKind'] as const
/** What setLink refuses or needs no message for. */
const ONCE = ['index', 'link', 'numTxQueues', 'numRxQueues', 'altnames', 'kind', 'peer', 'addresses', 'absent'] as const

export function wantedLink(
  netns: string,
  name: string,
  path: string,
  given: TopologyLink,
  encoder: Encoder,
): WantedLink {
  if (!mayHaveOptions(given)) throw new InputError(`must be an object, not ${describeValue(given)}`).under(path)
  within(path, () => checkObject(given))
  within(path, () => linkName.write(new Writer(32), name))
  checkKeys(path, given)
  const { peer, addresses, absent, ...options } = given
  const kind = kindOf(path, given)
  const creation = { ...without(options, LATER), ...(kind === undefined ? {} : { kind }), name }
  const change = without(given, ONCE)
  const whole = { ...options, kind, name } as KindOptions
  return {
    ...{ netns, name, path, given, kind, creation, change, peer: undefined, makes: false },
    absent: absent === true,
    created: kind === undefined ? [] : within(path, () => encoder.messages((sender) => on(sender, createLink)(whole))),
    changed: within(path, () => encoder.messages((sender) => on(sender, setLink)(name, changeOf(change, kind)))),
  }
}

/** A change, with the kind where its data needs it. */
export function changeOf(change: Options, kind: string | undefined): LinkChange {
  return (change.data === undefined ? change : { ...change, kind }) as LinkChange
}

export function without(options: object, keys: readonly string[]): Options {
  return Object.fromEntries(
    Object.entries(options).filter(([key, value]) => value !== undefined && !keys.includes(key)),
  )
}

function checkKeys(path: string, given: TopologyLink): void {
  for (const [key, instead] of Object.entries(ELSEWHERE)) {
    if ((given as Options)[key] !== undefined)
      throw new InputError(`is not allowed here: ${instead}`).under(`${path}.${key}`)
  }
  const { absent } = given as { absent?: unknown }
  if (absent !== undefined && typeof absent !== 'boolean')
    throw new InputError(`must be true or false, not ${describeValue(absent)}`).under(`${path}.absent`)
  if (absent === true && Object.keys(given).length > 1)
    throw new InputError('is not allowed with other properties').under(`${path}.absent`)
}

/** A peer implies the kind. */
function kindOf(path: string, { kind, peer, data }: TopologyLink): string | undefined {
  if (kind !== undefined && typeof kind !== 'string')
    throw new InputError(`must be a string, not ${describeValue(kind)}`).under(`${path}.kind`)
  if (peer !== undefined) checkPeer(path, kind, peer)
  if (data !== undefined && kind === undefined)
    throw new InputError('is missing: data requires it').under(`${path}.kind`)
  return kind ?? (peer === undefined ? undefined : 'veth')
}

function checkPeer(path: string, kind: string | undefined, peer: TopologyPeer): void {
  if (kind !== undefined && kind !== 'veth')
    throw new InputError(`is only allowed for a veth, not for kind '${kind}'`).under(`${path}.peer`)
  if (
    !mayHaveOptions(peer) ||
    typeof peer.name !== 'string' ||
    (peer.netns !== undefined && typeof peer.netns !== 'string')
  )
    throw new InputError(`must be { name, netns }, both of them strings`).under(`${path}.peer`)
  const stranger = Object.keys(peer).find((key) => key !== 'name' && key !== 'netns')
  if (stranger !== undefined)
    throw new InputError('is not allowed here: options of the other end belong to the link of its name').under(
      `${path}.peer.${stranger}`,
    )
}
