import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createHttpServer, get } from 'node:http'
import { type AddressInfo, connect, createServer, type ListenOptions, type Server } from 'node:net'
import { text } from 'node:stream/consumers'
import { createNetns } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { onePlace } from '../support/place.ts'
import { openFiles } from '../support/threads.ts'
import { name } from '../support/unique.ts'
import { until } from '../support/until.ts'

const UP = 'ip link set lo up'

/** A server that sends `word` to every client. */
const sayer = (word: string) => createServer((socket) => socket.end(word))

const addressOf = (server: Server) => server.address() as AddressInfo

async function closed(server: Server): Promise<void> {
  server.close()
  await once(server, 'close')
}

describe('servers in a namespace', () => {
  needs('command ss')
  const here = onePlace(UP)
  const other = onePlace(UP)
  const heard = async (port: number, host: string, place = here()) => text(await place.netns.connect({ port, host }))

  /** A server that listens in the namespace until the test has ended. */
  const servers: Server[] = []
  async function listening(word: string, options: ListenOptions, place = here()): Promise<Server> {
    const server = sayer(word)
    servers.push(server)
    await place.netns.listen(server, options)
    return server
  }

  afterEach(async () => {
    for (const server of servers.splice(0)) if (server.listening) await closed(server)
  })

  it('listen on every address of both families unless a host is named', async () => {
    const server = await listening('hello', { port: 8080 })
    assert.deepEqual([addressOf(server).family, addressOf(server).port], ['IPv6', 8080])
    assert.ok(server.listening)
    assert.equal(await heard(8080, '127.0.0.1'), 'hello')
    assert.equal(await heard(8080, '::1'), 'hello')
  })

  it('are seen by ss, and not from another namespace', async () => {
    await listening('hello', { port: 8080 })
    assert.match(here().run('ss -Hltn'), /:8080 /)
    assert.equal(other().run('ss -Hltn'), '')
    await assert.rejects(other().netns.connect({ port: 8080, host: '127.0.0.1' }), { code: 'ECONNREFUSED' })
  })

  it('listen on the same port in several namespaces', async () => {
    await listening('one', { port: 8080 })
    await listening('two', { port: 8080 }, other())
    assert.deepEqual([await heard(8080, '127.0.0.1'), await heard(8080, '127.0.0.1', other())], ['one', 'two'])
  })

  it('find a free port and report it', async () => {
    const server = await listening('hello', { port: 0, host: '127.0.0.1' })
    const { port, address } = addressOf(server)
    assert.ok(port > 0)
    assert.equal(address, '127.0.0.1')
    assert.equal(await heard(port, '127.0.0.1'), 'hello')
    assert.ok(addressOf(await listening('again', {})).port > 0)
  })

  it('listen on IPv6 alone where that is said', async () => {
    const server = await listening('hello', { port: 8080, host: '::', ipv6Only: true })
    assert.equal(await heard(addressOf(server).port, '::1'), 'hello')
    await assert.rejects(heard(8080, '127.0.0.1'), { code: 'ECONNREFUSED' })
    await listening('four', { port: 8080, host: '0.0.0.0' })
    assert.equal(await heard(8080, '127.0.0.1'), 'four')
  })

  it('listen by a host name', async () => {
    const server = await listening('hello', { port: 0, host: 'localhost' })
    const { port, address } = addressOf(server)
    assert.equal(await heard(port, address), 'hello')
  })

  it('fail with EADDRINUSE where the port is taken, as net does', async () => {
    await listening('first', { port: 8080 })
    await assert.rejects(listening('second', { port: 8080 }), { code: 'EADDRINUSE', operation: 'listen', errno: -98 })
    assert.equal(servers.at(-1)?.listening, false)
    await closed(servers[0] as Server)
    await here().netns.listen(servers[1] as Server, { port: 8080 })
    assert.equal(await heard(8080, '127.0.0.1'), 'second')
  })

  it('that listen already refuse to do so again, as those of net do', async () => {
    const server = await listening('hello', { port: 8080 })
    await assert.rejects(here().netns.listen(server, { port: 8081 }), { code: 'ERR_SERVER_ALREADY_LISTEN' })
    assert.equal(await heard(8080, '127.0.0.1'), 'hello')
    assert.doesNotMatch(here().run('ss -Hltn'), /:8081 /)
  })

  it('fail with EADDRNOTAVAIL where no link has the address', async () => {
    await assert.rejects(listening('hello', { port: 8080, host: '192.0.2.1' }), { code: 'EADDRNOTAVAIL' })
    await assert.rejects(listening('hello', { port: 8080, host: '2001:db8::1' }), { code: 'EADDRNOTAVAIL' })
  })

  it('share a port where that is said', async () => {
    const shared = { port: 8080, reusePort: true } as ListenOptions
    await listening('one', shared)
    await listening('two', shared)
    assert.match(await heard(8080, '127.0.0.1'), /^(one|two)$/)
  })

  it('refuse ports that are none', async () => {
    for (const port of [-1, 65536, 1.5, 'http']) {
      await assert.rejects(listening('hello', { port: port as number }), {
        name: 'RangeError',
        message: /^listen: port /,
      })
    }
  })

  it('may speak HTTP', async () => {
    const server = createHttpServer((request, response) => response.end(`you asked for ${request.url}`))
    servers.push(server)
    await here().netns.listen(server, { port: 8080 })
    const socket = await here().netns.connect({ port: 8080, host: '127.0.0.1' })
    const request = get({ path: '/page', host: '127.0.0.1', createConnection: () => socket })
    const [response] = await once(request, 'response')
    assert.equal(await text(response), 'you asked for /page')
    assert.equal(response.statusCode, 200)
  })

  it('are not reached from home', async () => {
    await listening('hello', { port: 8080 })
    await assert.rejects(once(connect({ port: 8080, host: '127.0.0.1' }), 'connect'))
  })

  it('listen on an abstract path, which belongs to the namespace', async () => {
    const path = `\0${name('sock')}`
    await listening('hello', { path })
    assert.match(here().run('ss -Hlx'), new RegExp(`@${path.slice(1)}`))
    assert.doesNotMatch(other().run('ss -Hlx'), new RegExp(`@${path.slice(1)}`))
    await assert.rejects(listening('again', { path }), { code: 'EADDRINUSE' })
  })

  it('keep the namespace alive when its object is closed', async () => {
    const netns = await createNetns()
    const cable = name('v')
    const server = sayer('hello')
    await netns.listen(server, { port: 8080 })
    here().run(`ip link add ${cable} type veth peer name eth0 netns /proc/${process.pid}/fd/${netns.fd}`)
    await netns.close()
    assert.ok(server.listening)
    assert.match(here().run('ip -o link show'), new RegExp(cable))
    await closed(server)
    await until(`the end of ${cable}`, () => !here().run('ip -o link show').includes(cable))
  })

  it('fail with ERR_NETLINK_CLOSED in a namespace that is closed', async () => {
    const netns = await createNetns()
    await netns.close()
    await assert.rejects(netns.listen(sayer('x'), { port: 0 }), { code: 'ERR_NETLINK_CLOSED', operation: 'listen' })
  })

  it('leave no socket behind, whether they listened or failed to', async () => {
    const sockets = () => openFiles().filter(({ target }) => target.startsWith('socket:')).length
    const before = sockets()
    const server = await listening('hello', { port: 8080 })
    await assert.rejects(listening('second', { port: 8080 }), { code: 'EADDRINUSE' })
    await closed(server)
    await until('the end of the sockets', () => sockets() <= before)
  })
})
