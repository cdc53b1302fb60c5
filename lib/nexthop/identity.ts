import { without } from '../verb/brief.ts'
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
  desired: {
    owner: 'protocol',
    key: ({ id }) => String(id),
    completed,
    chosen: ['oif', 'scope'],
    automatic: ({ protocol }) => protocol === 'kernel',
    brief: (item) =>
      without(item, {
        ...{ family: isPlain(item) ? item.family : undefined, scope: item.scope, protocol: 'unspec' },
        groupType: item.resilient === undefined ? 'mpath' : 'res',
      }),
    rank: ({ group }) => (group === undefined ? 0 : 1),
  },
}

/** What the kernel adds to a group (nla_put_nh_group in net/ipv4/nexthop.c). */
function completed(item: Nexthop): Nexthop {
  return item.group === undefined ? item : { ...item, groupType: item.groupType ?? 'mpath' }
}

/** Whether an address shows the family, or there is none. */
function isPlain({ family, gateway, group }: Nexthop): boolean {
  return family === 'inet' || gateway?.includes(':') === true || group !== undefined
}
