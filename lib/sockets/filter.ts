import { statSync } from '../builtin.ts'
import { callerError, describeValue, InputError } from '../errors.ts'
import type { Limits } from '../transport/limit.ts'
import { wholeNumber } from '../verb/checks.ts'
import { NAMING, readFilter } from '../verb/filter.ts'
import type { Naming } from '../verb/naming.ts'
import { normal } from '../wire/normal.ts'
import { type LinkRef, oneLinkKey } from '../wire/reference.ts'
import type { Named } from '../wire/unknown.ts'
import type { MaskedMark } from './bytecode.ts'
import { type EndpointFilter, type EndpointMatch, endpointMatch, under } from './endpoint.ts'
import { type SocketState, SS_STATES, states } from './state.ts'
import type { SocketProtocol } from './types.ts'

/** What sockets are selected by. */
export interface SocketSelection {
  /** Protocol, or several; all that the kernel has by default. */
  protocol?: SocketProtocol | readonly SocketProtocol[] | undefined
  /** Address family of internet sockets; both by default. */
  family?: 'inet' | 'inet6' | undefined
  /** States, `['listen']`; all by default. A UDP socket without a peer is in state 'close'. ss: `state`. */
  states?: readonly SocketState[] | undefined
  /** This end: '10.0.0.0/8', ':80', '[::1]:443', { port: { from: 1024 } }; ss: `src`, `sport`. */
  local?: EndpointFilter | undefined
  /** The peer, likewise; ss: `dst`, `dport`. */
  remote?: EndpointFilter | undefined
  /** Link that the socket is bound to, or that it receives packets from; ss: `dev`. */
  link?: LinkRef | undefined
  /** Mark of packets sent (SO_MARK), of which only the bits of a mask may count; needs CAP_NET_ADMIN; ss: `fwmark`. */
  mark?:
    | number
    | {
        /** Mark, as far as the bits of the mask. */
        readonly mark: number
        /** Bits that count. */
        readonly mask: number
      }
    | undefined
  /** Control group (v2): the path of its folder, or its id; processes in control groups below it do not count. */
  cgroup?: string | number | undefined
  /** User id of the owner. */
  uid?: number | undefined
  /** Inode of the socket. */
  inode?: number | undefined
  /** Path of a unix socket, '@name' for an abstract one. */
  path?: string | undefined
}

/** Selects sockets, and what is reported of them. */
export interface SocketFilter extends SocketSelection, Naming {
  /**
   * True also reports what the protocol knows: TCP's information (round-trip time, window, bytes), congestion control, type of service,
   * rings of packet and XDP sockets; ss: `-i`.
   */
  info?: boolean | undefined
  /** True also reports memory; ss: `-m`. */
  memory?: boolean | undefined
  /** True also reports what BPF programs store for internet sockets; needs CAP_BPF. */
  skBpfStorages?: boolean | undefined
}

/** What of a filter selects sockets, checked. */
export interface Selected {
  readonly family?: 'inet' | 'inet6'
  readonly states?: readonly SocketState[]
  readonly local?: EndpointMatch
  readonly remote?: EndpointMatch
  readonly link?: number | string
  readonly mark?: MaskedMark
  readonly cgroup?: number
  readonly uid?: number
  readonly inode?: number
  readonly path?: string
}

/** A filter, checked. */
export interface Checked {
  readonly protocols: readonly SocketProtocol[] | undefined
  readonly selected: Selected
  readonly info: boolean
  readonly memory: boolean
  readonly storages: boolean
  readonly limits: Limits
}

const MOST = 0xffff_ffff

function protocols(value: unknown, known: readonly string[]): readonly SocketProtocol[] {
  const given: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (given.length === 0) throw new InputError('must not be an empty array')
  const wrong = given.findIndex((one) => !known.includes(one as string))
  if (wrong < 0) return given as SocketProtocol[]
  const error = new InputError(`must be one of ${known.join(', ')}, not ${describeValue(given[wrong])}`)
  throw Array.isArray(value) ? error.under(`[${wrong}]`) : error
}

/** 4 and 6 as in `node:net`. */
function familyOf(value: unknown): 'inet' | 'inet6' {
  if (value === 'inet' || value === 4) return 'inet'
  if (value === 'inet6' || value === 6) return 'inet6'
  throw new InputError(`must be 'inet' or 'inet6', not ${describeValue(value)}`)
}

