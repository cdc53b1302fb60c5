import { execFileSync } from 'node:child_process'
import { openSync } from 'node:fs'
import { bridge, veth } from './linkinfo.mjs'
import { expectCount, timed } from './outcome.mjs'
import { indexOf, pair, UP } from './pair.mjs'
import { CREATE, each, open } from './socket.mjs'

const PRIVATE_GROUP = 0x6e706d6e

export async function vethPairs(items) {
  // Set-up that the package cannot do is done by ip.
  execFileSync('ip', ['netns', 'add', 'peers'])
  const peers = openSync('/run/netns/peers')
  const socket = open()
  await socket.newLink(UP, { ifname: 'br0', linkinfo: bridge() }, CREATE)
  const master = await indexOf(socket, 'br0')
  const { took } = await timed(() =>
    each(items, (i) => socket.newLink(UP, { ifname: `a${i}`, master, linkinfo: veth(`b${i}`, peers) }, CREATE)),
  )
  const links = await socket.getLinks()
  expectCount('bridge ports', links.filter(({ attrs }) => attrs.master === master).length, items)
  const there = execFileSync('ip', ['-n', 'peers', '-o', 'link'], { encoding: 'utf8' })
  expectCount('links among peers', there.trim().split('\n').length, items + 1)
  return { took, note: 'newLink, 200 at once; IFLA_LINKINFO laid by hand' }
}

const makePairs = (socket, pairs) =>
  each(pairs, (i) => socket.newLink({}, { ifname: `a${i}`, linkinfo: veth(`b${i}`) }, CREATE))

export async function deleteLinks(items) {
  const socket = open()
  await makePairs(socket, items)
  const links = (await socket.getLinks()).filter(({ attrs }) => attrs.ifname !== 'lo')
  await each(links.length, (i) => socket.setLink({ index: links[i].data.index, ...UP }))
  const { took } = await timed(async () => {
    await each(items, (i) => socket.setLink({}, { ifname: `a${i}`, group: PRIVATE_GROUP }))
    await socket.delLink({}, { group: PRIVATE_GROUP })
  })
  expectCount('links', (await socket.getLinks()).length, 1)
  return { took, note: 'into a group, then the group' }
}

export async function listLinks(items) {
  const socket = open()
  await makePairs(socket, items / 2)
  const { took, result } = await timed(() => socket.getLinks())
  expectCount('links', result.length, items + 1)
  return { took }
}

export async function latency(items) {
  const { socket } = await pair()
  let right = 0
  const { took } = await timed(async () => {
    for (let i = 0; i < items; i++) {
      const [link] = await socket.getLink({}, { ifname: 'v0' })
      if (link.attrs.ifname === 'v0') right++
    }
  })
  expectCount('answers', right, items)
  return { took }
}

export async function coldStart() {
  const { took, result } = await timed(() => open().getLinks())
  expectCount('links', result.length, 1)
  return { took }
}
