import { listNexthopBuckets, listNexthops } from '../../../lib/nexthop/index.ts'
import { golden } from './golden.ts'

/** Nexthops, captured where v0 is link 10 and v1 link 11. */
export const nexthops = golden('nexthops', {
  layout: { header: 8, nests: ['12', '13'] },
  meaning: (message) => message,
  list: (from) => from.on(listNexthops)(),
})

/** Buckets of resilient groups. */
export const buckets = golden('buckets', {
  layout: { header: 8, nests: ['13'] },
  meaning: (message) => message,
  list: (from) => from.on(listNexthopBuckets)(),
})
