import { without } from '../verb/brief.ts'
import type { Identity } from '../verb/identity.ts'
import type { Neighbour } from './neighbour.ts'

/** Entries of forwarding tables differ by hardware address, VLAN and tunnel, others by IP address. */
export const identity: Identity<Neighbour> = {
  kind: 'neighbour',
  plural: 'neighbours',
  message: 'NEWNEIGH',
  groups: ['neigh'],
  volatile: ['cacheinfo', 'probes'],
  place: ({ family, link, dst, lladdr, vlan, vni, srcVni, master, flags }) =>
    family === 'bridge'
      ? `${link} ${lladdr} ${vlan} ${vni} ${srcVni} ${master} ${dst}`
      : `${link} ${dst} ${flags.includes('proxy')}`,
  links: ['link'],
  unwatched: ['master'],
  defaults: {
    family: ({ family }) => family === 'inet' || family === 'inet6',
    proxy: ({ flags }) => !flags.includes('proxy'),
  },
  matches: {
    // State is one of the conditions of the list.
    state: () => true,
    proxy: ({ flags }, wanted: boolean) => flags.includes('proxy') === wanted,
  },
  selectors: ['family', 'link'],
  desired: {
    owner: 'protocol',
    key: ({ link, dst, flags }) => `${link} ${dst} ${flags.includes('proxy')}`,
    // Proxy entries have state 'none' whatever is requested (neigh_fill_info and pneigh_fill_info in net/core/neighbour.c).
    completed: ({ type, probes, ...item }) =>
      (item.flags.includes('proxy') ? { ...item, state: 'none' } : item) as Neighbour,
    automatic: ({ state, flags, flagsExt = [] }) =>
      state !== 'permanent' &&
      !flags.includes('proxy') &&
      !flagsExt.includes('managed') &&
      !flags.includes('ext_learned'),
    brief: (item) =>
      without(item, {
        family: item.family,
        state: item.flags.includes('proxy') ? 'none' : 'permanent',
        protocol: 'unspec',
      }),
  },
}
