import { rtnetlink } from '../protocol/rtnetlink.ts'
import { listing } from '../verb/listing.ts'
import type { Naming } from '../verb/naming.ts'
import { type LinkRef, oneLink } from '../wire/reference.ts'
import type { Value } from '../wire/type.ts'
import { mdbMessage } from './mdb-message.ts'
import type { MulticastRouterPort } from './router-port.ts'

/** A port of a bridge with a multicast router, as listed. */
export interface MdbRouter extends MulticastRouterPort {
  /** Index of the bridge. */
  bridge: number
  /** Name of `bridge`, with `names: true`. */
  bridgeName?: string
  /** Name of `port`, with `names: true`. */
  portName?: string
}

/** Selects the ports to list. */
export interface MdbRouterFilter extends Naming {
  /** The bridge; iproute2: `dev`. */
  bridge?: LinkRef | undefined
}

const ofList = rtnetlink.verbs('NEWMDB', mdbMessage)

const routers = listing<MdbRouterFilter, Value<typeof mdbMessage>, MdbRouter, Naming>({
  request: () => (name, way, extras) =>
    ofList(name, way, { preset: { family: 'bridge' }, ...extras, sameFamily: false }),
  each: ({ bridge, router = [] }) => router.map((port) => ({ bridge, ...port })),
  filters: [{ key: 'bridge', type: oneLink, iproute2: ['dev', 'br'] }],
  compared: ['bridge'],
  lookedUp: ['bridge'],
  fields: () => ({ family: 'bridge' }),
  empty: ['EOPNOTSUPP'],
  links: (found) => [
    [found, 'bridge'],
    [found, 'port'],
  ],
})

/** Lists the ports of bridges with multicast routers (`bridge -d mdb show`, router ports). */
export const listMdbRouters = routers.list('listMdbRouters')
