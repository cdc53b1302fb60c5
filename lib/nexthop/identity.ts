import type { Identity } from '../verb/identity.ts'
import type { Nexthop } from './nexthop.ts'

/** Nexthops are identified by their id. */
export const identity: Identity<Nexthop> = {
  kind: 'nexthop',
  plural: 'nexthops',
  message: 'NEWNEXTHOP',
  groups: ['nexthop'],
  volatile: ['resilient.unbalancedTime'],
  place: ({ id }) => id,
  links: ['oif'],
  unwatched: ['master'],
  matches: {
    group: ({ group }, wanted: boolean) => (group !== undefined) === wanted,
    fdb: ({ fdb }, wanted: boolean) => (fdb === true) === wanted,
  },
  collateral: { link: ({ oif }: Nexthop) => [oif], by: 'oif', nexthop: ({ group }: Nexthop) => group !== undefined },
}
