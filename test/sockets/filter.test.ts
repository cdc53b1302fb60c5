import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import type { SocketFilter } from '../../lib/sockets/index.ts'
import { held } from './support/held.ts'
import { connected, eachSocketPlace, listening } from './support/place.ts'
import { parsed } from './support/ss.ts'

describe('a filter of sockets', () => {
  const place = eachSocketPlace('ip address add 10.0.0.1/24 dev lo; ip address add 10.0.1.1/24 dev lo')

  /** Cookies of what both list. */
  async function compared(filter: SocketFilter, ...ss: string[]): Promise<number> {
    const listed = await place().sockets.listSockets(filter)
    const cookies = listed.map(({ cookie }) => cookie.slice(2)).sort()
    assert.deepEqual(
      cookies,
      place()
        .ss('-e', '-a', ...ss)
        .map((line) => parsed(line).words.get('sk'))
        .sort(),
      ss.join(' '),
    )
    return listed.length
  }

  it('selects what ss selects by addresses, ports, states and families', async () => {
    const one = await connected(place(), '10.0.0.1')
    const two = await connected(place(), '10.0.1.1')
    const mapped = await connected(place(), '::', '10.0.0.1')
    const six = await connected(place(), '::1')
    const tcp = { protocol: 'tcp' } as const
    assert.equal(await compared({ ...tcp, local: '10.0.0.0/24' }, '-t', 'src', '10.0.0.0/24'), 5)
    assert.equal(await compared({ ...tcp, remote: '10.0.1.1' }, '-t', 'dst', '10.0.1.1'), 2)
    assert.equal(await compared({ ...tcp, local: `:${one.port}` }, '-t', 'sport', '=', `:${one.port}`), 2)
    assert.equal(await compared({ ...tcp, remote: `10.0.0.1:${one.port}` }, '-t', 'dst', `10.0.0.1:${one.port}`), 1)
    assert.equal(await compared({ ...tcp, local: '::1' }, '-t', 'src', '[::1]'), 3)
    assert.equal(await compared({ ...tcp, states: ['listen'] }, '-t', 'state', 'listening'), 4)
    assert.equal(
      await compared({ ...tcp, states: ['established', 10] }, '-t', 'state', 'established', 'state', 'listening'),
      12,
    )
    assert.equal(await compared({ ...tcp, family: 'inet6' }, '-t', '-6'), 5)
    assert.equal(await compared({ ...tcp, family: 'inet' }, '-t', '-4'), 7)
    const range = { from: Math.min(one.port, two.port), to: Math.max(one.port, two.port) }
    await compared(
      { ...tcp, local: { port: range } },
      ...['-t', 'sport', '>=', `:${range.from}`, 'and', 'sport', '<=', `:${range.to}`],
    )
    await Promise.all([one, two, mapped, six].map((connection) => connection.close()))
  })

  it('takes a listed end', async () => {
    const { close, port } = await connected(place())
    const [client] = await place().sockets.listSockets({ remote: `127.0.0.1:${port}` })
    assert.ok(client?.protocol === 'tcp')
    const again = await place().sockets.listSockets({ protocol: 'tcp', local: client.local, remote: client.remote })
    assert.deepEqual(
      again.map(({ cookie }) => cookie),
      [client.cookie],
    )
    await close()
  })

  it('selects by uid and inode, which the kernel does not', async () => {
    const { server, port } = await listening(place())
    const [socket] = await place().sockets.listSockets({ protocol: 'tcp' })
    const uid = process.getuid?.() as number
    assert.equal((await place().sockets.listSockets({ protocol: 'tcp', uid })).length, 1)
    assert.equal((await place().sockets.listSockets({ protocol: 'tcp', uid: uid + 1 })).length, 0)
    const [same] = await place().sockets.listSockets({ inode: socket?.inode as number })
    assert.deepEqual(same?.protocol === 'tcp' && same.local, { address: '127.0.0.1', port })
    server.close()
  })

  it('without a protocol, selects those that have what it selects by', async () => {
    const { server, port } = await listening(place())
    const udp = createSocket('udp4')
    await place().netns.bind(udp, { port, address: '127.0.0.1' })
    const found = await place().sockets.listSockets({ local: `:${port}` })
    assert.deepEqual(found.map(({ protocol }) => protocol).sort(), ['tcp', 'udp'])
    server.close()
    udp.close()
  })

  it('selects by mark', async () => {
    const { close } = await held(
      place(),
      `socket(my $s, 2, 2, 17) or die; setsockopt($s, 1, 36, pack('L', 0x310)) or die $!;
       bind($s, pack_sockaddr_in(4711, INADDR_ANY)) or die $!`,
    )
    const udp = { protocol: 'udp' } as const
    assert.equal(await compared({ ...udp, mark: { mark: 0x10, mask: 0xff } }, '-u', 'fwmark = 0x10/0xff'), 1)
    assert.equal(await compared({ ...udp, mark: 0x310 }, '-u', 'fwmark = 0x310'), 1)
    assert.equal(await compared({ ...udp, mark: 0x10 }, '-u', 'fwmark = 0x10'), 0)
    const [socket] = await place().sockets.listSockets(udp)
    assert.equal(socket?.mark, 0x310)
    await close()
  })
})
