import { address } from './number.mjs'
import { expectCount, timed } from './outcome.mjs'
import { pair } from './pair.mjs'
import { CREATE, each, INET } from './socket.mjs'

const MAIN = 254
const FIELDS = { family: INET, dstLen: 32, table: MAIN, protocol: 'BOOT', scope: 'LINK', type: 'UNICAST' }

const adder = (socket, oif) => (i) => socket.newRoute(FIELDS, { dst: address(i), oif }, CREATE)

async function dump(socket) {
  const routes = await socket.getRoutes({ family: INET })
  return routes.filter(({ data }) => data.table === MAIN)
}

export async function add(items) {
  const { socket, index } = await pair()
  const { took } = await timed(() => each(items, adder(socket, index)))
  expectCount('routes', (await dump(socket)).length, items)
  return { took, note: 'newRoute, 200 at once' }
}

export async function list(items) {
  const { socket, index } = await pair()
  await each(items, adder(socket, index))
  const { took, result } = await timed(() => dump(socket))
  expectCount('routes', result.length, items)
  return { took }
}
