import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Sender } from '../transport/handle.ts'
import { Again } from '../verb/again.ts'
import { named } from '../verb/checks.ts'
import { fieldsOf } from '../verb/filter.ts'
import { listing } from '../verb/listing.ts'
import type { Naming } from '../verb/naming.ts'
import { checkOption, missingOption } from '../verb/options.ts'
import { change } from '../verb/verb.ts'
import { prefix } from '../wire/address.ts'
import type { Family } from '../wire/family.ts'
import type { Preset } from '../wire/message.ts'
import { normal } from '../wire/normal.ts'
import type { LinkRef } from '../wire/reference.ts'
import type { Input, Value } from '../wire/type.ts'
import { identity } from './identity.ts'
import { address } from './message.ts'

/** Attributes of other messages, and `local`, which this file reads and writes. */
type Other = 'local' | 'anycast' | 'multicast' | 'targetNetnsid'

/** An address of a link, as the kernel lists it. */
export interface Address extends Omit<Value<typeof address>, Other | 'address' | 'link'> {
  /** Index of the link; iproute2: `dev`. */
  link: number
  /** Local address with its prefix length, '172.17.0.2/16'; iproute2: `local`. */
  address: string
  /** Other end of a point-to-point link, with the prefix length. */
  peer?: string
  /** Name of `link`, with `names: true`. */
  linkName?: string
}

/** An address to add. A listed address is accepted as well; what the kernel only reports is not sent. */
export interface AddressOptions extends Omit<Input<typeof address>, Other | 'address' | 'link'> {
  /** Link to which the address is added; iproute2: `dev`. */
  link: LinkRef
  /** Address with its prefix length, '172.17.0.2/16'. Without a length, the address is a /32, or a /128 for IPv6. */
  address: string
  /** Other end of a point-to-point link, with the prefix length if that differs from the length of the address. */
  peer?: string | undefined
}

/** Selects the addresses to list. */
export interface AddressFilter extends Naming {
  /** Both IPv4 and IPv6 by default. */
  family?: Family | undefined
  /** Link of the addresses; iproute2: `dev`. */
  link?: LinkRef | undefined
}

/**
 * The kernel has two addresses: IFA_LOCAL, the local one, and IFA_ADDRESS, the peer's or the same (comment in
 * include/uapi/linux/if_addr.h). The prefix length belongs to IFA_ADDRESS.
 */
function toRequest(operation: string, options: AddressOptions): object {
  if ('local' in options && options.local !== undefined)
    throw new TypeError(`${operation}: \`local\` is \`address\` here`)
  const { address: own, peer, ...others } = options
  const cacheinfo = lifetimes(operation, options)
  const rest = cacheinfo === undefined ? others : { ...others, cacheinfo }
  const missing = own === undefined ? 'address' : rest.link === undefined ? 'link' : undefined
  if (missing !== undefined) throw missingOption(operation, options, address, `${missing} is missing`, ['peer'])
  if (typeof own !== 'string') throw new TypeError(`${operation}: address must be a string such as '172.17.0.2/16'`)
  if (peer !== undefined && typeof peer !== 'string') throw new TypeError(`${operation}: peer must be a string`)
  if (peer !== undefined && peer.includes(':') !== own.includes(':')) {
    throw new TypeError(`${operation}: peer must be of the same family as address, not '${peer}'`)
  }
  if (peer !== undefined) named(operation, 'peer', () => normal(prefix(1), peer))
  const slash = own.indexOf('/')
  const local = slash < 0 ? own : own.slice(0, slash)
  const far = peer === undefined ? own : peer.includes('/') || slash < 0 ? peer : peer + own.slice(slash)
  return own.includes(':') && peer === undefined ? { ...rest, address: far } : { ...rest, local, address: far }
}

/**
 * For the kernel, a missing lifetime is 0; here, it defaults to the other one, or to 'forever'. The preferred lifetime of a deprecated
 * address has expired; for an address that is valid forever, IPv4 reports that only by the flag (inet_fill_ifaddr in net/ipv4/devinet.c).
 */
function lifetimes(operation: string, { cacheinfo, flags }: AddressOptions): AddressOptions['cacheinfo'] {
  const over = Array.isArray(flags) && flags.includes('deprecated')
  if (cacheinfo === undefined && !over) return undefined
  if (cacheinfo !== undefined) checkOption(operation, 'cacheinfo', cacheinfo, '{ valid: 3600 }')
  const { valid = 'forever' } = cacheinfo ?? {}
  const { prefered = over ? 0 : valid } = cacheinfo ?? {}
  return { ...cacheinfo, valid, prefered: over && prefered === 'forever' ? 0 : prefered }
}

