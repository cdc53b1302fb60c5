import type { Identity } from '../verb/identity.ts'
import type { BridgeVlan } from './vlan-report.ts'

/** One VLAN of one port. A watch has no ranges. */
export const identity: Identity<BridgeVlan> = {
  kind: 'vlan',
  plural: 'vlans',
  message: 'NEWVLAN',
  groups: ['brvlan'],
  volatile: ['mcastNGroups', 'stats'],
  place: ({ link, vid }) => link * 4096 + Number(vid),
  links: ['link'],
  unwatched: ['ranges', 'stats'],
  reading: ['ranges'],
  // A new VLAN of untagged frames takes this from another one, and MST changes states: the port has an event, the VLANs have none. A port that leaves
  // its bridge is no longer listed.
  collateral: { link: ({ link }: BridgeVlan) => [link], by: 'link', port: true, gone: ['ENODEV', 'EINVAL'] },
}
