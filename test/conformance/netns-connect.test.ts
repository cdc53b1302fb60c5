import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { text } from 'node:stream/consumers'
import { createNetns } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { onePlace } from '../support/place.ts'
import { openFiles } from '../support/threads.ts'
import { until } from '../support/until.ts'

/** A veth pair whose peer never answers: packets sent to it are lost. */
const NOBODY = `
  ip link set lo up
  ip link add v0 type veth peer name p0
  ip link set p0 up arp off
  ip link set v0 up
  ip address add 192.0.2.1/24 dev v0
  ip neighbour add 192.0.2.2 lladdr 02:00:00:00:00:02 dev v0
`

describe('connections from inside a namespace', () => {
  needs('command ss')
  const here = onePlace(NOBODY)
  let server: Server
  let port = 0

  before(async () => {
    server = createServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.end(`hello ${socket.remoteAddress}`)
    })
    await here().netns.listen(server, {})
    port = (server.address() as AddressInfo).port
  })

  after(async () => {
    server.close()
    await once(server, 'close')
  })

  it('reach who listens there, by both families', async () => {
    assert.equal(await text(await here().netns.connect({ port, host: '127.0.0.1' })), 'hello ::ffff:127.0.0.1')
    assert.equal(await text(await here().netns.connect({ port, host: '::1' })), 'hello ::1')
  })

  it('are open when the promise resolves, and know both addresses', async () => {
    const socket = await here().netns.connect({ port, host: '127.0.0.1', noDelay: true, keepAlive: true })
    assert.equal(socket.readyState, 'open')
    assert.deepEqual([socket.remoteAddress, socket.remotePort, socket.remoteFamily], ['127.0.0.1', port, 'IPv4'])
    assert.match(here().run('ss -Htn'), new RegExp(`127.0.0.1:${socket.localPort} `))
    socket.destroy()
  })

  it('take localhost without a host, as net does', async () => {
    const socket = await here().netns.connect({ port, family: 4 })
    assert.equal(socket.remoteAddress, '127.0.0.1')
    socket.destroy()
  })

  it('leave by the address that is named', async () => {
    const socket = await here().netns.connect({ port, host: '127.0.0.1', localAddress: '127.0.0.7' })
    assert.equal(await text(socket), 'hello ::ffff:127.0.0.7')
  })

  it('are refused where nothing listens', async () => {
    await assert.rejects(here().netns.connect({ port: 1, host: '127.0.0.1' }), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
    })
  })

  it('fail with ENETUNREACH where no route leads', async () => {
    const netns = await createNetns()
    await assert.rejects(netns.connect({ port, host: '127.0.0.1' }), { code: 'ENETUNREACH' })
    await netns.close()
    await assert.rejects(netns.connect({ port, host: '127.0.0.1' }), {
      code: 'ERR_NETLINK_CLOSED',
      operation: 'connect',
    })
  })

  it('end with ETIMEDOUT where no answer comes in time', async () => {
    await assert.rejects(here().netns.connect({ port, host: '192.0.2.2', timeout: 30 }), { code: 'ETIMEDOUT' })
  })

  it('that are established emit timeout when idle', async () => {
    const silent = createServer(() => undefined)
    await here().netns.listen(silent, { port: 0 })
    const there = (silent.address() as AddressInfo).port
    const socket = await here().netns.connect({ port: there, host: '127.0.0.1', timeout: 30 })
    await once(socket, 'timeout')
    assert.equal(socket.destroyed, false)
    socket.destroy()
    silent.close()
    await once(silent, 'close')
  })

  it('end with the reason of their signal', async () => {
    const abort = new AbortController()
    const coming = here().netns.connect({ port, host: '192.0.2.2', signal: abort.signal })
    abort.abort()
    await assert.rejects(coming, { name: 'AbortError' })
    const late = here().netns.connect({ port, host: '127.0.0.1', signal: AbortSignal.abort() })
    await assert.rejects(late, { name: 'AbortError' })
  })

  it('are ended by their signal later, too', async () => {
    const abort = new AbortController()
    const socket = await here().netns.connect({ port, host: '127.0.0.1', signal: abort.signal })
    const failed = once(socket, 'error')
    abort.abort()
    const [error] = await failed
    assert.equal((error as Error).name, 'AbortError')
    assert.ok(socket.destroyed)
  })

  it('refuse ports that are none', async () => {
    const wrong = here().netns.connect({ port: 65536, host: '127.0.0.1' })
    await assert.rejects(wrong, { name: 'RangeError', message: /^connect: port / })
    await assert.rejects(here().netns.connect({} as never), { name: 'RangeError' })
  })

  it('leave no socket behind', async () => {
    const sockets = () => openFiles().filter(({ target }) => target.startsWith('socket:')).length
    const before = sockets()
    await text(await here().netns.connect({ port, host: '127.0.0.1' }))
    await assert.rejects(here().netns.connect({ port: 1, host: '127.0.0.1' }))
    await assert.rejects(here().netns.connect({ port, host: '192.0.2.2', timeout: 10 }))
    await until('the end of the sockets', () => sockets() <= before)
  })

  it('are made a hundred at a time', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, () => here().netns.connect({ port, host: '127.0.0.1' })))
    assert.deepEqual(new Set(await Promise.all(all.map((socket) => text(socket)))), new Set(['hello ::ffff:127.0.0.1']))
  })
})
