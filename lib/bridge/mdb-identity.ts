import type { Identity } from '../verb/identity.ts'
import type { Mdb } from './mdb-report.ts'

/** Entries differ by port, group, VLAN and source; those of a VXLAN also by the remote end. */
export const identity: Identity<Mdb> = {
  kind: 'mdb',
  plural: 'mdb',
  message: 'NEWMDB',
  groups: ['mdb'],
  volatile: ['timer', 'srcList.timer'],
  place: ({ bridge, port, group, vid, source, dst, dstPort, vni, ifindex, srcVni }) =>
    `${bridge} ${port} ${group} ${vid} ${source} ${dst} ${dstPort} ${vni} ${ifindex} ${srcVni}`,
  links: ['bridge', 'port'],
  // The groups of the bridge itself go with it without an event.
  collateral: { link: ({ port }: Mdb) => [port], by: 'port' },
}
