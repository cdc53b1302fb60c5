import { address, mac } from './number.mjs'
import { expectCount, timed } from './outcome.mjs'
import { pair } from './pair.mjs'
import { CREATE, each, INET } from './socket.mjs'

const adder = (socket, ifindex) => (i) =>
  socket.newNeighbor({ family: INET, ifindex, state: { permanent: true } }, { dst: address(i), lladdr: mac(i) }, CREATE)

async function dump(socket, index) {
  const neighbours = await socket.getNeighbors({ family: INET })
  return neighbours.filter(({ data }) => data.ifindex === index)
}

export async function add(items) {
  const { socket, index } = await pair()
  const { took } = await timed(() => each(items, adder(socket, index)))
  expectCount('neighbours', (await dump(socket, index)).length, items)
  return { took, note: 'newNeighbor, 200 at once' }
}

export async function list(items) {
  const { socket, index } = await pair()
  await each(items, adder(socket, index))
  const { took, result } = await timed(() => dump(socket, index))
  expectCount('neighbours', result.length, items)
  return { took }
}
