import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Socket } from '../../lib/sockets/index.ts'
import { until } from '../support/until.ts'
import { held } from './support/held.ts'
import { connected, eachSocketPlace, listening } from './support/place.ts'
import { endText, parsed, type SsLine, STATES } from './support/ss.ts'

/** What ss prints of a listed internet socket. */
function columns(socket: Socket<'tcp' | 'udp'>) {
  return {
    state: STATES[String(socket.state)],
    rqueue: socket.rqueue,
    wqueue: socket.wqueue,
    local: endText(socket.local),
    remote: endText(socket.remote),
    ino: String(socket.inode),
    sk: socket.cookie.slice(2),
  }
}

function columnsOf({ state, rqueue, wqueue, local, remote, words }: SsLine) {
  return { state, rqueue, wqueue, local, remote, ino: words.get('ino') ?? '0', sk: words.get('sk') }
}

const byCookie = (one: { sk?: string | undefined }, other: { sk?: string | undefined }) =>
  String(one.sk).localeCompare(String(other.sk))

/** ss writes `*` for the wildcard of a socket that takes both families. */
const starred = (text: string) => text.replace(/^\*:/, '[::]:')

describe('listSockets', () => {
  const place = eachSocketPlace()

  it('lists TCP sockets as ss does, in every state and of both families', async () => {
    const one = await connected(place())
    const two = await connected(place(), '::', '::1')
    const mapped = await connected(place(), '::', '127.0.0.1')
    one.client.end()
    const halfClosed = { protocol: 'tcp', states: ['fin_wait2'] } as const
    await until(
      'the connection to be closed by half',
      async () => (await place().sockets.listSockets(halfClosed)).length > 0,
    )
    const listed = await place().sockets.listSockets({ protocol: 'tcp' })
    const shown = place().ss('-t', '-a', '-e').map(parsed).map(columnsOf)
    const same = shown.map(({ local, remote, ...rest }) => ({
      ...rest,
      local: starred(local),
      remote: starred(remote),
    }))
    assert.deepEqual(listed.map(columns).sort(byCookie), same.sort(byCookie))
    assert.ok(listed.some(({ state }) => state === 'close_wait'))
    assert.ok(listed.some(({ local }) => local.address === '::ffff:127.0.0.1'))
    await Promise.all([one, two, mapped].map((connection) => connection.close()))
  })

  it('lists UDP sockets as ss does, connected or not', async () => {
    const sockets = [createSocket('udp4'), createSocket('udp6')]
    for (const socket of sockets) await place().netns.bind(socket, { port: 0 })
    const connectedSocket = createSocket('udp4')
    await place().netns.bind(connectedSocket, { port: 0, address: '127.0.0.1' })
    connectedSocket.connect(sockets[0]?.address().port as number, '127.0.0.1')
    await once(connectedSocket, 'connect')
    const listed = await place().sockets.listSockets({ protocol: 'udp' })
    const shown = place().ss('-u', '-a', '-e').map(parsed).map(columnsOf)
    const same = shown.map(({ local, remote, ...rest }) => ({
      ...rest,
      local: starred(local),
      remote: starred(remote),
    }))
    assert.deepEqual(listed.map(columns).sort(byCookie), same.sort(byCookie))
    assert.deepEqual(listed.map(({ state }) => state).sort(), ['close', 'close', 'established'])
    for (const socket of [...sockets, connectedSocket]) socket.close()
  })

  it('reports the memory of a socket as ss -m does', async () => {
    const { close, port } = await connected(place())
    const listed = await place().sockets.listSockets({ protocol: 'tcp', local: `:${port}`, memory: true })
    const shown = place().ss('-t', '-a', '-m', '-e', 'sport', '=', `:${port}`).map(parsed)
    assert.equal(listed.length, 2)
    for (const { words } of shown) {
      const socket = listed.find(({ cookie }) => cookie === `0x${words.get('sk')}`)
      const { rmemAlloc, rcvbuf, wmemAlloc, sndbuf, fwdAlloc, wmemQueued, optmem, backlog, drops } =
        socket?.skmeminfo ?? {}
      const text = `(r${rmemAlloc},rb${rcvbuf},t${wmemAlloc},tb${sndbuf},f${fwdAlloc},w${wmemQueued},o${optmem},bl${backlog},d${drops})`
      assert.equal(text, words.get('skmem'))
      assert.equal(socket?.meminfo?.rmem, rmemAlloc)
      assert.equal(socket?.meminfo?.fmem, fwdAlloc)
    }
    await close()
  })

  it('reports the uid, the control group and the link of a socket', async () => {
    const { server, port } = await listening(place())
    const [socket] = await place().sockets.listSockets({ local: `127.0.0.1:${port}`, states: ['listen'] })
    assert.equal(socket?.protocol, 'tcp')
    assert.equal(socket?.uid, process.getuid?.())
    assert.equal(socket?.link, undefined)
    server.close()
  })

  it('lists only what the namespace of the handle has', async () => {
    const { server, port } = await listening(place())
    const here = await place().sockets.listSockets({ protocol: 'tcp' })
    assert.deepEqual(
      here.map(({ local }) => local),
      [{ address: '127.0.0.1', port }],
    )
    server.close()
  })

  it('lists nothing of protocols that the kernel lacks, unless one is asked for', async () => {
    const all = await place().sockets.listSockets()
    assert.ok(all.some(({ protocol }) => protocol === 'netlink'))
    const absent = new Set<string>()
    for (const protocol of ['dccp', 'sctp', 'xdp', 'vsock', 'raw'] as const) {
      await place()
        .sockets.listSockets({ protocol })
        .catch(({ code, message }) => {
          assert.match(message, /^listSockets: /)
          absent.add(code)
        })
    }
    assert.deepEqual(
      [...absent].filter((code) => code !== 'ENOENT'),
      [],
    )
  })

  it('streams the same sockets, one by one', async () => {
    const { close } = await connected(place())
    const streamed: Socket[] = []
    for await (const socket of place().sockets.streamSockets({ protocol: ['tcp', 'unix', 'packet'] }))
      streamed.push(socket)
    const listed = await place().sockets.listSockets({ protocol: ['tcp', 'unix', 'packet'] })
    const cookies = (sockets: readonly Socket[]) =>
      sockets.map(({ protocol, cookie }) => `${protocol} ${cookie}`).sort()
    assert.deepEqual(cookies(streamed), cookies(listed))
    assert.ok(streamed.length >= 3)
    await close()
  })

  it('adds names of links', async () => {
    const { close } = await held(
      place(),
      `socket(my $s, 2, 2, 17) or die; setsockopt($s, 1, 25, pack('Z16', 'lo')) or die $!;
       bind($s, pack_sockaddr_in(4711, INADDR_ANY)) or die $!`,
    )
    const [socket] = await place().sockets.listSockets({ protocol: 'udp', link: 'lo', names: true })
    assert.deepEqual([socket?.link, socket?.linkName, socket?.local.port], [1, 'lo', 4711])
    assert.deepEqual(await place().sockets.listSockets({ protocol: 'udp', link: 1, local: ':1' }), [])
    assert.deepEqual(await place().sockets.listSockets({ protocol: 'udp', link: 2 }), [])
    await close()
  })
})

describe('the control group of a socket', () => {
  const place = eachSocketPlace()

  it('is the inode of its folder, which selects it', async () => {
    const { server, port } = await listening(place())
    const [socket] = await place().sockets.listSockets({ protocol: 'tcp', local: `:${port}` })
    const id = socket?.cgroupId
    assert.equal(typeof id, 'number')
    const found = await place().sockets.listSockets({ protocol: 'tcp', cgroup: id })
    assert.deepEqual(
      found.map(({ local }) => local.port),
      [port],
    )
    assert.deepEqual(await place().sockets.listSockets({ protocol: 'tcp', cgroup: (id as number) + 1_000_000 }), [])
    await assert.rejects(place().sockets.listSockets({ cgroup: '/no/such/folder' }), {
      name: 'TypeError',
      message: "listSockets: cgroup must be the folder of a control group or its id, not '/no/such/folder'",
    })
    server.close()
    await until('the server to close', () => !server.listening)
  })
})
