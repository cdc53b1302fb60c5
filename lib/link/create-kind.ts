import { callerError, describeValue, InputError } from '../errors.ts'
import type { Sender } from '../transport/handle.ts'
import { checkOption } from '../verb/options.ts'
import { change } from '../verb/verb.ts'
import { type Creation, creation, make, makeAgain } from './create.ts'
import { bindCreate } from './kinds/creator.ts'
import { type AnyKindAndData, kindOf } from './kinds/index.ts'
import type { PeerOptions } from './kinds/veth.ts'
import type { Link, LinkOptions } from './link.ts'
import { type Given, type Plan, part } from './plan.ts'
import { strangeOption } from './request.ts'

/** Options of {@link createLink}. */
export type KindOptions = LinkOptions & AnyKindAndData

const creations = new Map<string, Creation>()

/** The requests of a verb, created on first use. */
function creationOf(operation: string): Creation {
  const known = creations.get(operation)
  if (known !== undefined) return known
  const made = creation(operation)
  creations.set(operation, made)
  return made
}

bindCreate((operation, kind, sender, options) => {
  const requests = creationOf(operation)
  const again = makeAgain(requests, sender, options)
  if (again !== undefined) return again
  const given: Given = { ...options }
  checkKind(operation, given, kind)
  if (!isPair(kind))
    return make(requests, sender, { ...part(operation, { ...given, kind }, 'link'), peer: undefined }, given)
  const { peer, ...others } = given as PeerOptions
  return make(requests, sender, planOfPair(requests, kind, others, peer), given)
})

/** A listed link is accepted if its kind matches. */
function checkKind(operation: string, given: Given, kind: string): void {
  if (given.kind === undefined || given.kind === kind) return
  throw callerError(
    operation,
    new InputError(`must be '${kind}' or absent, not ${describeValue(given.kind)}`).under('kind'),
  )
}

function isPair(kind: string): boolean {
  return kindOf(kind)?.pair === true
}

function planOfPair({ operation }: Creation, kind: string, options: Given, other: LinkOptions | undefined): Plan {
  if (options.data !== undefined) checkOption(operation, 'data', options.data)
  const peer = other === undefined ? undefined : part(operation, other, 'peer', kind)
  const data = peer === undefined ? {} : { data: { ...options.data, peer: peer.message } }
  const plan = part(operation, { ...options, kind, ...data }, 'link')
  return { ...plan, message: kind === 'veth' ? withoutCarrier(plan.message) : plan.message, peer }
}

/**
 * Until the kernel has noticed that a new veth has no carrier (up to a second), its state is `unknown`, in which a bridge port forwards
 * (br_add_if in net/bridge/br_if.c): the port would be enabled, disabled and enabled again, each time with a scan of all other ports.
 * In state `dormant`, it waits for the carrier; rfc2863_policy() in net/core/link_watch.c then overwrites the state.
 */
function withoutCarrier(message: Record<string, unknown>): Record<string, unknown> {
  const { master } = message
  return master === undefined || master === null ? message : { ...message, operstate: 'dormant' }
}

/**
 * Creates a link of any kind (`ip link add type`). EEXIST if the name is already in use. Resolves with the link as the kernel created it;
 * {@link getLink} also returns `port` and `portKind`.
 */
export const createLink = change(
  'createLink',
  (sender: Sender, options: KindOptions): Promise<Link> => {
    const given: Given = options
    if (given.kind === undefined) throw missingKind(given)
    if (typeof given.kind !== 'string')
      throw callerError(
        'createLink',
        new InputError(`must be a string, not ${describeValue(given.kind)}`).under('kind'),
      )
    const { kind } = given
    if (!isPair(kind))
      return make(creationOf('createLink'), sender, { ...part('createLink', given, 'link'), peer: undefined })
    if (given.data !== undefined) checkOption('createLink', 'data', given.data)
    const { peer, ...data }: PeerOptions = { ...given.data }
    const requests = creationOf('createLink')
    return make(requests, sender, planOfPair(requests, kind, peer === undefined ? given : { ...given, data }, peer))
  },
  { bare: 'name', undo: 'exact' },
)

/** A listed link has a `type`, which is its hardware type. */
function missingKind(options: object): unknown {
  const strange = strangeOption(options)
  if (strange !== undefined) return callerError('createLink', strange)
  const { type } = options as { type?: unknown }
  const hint = typeof type === 'string' ? '; `type` of `ip link add` is `kind` here' : ''
  return new TypeError(`createLink: kind is missing${hint}`)
}
