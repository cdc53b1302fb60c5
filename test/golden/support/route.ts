import { listRoutes } from '../../../lib/route/list.ts'
import { addRoute } from '../../../lib/route/route.ts'
import { golden } from './golden.ts'

const RTM_DELROUTE = 25
const AF_INET6 = '0a'
/** `::`, the destination that is none. */
const ANYWHERE = `1 ${'0'.repeat(32)}`

const numberOf = (attribute: string) => attribute.split(' ')[0] as string

/**
 * Routes, captured where v0 is link 10, v1 link 11, lo link 1. To the kernel the table is RTA_TABLE or else the header's. Scopes differ
 * for IPv4 alone, and deleting by type finds the same route whatever the scope.
 */
export const routes = golden('routes', {
  layout: { header: 12, strings: ['8.16'], nests: ['8'], hops: ['9'] },
  meaning({ type, header, attributes, ...others }) {
    const given = attributes.find((attribute) => attribute.startsWith('15 '))
    const scopeless = header.startsWith(AF_INET6) || type === RTM_DELROUTE
    return {
      ...others,
      type,
      header: `${header.slice(0, 8)}..${header.slice(10, 12)}${scopeless ? '..' : header.slice(12, 14)}${header.slice(14)}`,
      table: given === undefined ? `${header.slice(8, 10)}000000` : given.slice(3),
      attributes: attributes.filter((attribute) => attribute !== given && attribute !== ANYWHERE),
    }
  },
  list: (from) => from.on(listRoutes)({ table: 'all' }),
  again: {
    add: (to, route) => to.on(addRoute)(route),
    same({ header, table, attributes }, route, from) {
      // RTA_CACHEINFO is a state, and reports RTA_EXPIRES; what a next-hop object says is not said again.
      const left = ['12', ...(route.nhId === undefined ? [] : ['4', '5']), ...(from === 'request' ? ['23'] : [])]
      return { header, table, attributes: attributes.filter((attribute) => !left.includes(numberOf(attribute))) }
    },
  },
})