function statesOf(value: unknown): readonly SocketState[] {
  if (!Array.isArray(value)) throw new InputError(`must be an array such as ['listen'], not ${describeValue(value)}`)
  if (value.length === 0) throw new InputError('must not be an empty array')
  for (const one of value) {
    if (typeof one === 'string' && Object.hasOwn(SS_STATES, one))
      throw new InputError(`must contain '${SS_STATES[one]}', which ss calls '${one}'`)
  }
  const masks = value.map((one) => (typeof one === 'number' ? bitOf(one) : (one as SocketState)))
  normal(states, masks)
  return masks
}

/** A state by its number, as the bit of a request. */
function bitOf(number: number): number {
  return 2 ** wholeNumber(1, 31)(number)
}

function markOf(value: unknown): MaskedMark {
  const whole = wholeNumber(0, MOST)
  if (typeof value !== 'object' || value === null) return { mark: whole(value), mask: MOST }
  const of = (key: 'mark' | 'mask') => under(key, () => whole((value as Partial<MaskedMark>)[key]))
  return { mark: of('mark'), mask: of('mask') }
}

/** The id of a control group is the inode of its folder. */
function cgroupOf(value: unknown): number {
  if (typeof value !== 'string') return wholeNumber(1, Number.MAX_SAFE_INTEGER)(value)
  const found = statSync(value, { throwIfNoEntry: false })
  if (found?.isDirectory() === true) return found.ino
  throw new InputError(`must be the folder of a control group or its id, not ${describeValue(value)}`)
}

function pathOf(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  throw new InputError(`must be the path of a unix socket, not ${describeValue(value)}`)
}

function boolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new InputError(`must be true or false, not ${describeValue(value)}`)
  return value
}

/** How each selecting option is checked. */
const SELECTIONS: { readonly [K in keyof Selected]-?: (value: unknown) => NonNullable<Selected[K]> } = {
  family: familyOf,
  states: statesOf,
  local: endpointMatch,
  remote: endpointMatch,
  link: (value) => oneLinkKey(value as LinkRef),
  mark: markOf,
  cgroup: cgroupOf,
  uid: wholeNumber(0, MOST),
  inode: wholeNumber(1, MOST),
  path: pathOf,
}

export const SELECTING = Object.keys(SELECTIONS) as readonly (keyof Selected)[]

/** iproute2's words. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  local: ['src', 'sport'],
  remote: ['dst', 'dport'],
  link: ['dev'],
  mark: ['fwmark'],
  states: ['state'],
}

/** The options that select, with iproute2's words. */
const SELECTION: readonly Named[] = ['protocol', ...SELECTING].map((key) => {
  const iproute2 = WORDS[key]
  return iproute2 === undefined ? { key } : { key, iproute2 }
})
const REPORTING: readonly Named[] = ['info', 'memory', 'skBpfStorages'].map((key) => ({ key }))

/** Checks a filter and the limits in either argument. `known` are the protocols; what is reported can be chosen unless sockets are only selected. */
export function readSockets(
  operation: string,
  filter: SocketFilter,
  within: Limits | undefined,
  known: readonly string[],
  isReporting = true,
): Checked {
  const options = isReporting ? [...SELECTION, ...REPORTING] : SELECTION
  const { given, limits } = readFilter(operation, filter, within, options, 'filter', isReporting ? NAMING : undefined)
  const values = given as Readonly<Record<string, unknown>>
  const check = <T>(key: string, read: (value: unknown) => T): T | undefined => {
    if (values[key] === undefined) return undefined
    try {
      return read(values[key])
    } catch (thrown) {
      throw callerError(operation, thrown instanceof InputError ? thrown.under(key) : thrown)
    }
  }
  const found = SELECTING.map((key) => [key, check<unknown>(key, SELECTIONS[key])] as const)
  const selected = Object.fromEntries(found.filter(([, value]) => value !== undefined)) as Selected
  checkFamilies(operation, selected)
  return {
    protocols: check('protocol', (value) => protocols(value, known)),
    selected,
    info: check('info', boolean) ?? false,
    memory: check('memory', boolean) ?? false,
    storages: check('skBpfStorages', boolean) ?? false,
    limits,
  }
}

/** IPv4 addresses also select IPv6 sockets that use IPv4. */
function checkFamilies(operation: string, { family, local, remote }: Selected): void {
  const sizes = [local, remote].flatMap((end) => end?.prefix?.address.length ?? [])
  if (family === 'inet' && sizes.includes(16))
    throw new TypeError(`${operation}: family must be that of the addresses (IPv6), not 'inet'`)
  if (sizes.includes(4) && sizes.includes(16))
    throw new TypeError(`${operation}: remote must be of the same address family as local`)
}
