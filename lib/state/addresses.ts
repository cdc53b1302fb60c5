import { type Address, addAddress, deleteAddress, listAddresses, replaceAddress } from '../address/address.ts'
import { identity } from '../address/identity.ts'
import { on } from '../verb/verb.ts'
import { isSame, volatileFrom } from '../watch/difference.ts'
import type { Fields } from './asked.ts'
import type { Kind, Reach } from './kind.ts'
import { lists } from './listed.ts'

/** Flags that follow from duplicate address detection, and from lifetimes. */
const STATE: readonly unknown[] = ['tentative', 'dadfailed', 'optimistic', 'permanent', 'deprecated']
const volatile = volatileFrom(identity.volatile)
/** Lifetimes count down, in seconds. */
const LATE = 5

/** The address itself, without the length of its prefix. */
export function bare(address: string): string {
  const slash = address.indexOf('/')
  return slash < 0 ? address : address.slice(0, slash)
}

function placeAsked({ link, local, address }: Fields): string {
  return `${link} ${bare(String(local ?? address))}`
}

function compared({ flags, ...rest }: Address): Address {
  return { ...rest, flags: flags?.filter((flag) => !STATE.includes(flag)) ?? [] } as Address
}

function isNear(one: number | string | undefined, other: number | string | undefined): boolean {
  return typeof one === 'number' && typeof other === 'number' ? Math.abs(one - other) <= LATE : one === other
}

/** Lifetimes count down from when they were set. */
function livesAlike(one: Address, other: Address): boolean {
  const [first, second] = [one.cacheinfo, other.cacheinfo]
  return isNear(first?.valid, second?.valid) && isNear(first?.prefered, second?.prefered)
}

/** Whether only what replaceAddress changes may differ. */
function isReplaceable(from: Address, to: Address): boolean {
  const key = ({ link, address, peer, label, scope, broadcast, flags }: Address) =>
    JSON.stringify([link, address, peer, label, scope, broadcast, flags?.includes('secondary')])
  return key(from) === key(to)
}

function isInet({ family }: Address): boolean {
  return family === 'inet'
}

const MOST_LINKS = 4

function list(handle: Parameters<Kind['list']>[0], { scope, asked }: Reach): Promise<Address[]> {
  const links = new Set<unknown>([...scope.links, ...asked.map(({ fields }) => fields.link)])
  const ask = on(handle, listAddresses)
  const few = links.size <= MOST_LINKS && [...links].every((link) => typeof link === 'number')
  return lists(few ? [...links].map((link) => ask({ link: link as number })) : [ask()])
}

/** Addresses of IPv4 on one link are ordered: the first one of a subnet is primary. */
export const addresses: Kind<Address> = {
  noun: 'address',
  verbs: { addAddress: 'creates', replaceAddress: 'changes', deleteAddress: 'changes' },
  slot: ({ family, link, address }) => (family === 'inet' ? String(link) : `${link} ${bare(address)}`),
  placeOf: ({ link, address }) => `${link} ${bare(address)}`,
  placeAsked,
  made: () => true,
  same: (one, other) => isSame(compared(one), compared(other), volatile) && livesAlike(one, other),
  unique: () => true,
  within: ({ link }, { links }) => links.has(link),
  own: ({ family, address, proto, flags }) =>
    String(proto).startsWith('kernel') ||
    (family === 'inet6' && flags?.includes('temporary') === true) ||
    /^fe80:.*ff:fe/.test(address),
  ownGoes: true,
  list,
  // The kernel inserts an address of IPv6 before those of the same scope (ipv6_link_dev_addr in net/ipv6/addrconf.c).
  ordered: (items) => [...items.filter(isInet), ...items.filter((one) => !isInet(one)).reverse()],
  put: (handle, address) => on(handle, addAddress)(address),
  remove: (handle, address) => on(handle, deleteAddress)(address),
  canReplace: isReplaceable,
  replace: (handle, to) => on(handle, replaceAddress)(to),
  subject: ({ address }) => address,
}
