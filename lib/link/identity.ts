import type { Identity } from '../verb/identity.ts'
import type { Link } from './link.ts'
import { FIELDS } from './request.ts'

/** Links are identified by their index, which the kernel may use again for another link. */
export const identity: Identity<Link> = {
  kind: 'link',
  plural: 'links',
  message: 'NEWLINK',
  groups: ['link'],
  fields: FIELDS,
  volatile: [
    ...['stats', 'stats64', 'xstats', 'promiscuity', 'allmultiCount', 'qdisc', 'event', 'map'],
    ...['carrierChanges', 'carrierUpCount', 'carrierDownCount'],
    // Settings that sysctls change.
    ...['afSpec.inet', 'afSpec.inet6.conf', 'afSpec.inet6.flags'],
    ...['afSpec.inet6.stats', 'afSpec.inet6.icmp6stats', 'afSpec.inet6.cacheinfo'],
    ...['data.helloTimer', 'data.tcnTimer', 'data.topologyChangeTimer', 'data.gcTimer', 'data.fdbNLearned'],
    'data.seqNr',
    'port.mcastNGroups',
    // Those of the bridge, which follow its address.
    ...['port.rootId', 'port.bridgeId'],
    ...['data.mcastQuerierState', 'port.messageAgeTimer', 'port.forwardDelayTimer', 'port.holdTimer'],
  ],
  place: ({ index }) => index,
  renewed: (before, after) =>
    before.kind !== after.kind || (before.address !== after.address && before.name !== after.name),
  // The first end of a veth pair is registered before it has a peer.
  incomplete: ({ kind, link }) => kind === 'veth' && link === 0,
  // A bridge takes its limits from its ports (netdev_update_features, br_mtu_auto_adjust).
  touches: (before, after) => (before?.master === after?.master ? [] : [before?.master, after?.master]),
  links: ['master'],
  reading: ['stats', 'vf'],
  matches: {
    master: ({ master }, wanted: number | null) => (wanted === null ? master === undefined : master === wanted),
  },
}
