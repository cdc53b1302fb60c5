import type { Identity } from '../verb/identity.ts'
import type { Address } from './address.ts'

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
}
