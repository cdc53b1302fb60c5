import { callerError, InputError } from '../errors.ts'
import { fieldsOf } from '../verb/filter.ts'
import type { Naming } from '../verb/naming.ts'
import type { Family } from '../wire/family.ts'
import { bool, u8 } from '../wire/integers.ts'
import { bitsOf } from '../wire/names.ts'
import { type LinkRef, oneLink } from '../wire/reference.ts'
import type { Value } from '../wire/type.ts'
import type { Named } from '../wire/unknown.ts'
import { type NeighbourState, neighbour, STATES } from './message.ts'

/** Selects the entries to list. The kernel applies every filter except `state`. */
export interface NeighbourFilter extends Naming {
  /** Both IPv4 and IPv6 by default; 'bridge' for forwarding tables. */
  family?: Family | undefined
  /** Link of the entries; iproute2: `dev`, `brport`. */
  link?: LinkRef | undefined
  /** Bridge or VRF that the link of the entries belongs to; iproute2: `br`, `vrf`. */
  master?: LinkRef | undefined
  /** Lists the entries for which this host answers as a proxy, instead of its neighbours. */
  proxy?: boolean | undefined
  /**
   * State of the entries (`nud`), or one of several states; 'all' for every state. By default, entries in state 'noarp' or 'none' are
   * omitted, as in `ip neighbour`, except in a forwarding table; entries in state 'none' were never resolved.
   */
  state?: NeighbourState | 'all' | undefined
}

const [wantedFamily, wantedMaster] = fieldsOf(neighbour, 'family', 'master') as [Named, Named]

/** The filters, with iproute2's words. */
export const FILTERS: readonly Named[] = [
  wantedFamily,
  { key: 'link', type: oneLink, iproute2: ['dev', 'brport'] },
  { ...wantedMaster, iproute2: ['br', 'vrf'] },
  { key: 'proxy', type: bool(u8) },
  { key: 'state', iproute2: ['nud'] },
]

type Found = Value<typeof neighbour>
type Keep = (found: Found) => boolean

/** The bits of a state; 0 for 'none'. */
function bitsOfState(state: NeighbourState): number {
  if (typeof state === 'number') return state
  if (typeof state === 'string') return state === 'none' ? 0 : STATES[state]
  return state.reduce<number>((bits, one) => bits | bitsOfState(one), 0)
}

/** Selects the entries in one of these states; all entries for 'all', those of `usual` if no state is given. */
export function inState(operation: string, state: NeighbourState | 'all' | undefined, usual: Keep): Keep | undefined {
  if (state === undefined) return usual
  if (state === 'all') return undefined
  const words: readonly unknown[] = Array.isArray(state) ? state : [state]
  const none = words.some((word) => word === 'none' || word === 0)
  const wanted = checkedBits(
    operation,
    words.filter((word) => word !== 'none'),
  )
  return (found) => {
    const bits = bitsOfState(found.state)
    return bits === 0 ? none : (bits & wanted) !== 0
  }
}

function checkedBits(operation: string, words: readonly unknown[]): number {
  try {
    return bitsOf(words as readonly string[], STATES)
  } catch (thrown) {
    throw callerError(operation, thrown instanceof InputError ? thrown.under('state') : thrown)
  }
}

/** The entries listed by default: print_neigh() of iproute2 omits `noarp` and `none`, but not proxied or externally learned ones. */
export function usual({ family, state, flags }: Found): boolean {
  if (family === 'bridge') return true
  return (state !== 'noarp' && state !== 'none') || flags.includes('proxy') || flags.includes('ext_learned')
}

/** The entries flushed by default: like `ip neighbour flush`, not those with state permanent or noarp. Proxy entries have no state. */
export function flushable({ state, flags }: Found): boolean {
  if (flags.includes('proxy')) return true
  const bits = bitsOfState(state)
  return bits !== 0 && (bits & (STATES.permanent | STATES.noarp)) === 0
}
