import type { NeighbourOptions } from '../../../lib/index.ts'

/** One kind of entry: as we are asked for it, as `ip neighbour add` is, and what our list must then say of it. */
export interface NeighbourCase {
  what: string
  ours: NeighbourOptions
  /** Words behind `ip neighbour add`. */
  ip: string
  /** Members of the object that listNeighbours gives; what was asked for, unless given. */
  listed?: object
}

const lladdr = '02:00:00:00:00:99'

export const neighbourCases: readonly NeighbourCase[] = [
  {
    what: 'a permanent entry',
    ours: { link: 10, dst: '10.0.0.9', lladdr },
    ip: `10.0.0.9 lladdr ${lladdr} dev v0`,
    listed: { link: 10, dst: '10.0.0.9', lladdr, family: 'inet', state: 'permanent', flags: [], type: 'unicast' },
  },
  {
    what: 'a permanent entry of IPv6',
    ours: { link: 10, dst: 'fd00::9', lladdr },
    ip: `fd00::9 lladdr ${lladdr} dev v0`,
    listed: { link: 10, dst: 'fd00::9', lladdr, family: 'inet6', state: 'permanent' },
  },
  {
    what: 'a stale entry',
    ours: { link: 10, dst: '10.0.0.9', lladdr, state: 'stale' },
    ip: `10.0.0.9 lladdr ${lladdr} dev v0 nud stale`,
  },
  {
    what: 'a reachable router',
    ours: { link: 10, dst: 'fd00::9', lladdr, state: 'reachable', flags: ['router'] },
    ip: `fd00::9 lladdr ${lladdr} dev v0 nud reachable router`,
  },
  {
    what: 'an entry that is not asked for',
    ours: { link: 10, dst: '10.0.0.9', lladdr, state: 'noarp' },
    ip: `10.0.0.9 lladdr ${lladdr} dev v0 nud noarp`,
  },
  {
    what: 'an entry that a program learned',
    ours: { link: 10, dst: '10.0.0.9', lladdr, state: 'stale', flags: ['ext_learned'], protocol: 'bird' },
    ip: `10.0.0.9 lladdr ${lladdr} dev v0 nud stale extern_learn protocol bird`,
  },
  {
    what: 'an entry that the kernel keeps',
    ours: { link: 10, dst: '10.0.0.9', flagsExt: ['managed'] },
    ip: '10.0.0.9 dev v0 managed',
    listed: { dst: '10.0.0.9', flagsExt: ['managed'], state: 'incomplete' },
  },
  {
    what: 'an entry that is used at once',
    ours: { link: 10, dst: '10.0.0.9', flags: ['use'] },
    ip: '10.0.0.9 dev v0 use',
    listed: { dst: '10.0.0.9', flags: [], state: 'incomplete' },
  },
]
