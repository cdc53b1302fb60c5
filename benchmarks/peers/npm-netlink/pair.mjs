import { veth } from './linkinfo.mjs'
import { CREATE, open } from './socket.mjs'

export const UP = { change: { up: true }, flags: { up: true } }

export async function indexOf(socket, name) {
  const [link] = await socket.getLink({}, { ifname: name })
  return link.data.index
}

/** A socket, and the index of v0 of the pair v0, v1, both up. */
export async function pair() {
  const socket = open()
  await socket.newLink({}, { ifname: 'v0', linkinfo: veth('v1') }, CREATE)
  for (const name of ['v1', 'v0']) await socket.setLink({ index: await indexOf(socket, name), ...UP })
  return { socket, index: await indexOf(socket, 'v0') }
}
