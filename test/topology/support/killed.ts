import type { Topology } from '../../../lib/index.ts'
import type { Place } from '../../support/place.ts'
import { dump } from './dump.ts'

const NODAD = ['nodad'] as const
/** Links with the same hardware addresses each time, and without addresses of the kernel's own. */
const GENERATED = { inet6: { addrGenMode: 'none' } } as const
const mac = (i: number) => ({ address: `02:00:00:00:00:0${i}`, afSpec: GENERATED })

/** A topology with a step of each phase, in the namespace of the handle and in another. */
export function topologyWith(netns: string): Topology {
  return {
    links: {
      lo: { up: true },
      br0: { kind: 'bridge', up: true, ...mac(1), addresses: ['10.1.0.1/24', { address: 'fd01::1/64', flags: NODAD }] },
      v1: { peer: { netns, name: 'eth0' }, ...mac(2), master: 'br0', up: true, port: { mode: true } },
      d1: { up: true, ...mac(3) },
      d0: {
        peer: { name: 'd1' },
        ...mac(4),
        up: true,
        mtu: 1400,
        altnames: ['other'],
        addresses: ['10.3.0.1/24', '10.3.0.2/24'],
      },
    },
    nexthops: [{ id: 5, gateway: '10.3.0.5', oif: 'd0' }],
    routes: [
      { dst: '10.9.0.0/16', gateway: '10.20.0.9' },
      { dst: '10.20.0.0/16', oif: 'd0' },
      { dst: '10.6.0.0/16', nhId: 5 },
    ],
    rules: [{ src: '10.1.0.0/16', table: 100, priority: 1000 }],
    neighbours: [{ link: 'd0', dst: '10.3.0.9', lladdr: '02:00:00:00:00:09' }],
    sysctls: { 'net.ipv4.ip_forward': 1 },
    namespaces: {
      [netns]: {
        links: { lo: { up: true }, eth0: { up: true, ...mac(5), addresses: ['10.1.0.2/24'] } },
        routes: [{ dst: 'default', gateway: '10.1.0.1' }],
      },
    },
  }
}

/** What `ip` shows of both namespaces, with the marks of their links; only that of the handle if the other does not exist. */
export function whole({ ip }: Pick<Place, 'ip'>, netns: string, exists: boolean): object {
  const inside = ((command: string) => ip(`-n ${netns} ${command}`)) as Place['ip']
  return (exists ? [ip, inside] : [ip]).map((ask) => ({
    ...dump({ ip: ask }),
    names: ask<{ ifname: string; altnames?: string[] }>('-j link show').map(({ ifname, altnames = [] }) =>
      [ifname, ...altnames].join(' '),
    ),
  }))
}
