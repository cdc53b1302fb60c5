import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connected, eachSocketPlace, listening } from './support/place.ts'

describe('lookupSocket', () => {
  const place = eachSocketPlace('ip address add 10.0.0.1/24 dev lo')

  it('finds a TCP connection by its ends, with what is known of it', async () => {
    const { close, client, port } = await connected(place())
    const found = await place().sockets.lookupSocket({
      protocol: 'tcp',
      local: `127.0.0.1:${client.localPort}`,
      remote: { address: '127.0.0.1', port },
    })
    assert.deepEqual([found.state, found.local.port, found.remote.port], ['established', client.localPort, port])
    assert.equal(found.info?.state, 'established')
    assert.ok((found.skmeminfo?.rcvbuf ?? 0) > 0)
    await close()
  })

  it('finds what listens, of either family, and a listed socket again', async () => {
    for (const host of ['127.0.0.1', '::1', '::']) {
      const { server, port } = await listening(place(), host)
      const [listed] = await place().sockets.listSockets({ protocol: 'tcp', local: `:${port}`, states: ['listen'] })
      assert.ok(listed !== undefined)
      const found = await place().sockets.lookupSocket({ protocol: 'tcp', local: listed.local })
      assert.equal(found.cookie, listed.cookie)
      assert.equal((await place().sockets.lookupSocket(listed)).cookie, listed.cookie)
      server.close()
      await once(server, 'close')
      await assert.rejects(place().sockets.lookupSocket(listed), {
        code: 'ENOENT',
        message: 'lookupSocket: no such socket (ENOENT)',
      })
    }
  })

  it('finds a UDP socket by its own end, and a connected one by both', async () => {
    const [server, client] = [createSocket('udp4'), createSocket('udp4')]
    await place().netns.bind(server, { port: 0, address: '127.0.0.1' })
    await place().netns.bind(client, { port: 0, address: '10.0.0.1' })
    client.connect(server.address().port, '127.0.0.1')
    await once(client, 'connect')
    const ends = { local: client.address(), remote: client.remoteAddress() }
    const end = ({ address, port }: { address: string; port: number }) => ({ address, port })
    const found = await place().sockets.lookupSocket({
      protocol: 'udp',
      local: end(ends.local),
      remote: end(ends.remote),
    })
    assert.deepEqual([found.local, found.remote], [end(ends.local), end(ends.remote)])
    const one = await place().sockets.lookupSocket({ protocol: 'udp', local: end(server.address()) })
    assert.deepEqual(one.local, end(server.address()))
    server.close()
    client.close()
  })

  it('does not find a socket of another cookie', async () => {
    const { server, port } = await listening(place())
    const local = `127.0.0.1:${port}`
    await assert.rejects(place().sockets.lookupSocket({ protocol: 'tcp', local, cookie: '0x123456789abcdef' }), {
      code: 'ENOENT',
    })
    server.close()
  })

  it('finds a unix socket by its inode', async () => {
    const { createServer } = await import('node:net')
    const server = createServer()
    const path = `\0${process.pid}-lookup`
    await place().netns.listen(server, { path })
    const [listed] = await place().sockets.listSockets({ protocol: 'unix', path: `@${path.slice(1)}` })
    assert.ok(listed !== undefined)
    const found = await place().sockets.lookupSocket({ protocol: 'unix', inode: listed.inode })
    assert.deepEqual([found.name, found.state, found.cookie], [`@${path.slice(1)}`, 'listen', listed.cookie])
    server.close()
  })

  it('names what is wrong with its argument', async () => {
    const wrong: readonly (readonly [ref: unknown, message: string])[] = [
      [{}, 'lookupSocket: protocol must be one of tcp, udp, udplite, raw, dccp, not undefined'],
      [{ protocol: 'mptcp' }, "lookupSocket: protocol must be one of tcp, udp, udplite, raw, dccp, not 'mptcp'"],
      [{ protocol: 'tcp' }, 'lookupSocket: local is missing'],
      [{ protocol: 'tcp', local: ':80' }, "lookupSocket: local must have an address, as in '127.0.0.1:80'"],
      [{ protocol: 'tcp', local: '10.0.0.0/8:80' }, 'lookupSocket: local must be one address, not a prefix'],
      [{ protocol: 'tcp', local: '10.0.0.1:1-2' }, "lookupSocket: local must have one port, as in '127.0.0.1:80'"],
      [{ protocol: 'tcp', local: '::1' }, "lookupSocket: local must have one port, as in '127.0.0.1:80'"],
      [
        { protocol: 'tcp', local: '10.0.0.1:80', cookie: 'x' },
        "lookupSocket: cookie must be an identifier such as '0x5', not 'x'",
      ],
      [
        { protocol: 'tcp', local: '10.0.0.1:80', lokal: 1 },
        "lookupSocket: unknown option 'lokal'; did you mean 'local'?",
      ],
      [{ protocol: 'unix' }, 'lookupSocket: inode must be a number, not undefined'],
    ]
    for (const [ref, message] of wrong) await assert.rejects(place().sockets.lookupSocket(ref as never), { message })
  })
})
