import { without } from '../verb/brief.ts'
import type { Identity } from '../verb/identity.ts'
import type { Address } from './address.ts'

/** The kernel adds them to a link lo that is set up. */
const OF_LOOPBACK = ['127.0.0.1/8', '::1/128']

/** Lifetimes count down; their end is an event. */
export const identity: Identity<Address> = {
  kind: 'address',
  plural: 'addresses',
  message: 'NEWADDR',
  groups: ['ipv4_ifaddr', 'ipv6_ifaddr'],
  volatile: ['cacheinfo'],
  place: ({ link, address, peer }) => (peer === undefined ? `${link} ${address}` : `${link} ${address} ${peer}`),
  links: ['link'],
  selectors: ['family', 'link'],
  // Link-local addresses have an event when they are no longer tentative.
  collateral: { link: ({ link }: Address) => [link], by: 'link', appears: true },
  desired: {
    owner: 'proto',
    key: ({ link, address, peer }) => `${link} ${address} ${peer ?? ''}`,
    // The others are ignored for an address that exists (inet_rtm_newaddr in net/ipv4/devinet.c, inet6_addr_modify in net/ipv6/addrconf.c).
    changeable: ({ family }) => [
      'cacheinfo',
      'rtPriority',
      'proto',
      ...(family === 'inet6' ? (['flags'] as const) : []),
    ],
    chosen: ['label', 'scope'],
    completed: (item) => ({ ...item, flags: item.flags ?? [] }),
    // Duplicate address detection begins again with a new address only.
    failed: ({ flags = [] }) => (flags.includes('dadfailed') ? 'flags' : undefined),
    automatic: ({ proto, flags = [], cacheinfo, address }) =>
      OF_LOOPBACK.includes(address) ||
      (typeof proto === 'string' && proto !== 'unspec') ||
      flags.includes('temporary') ||
      (cacheinfo !== undefined && cacheinfo.valid !== 'forever'),
    brief: (item) => without(item, { family: item.family, scope: 'universe', proto: 'unspec' }),
  },
}