/** IPv6 reports IFA_LOCAL only for addresses with a peer, and uses the flag of secondary addresses for temporary ones. */
function fromReport(report: Value<typeof address>): Address {
  const { local, address: far, ...rest } = report
  if (rest.family === 'inet6' && rest.flags?.[0] === 'secondary') rest.flags[0] = 'temporary'
  if (far === undefined) return { ...rest, address: local ?? '' } as Address
  const slash = far.indexOf('/')
  if (local === undefined || local === far.slice(0, slash)) return { ...rest, address: far } as Address
  return { ...rest, address: local + far.slice(slash), peer: far } as Address
}

const request = rtnetlink.verbs('NEWADDR', address)

/** The public names of the kernel's two addresses. */
function publish(path: string): string {
  return path === 'local' ? 'address' : path
}

const requests = {
  add: request('addAddress', 'add', { publish }),
  replace: request('replaceAddress', 'replace', { publish }),
  delete: request('deleteAddress', 'delete', { publish }),
  flush: request('flushAddresses', 'delete', { publish }),
}

/** Addresses in 127/8 have scope host, as in `ip address add` (default_scope in iproute2). */
function presetOf(options: AddressOptions): Preset | undefined {
  return isLoopback(options) ? { scope: 'host' } : undefined
}

function isLoopback({ address }: AddressOptions): boolean {
  return typeof address === 'string' && address.startsWith('127.')
}

/** The address of IFA_LOCAL, which IPv6 does not have. */
function localOf(address: unknown): unknown {
  if (typeof address !== 'string') return address
  const slash = address.indexOf('/')
  return address.includes(':') ? undefined : slash < 0 ? address : address.slice(0, slash)
}

/** Other addresses without a peer, of any link. */
const again = new Again({ link: [{ path: 'link' }], address: [{ path: 'local', as: localOf }, { path: 'address' }] })

/**
 * Adds an address to a link (`ip address add`). EEXIST if the link already has it. The kernel adds the route to the subnet.
 *
 * ```ts
 * await addAddress({ link: 'eth0', address: '172.17.0.2/16' })
 * ```
 */
export const addAddress = change(
  'addAddress',
  (sender: Sender, options: AddressOptions): Promise<void> => {
    const repeated = isLoopback(options) ? undefined : again.request(sender, requests.add, options)
    if (repeated !== undefined) return repeated
    const message = toRequest('addAddress', options)
    const preset = presetOf(options)
    if (preset === undefined && options.peer === undefined) again.follow(sender, options, requests.add, message)
    return sender.request(requests.add, message, preset)
  },
  { bare: 'address', undo: 'exact' },
)

/** Adds an address to a link, or changes its lifetimes, flags and priority (`ip address replace`). */
export const replaceAddress = change(
  'replaceAddress',
  (sender: Sender, options: AddressOptions): Promise<void> =>
    sender.request(requests.replace, toRequest('replaceAddress', options), presetOf(options)),
  { bare: 'address', undo: 'exact' },
)

/** Deletes an address of a link (`ip address del`). EADDRNOTAVAIL if the link does not have it. Besides `address`, the kernel compares `label`. */
export const deleteAddress = change(
  'deleteAddress',
  (sender: Sender, options: AddressOptions): Promise<void> =>
    sender.request(requests.delete, toRequest('deleteAddress', options)),
  { bare: 'address', undo: 'scope' },
)

const addresses = listing<AddressFilter, Value<typeof address>, Address, Naming>({
  request: () => request,
  answer: fromReport,
  filters: fieldsOf(address, 'family', 'link'),
  identity,
  links: (found) => [[found, 'link']],
})

/** Lists addresses (`ip address show`). */
export const listAddresses = addresses.list('listAddresses')

/** Lists addresses one by one in constant memory; requests more from the kernel only when the previous ones have been consumed. */
export const streamAddresses = addresses.stream('streamAddresses')

/**
 * Deletes the addresses that the filter selects and resolves with the number deleted (`ip address flush`). Addresses that disappear
 * meanwhile are not counted. A filter without any property is a TypeError.
 *
 * ```ts
 * await flushAddresses({ link: 'eth0' })
 * ```
 */
export const flushAddresses = addresses.flush('flushAddresses', {
  remove: (sender, one) => sender.request(requests.flush, toRequest('flushAddresses', one)),
  undo: 'scope',
  gone: ['EADDRNOTAVAIL', 'ENODEV'],
  choose: dependentFirst,
})

/** Deleting a primary address also deletes its secondary and temporary ones: these come first. */
function dependentFirst(found: readonly Address[]): readonly Address[] {
  const depends = ({ flags = [] }: Address) => flags.includes('secondary') || flags.includes('temporary')
  return [...found.filter(depends), ...found.filter((one) => !depends(one))]
}
