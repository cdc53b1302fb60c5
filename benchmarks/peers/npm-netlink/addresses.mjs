import { address } from './number.mjs'
import { expectCount, timed } from './outcome.mjs'
import { pair } from './pair.mjs'
import { CREATE, each, INET } from './socket.mjs'

const adder = (socket, index) => (i) =>
  socket.newAddress({ family: INET, prefixlen: 32, index }, { local: address(i), address: address(i) }, CREATE)

const dump = (socket) => socket.getAddresses({ family: INET })

export async function add(items) {
  const { socket, index } = await pair()
  const { took } = await timed(() => each(items, adder(socket, index)))
  expectCount('addresses', (await dump(socket)).length, items)
  return { took, note: 'newAddress, 200 at once' }
}

export async function list(items) {
  const { socket, index } = await pair()
  await each(items, adder(socket, index))
  const { took, result } = await timed(() => dump(socket))
  expectCount('addresses', result.length, items)
  return { took }
}

export async function latency(items) {
  const { socket, index } = await pair()
  const one = adder(socket, index)
  const { took } = await timed(async () => {
    for (let i = 0; i < items; i++) await one(i)
  })
  expectCount('addresses', (await dump(socket)).length, items)
  return { took }
}
