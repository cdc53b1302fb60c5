import assert from 'node:assert/strict'
import { createSocket, type Socket, type SocketOptions } from 'node:dgram'
import { once } from 'node:events'
import { createNetns } from '../../lib/index.ts'
import { oneCable } from '../support/cable.ts'
import { outputInside } from '../support/inside.ts'
import { openFiles } from '../support/threads.ts'
import { until } from '../support/until.ts'

describe('UDP sockets of a namespace', () => {
  const here = oneCable()
  const sockets: Socket[] = []

  function made(options: 'udp4' | 'udp6' | SocketOptions): Socket {
    const socket = createSocket(typeof options === 'string' ? { type: options } : options)
    sockets.push(socket)
    return socket
  }

  async function closed(socket: Socket): Promise<void> {
    socket.close()
    await once(socket, 'close')
  }

  afterEach(async () => {
    for (const socket of sockets.splice(0)) await closed(socket).catch(() => undefined)
  })

  /** The next datagram, as text, and who sent it. */
  async function heard(socket: Socket): Promise<[string, string]> {
    const [message, from] = await once(socket, 'message')
    return [String(message), from.address]
  }

  it('exchange datagrams between namespaces, and with no socket outside', async () => {
    const { a, b } = here()
    const [one, other, home] = [made('udp4'), made('udp4'), made('udp4')]
    await a.bind(one, { port: 5353 })
    await b.bind(other, { address: '10.5.0.2' })
    assert.deepEqual([one.address().address, one.address().port], ['0.0.0.0', 5353])
    assert.equal(other.address().address, '10.5.0.2')
    assert.ok(other.address().port > 0)
    other.send('there', 5353, '10.5.0.1')
    assert.deepEqual(await heard(one), ['there', '10.5.0.2'])
    one.send('and back', other.address().port, '10.5.0.2')
    assert.deepEqual(await heard(other), ['and back', '10.5.0.1'])
    home.bind({ port: 5353, exclusive: true })
    await once(home, 'listening')
    assert.match(outputInside(a, ['ss', '-Hlun']), /0\.0\.0\.0:5353 /)
  })

  it('may be connected', async () => {
    const { a, b } = here()
    const [one, other] = [made('udp4'), made('udp4')]
    await a.bind(one, { port: 5354 })
    await b.bind(other, {})
    other.connect(5354, '10.5.0.1')
    await once(other, 'connect')
    assert.equal(other.remoteAddress().address, '10.5.0.1')
    other.send('to its peer')
    assert.deepEqual(await heard(one), ['to its peer', '10.5.0.2'])
  })

  it('have a link-local address of their own, by the name of its link or by its index', async () => {
    const { b } = here()
    for (const scope of ['eth0', '2002']) {
      const socket = made('udp6')
      await b.bind(socket, { address: `fe80::b%${scope}` })
      assert.equal(socket.address().address, 'fe80::b%eth0')
    }
    await assert.rejects(b.bind(made('udp6'), { address: 'fe80::b%gone' }), { code: 'ENODEV', operation: 'bind' })
  })

  it('join groups by the links of the namespace', async () => {
    const { a, b } = here()
    const [one, other] = [made('udp4'), made('udp4')]
    await a.bind(one, { port: 5356 })
    one.addMembership('239.1.2.3', '10.5.0.1')
    await b.bind(other, {})
    other.setMulticastInterface('10.5.0.2')
    other.send('to all', 5356, '239.1.2.3')
    assert.deepEqual(await heard(one), ['to all', '10.5.0.2'])
    const six = made('udp6')
    await a.bind(six, {})
    const groups = () => outputInside(a, ['ip', '-6', 'maddress', 'show', 'dev', 'eth0'])
    six.addMembership('ff02::1:5', '::%eth0')
    assert.match(groups(), /ff02::1:5\b/)
    six.dropMembership('ff02::1:5', '::%eth0')
    assert.doesNotMatch(groups(), /ff02::1:5\b/)
  })

  it('share a port only where they were made for it', async () => {
    const { a } = here()
    await a.bind(made('udp4'), { port: 5357 })
    await assert.rejects(a.bind(made('udp4'), { port: 5357 }), {
      code: 'EADDRINUSE',
      operation: 'bind',
      message: 'bind: bind 0.0.0.0 port 5357: address already in use (EADDRINUSE)',
    })
    await a.bind(made({ type: 'udp4', reuseAddr: true }), { port: 5358 })
    await a.bind(made({ type: 'udp4', reuseAddr: true }), { port: 5358 })
    await a.bind(made('udp6'), { port: 5359 })
    await assert.rejects(a.bind(made('udp4'), { port: 5359 }), { code: 'EADDRINUSE' })
    await a.bind(made({ type: 'udp6', ipv6Only: true }), { port: 5360 })
    await a.bind(made('udp4'), { port: 5360 })
  })

  it('are open to a handler of their event listening', async () => {
    const socket = made('udp6')
    const told = new Promise((resolve) => socket.once('listening', () => resolve(socket.address().address)))
    await here().a.bind(socket, { address: 'fe80::a%eth0' })
    assert.equal(await told, 'fe80::a%eth0')
  })

  it('are refused by the name of what is wrong, and nothing is left behind', async () => {
    const { a } = here()
    const bound = made('udp4')
    await a.bind(bound, {})
    const fresh = made('udp4')
    const gone = made('udp4')
    await closed(gone)
    const wrong: [Socket, unknown, object][] = [
      [undefined as never, {}, { name: 'TypeError', message: /^bind: socket must be a socket of node:dgram/ }],
      [{} as never, {}, { name: 'TypeError' }],
      [fresh, 5353, { name: 'TypeError', message: /^bind: options must be an object such as \{ port: 5353 \}/ }],
      [fresh, { fd: 3 }, { name: 'TypeError', message: /^bind: fd is not allowed here/ }],
      [fresh, { host: '10.5.0.1' }, { name: 'TypeError', message: 'bind: `host` is `address` here' }],
      [fresh, { port: 65536 }, { name: 'RangeError', message: /^bind: port must be a port/ }],
      [fresh, { address: 5 }, { name: 'TypeError', message: /^bind: address must be a string/ }],
      [fresh, { address: '::1' }, { name: 'TypeError', message: /^bind: address must be an IPv4 address/ }],
      [fresh, { address: '10.5.0.99' }, { code: 'EADDRNOTAVAIL', operation: 'bind' }],
      [fresh, { reuseAddr: 'yes' }, { name: 'TypeError', message: /^bind: reuseAddr must be a boolean/ }],
      [bound, { port: 5361 }, { code: 'ERR_SOCKET_ALREADY_BOUND' }],
      [gone, { port: 5361 }, { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' }],
    ]
    const before = openFiles().length
    for (let i = 0; i < 20; i++)
      for (const [socket, options, error] of wrong) await assert.rejects(a.bind(socket, options as never), error)
    const twice = made('udp4')
    const both = await Promise.allSettled([a.bind(twice, {}), a.bind(twice, {})])
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    await closed(twice)
    assert.equal(openFiles().length, before)
    assert.doesNotMatch(outputInside(a, ['ss', '-Hlun']), /:5361 /)
    await a.bind(fresh, { port: 5362 })
  })

  it('keep the namespace, and let go of it when they are closed', async () => {
    const netns = await createNetns()
    const before = openFiles().length
    const socket = createSocket('udp4')
    await netns.bind(socket, { port: 5353 })
    await netns.close()
    assert.equal(socket.address().port, 5353)
    await closed(socket)
    assert.throws(() => socket.address(), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' })
    await until('the end of the descriptors', () => openFiles().length < before)
    await assert.rejects(netns.bind(createSocket('udp4').unref(), {}), {
      code: 'ERR_NETLINK_CLOSED',
      operation: 'bind',
    })
  })
})
