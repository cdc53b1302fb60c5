import { listAddresses } from '../address/address.ts'
import { listMdb } from '../bridge/mdb.ts'
import { listBridgeVlans } from '../bridge/vlan.ts'
import { listLinks } from '../link/list.ts'
import { listNeighbours } from '../neighbour/neighbour.ts'
import { listNexthops } from '../nexthop/nexthop.ts'
import { listRoutes } from '../route/list.ts'
import { listRules } from '../rule/rule.ts'
import { type Watched, watchedOf } from '../verb/listing.ts'

/** What can be watched, in the order in which it is listed and reported. */
export const kinds: readonly Watched<object>[] = [
  listLinks,
  listAddresses,
  listNexthops,
  listRoutes,
  listRules,
  listNeighbours,
  listBridgeVlans,
  listMdb,
].map((list) => watchedOf(list) as Watched<object>)
