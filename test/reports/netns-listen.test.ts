import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, Server } from 'node:net'
import { text } from 'node:stream/consumers'
import { oneCable } from '../support/cable.ts'
import { outputInside } from '../support/inside.ts'
import { needs } from '../support/needs.ts'
import { runProgram } from '../support/program.ts'
import { openFiles } from '../support/threads.ts'
import { until } from '../support/until.ts'

describe('servers in a namespace, as those of server.listen', () => {
  needs('command ss')
  const here = oneCable()
  const listeners = () => outputInside(here().a, ['ss', '-Hltn'])
  const saying = (word: string): Server => createServer((socket) => socket.end(word))

  it('are closed by their signal', async () => {
    const abort = new AbortController()
    const server = saying('hello')
    await here().a.listen(server, { port: 8081, signal: abort.signal })
    assert.match(listeners(), /:8081 /)
    const closed = once(server, 'close')
    abort.abort()
    await closed
    assert.equal(server.listening, false)
    assert.equal(listeners(), '')
  })

  it('do not listen by a signal that is aborted already, or meanwhile', async () => {
    const server = saying('hello')
    const late = here().a.listen(server, { port: 8082, signal: AbortSignal.abort(new Error('enough')) })
    await assert.rejects(late, { message: 'enough' })
    const abort = new AbortController()
    const coming = here().a.listen(server, { port: 8082, signal: abort.signal })
    abort.abort(new Error('meanwhile'))
    await assert.rejects(coming, { message: 'meanwhile' })
    const path = here().a.listen(server, { path: '\0netlink-ts', signal: AbortSignal.abort() })
    await assert.rejects(path, { name: 'AbortError' })
    assert.equal(server.listening, false)
    assert.equal(listeners(), '')
  })

  it('leave no listener on a server and its signal that have done with each other', async () => {
    const abort = new AbortController()
    const server = saying('hello')
    const counts = () => server.eventNames().map((event) => server.listenerCount(event))
    const before = counts()
    for (let i = 0; i < 20; i++) {
      await here().a.listen(server, { port: 0, signal: abort.signal })
      await assert.rejects(here().a.listen(server, { port: 0, signal: abort.signal }))
      server.close()
      await once(server, 'close')
    }
    assert.deepEqual(counts(), before)
    abort.abort()
  })

  it('report link-local addresses with the links of the namespace: their own, and those of connections', async () => {
    const told: unknown[] = []
    const server = createServer((socket) => {
      told.push([socket.remoteAddress, socket.localAddress, (socket.address() as AddressInfo).address])
      socket.end()
    })
    for (const host of ['fe80::a%eth0', 'fe80::a%5005', undefined]) {
      await here().a.listen(server, { port: 8083, ...(host === undefined ? {} : { host }) })
      told.push((server.address() as AddressInfo).address)
      await text(await here().b.connect({ port: 8083, host: 'fe80::a%eth0' }))
      server.close()
      await once(server, 'close')
      assert.equal(server.address(), null)
    }
    const connection = ['fe80::b%eth0', 'fe80::a%eth0', 'fe80::a%eth0']
    assert.deepEqual(told, ['fe80::a%eth0', connection, 'fe80::a%eth0', connection, '::', connection])
  })

  it('that are closed as soon as they have a socket reject', async () => {
    class Hasty extends Server {
      override listen(...options: unknown[]): this {
        super.listen(...(options as []))
        return this.close()
      }
    }
    const server = new Hasty()
    await assert.rejects(here().a.listen(server, { port: 8084 }), { code: 'ERR_NETLINK_CLOSED', operation: 'listen' })
    await until('the end of the socket', () => listeners() === '')
  })

  it('are refused in a worker of a cluster, whose primary would listen', () => {
    const { status, stdout, stderr } = runProgram('cluster-listen')
    assert.deepEqual([status, stdout.trim()], [0, 'ERR_NETLINK_RUNTIME'], stderr)
  })

  it('are refused by the name of what is wrong, before a port is opened', async () => {
    const { a } = here()
    const server = saying('hello')
    const wrong: [Server, unknown, RegExp][] = [
      [undefined as never, { port: 80 }, /^listen: server must be a net\.Server/],
      [{} as never, { port: 80 }, /^listen: server must be a net\.Server/],
      [server, { port: 80, address: '10.5.0.1' }, /^listen: `address` is `host` here$/],
      [server, 8080, /^listen: options must be an object such as \{ port: 8080 \}, not 8080/],
      [server, undefined, /^listen: options must be an object/],
      [server, { port: 80, fd: 3 }, /^listen: fd is not allowed here/],
      [server, { port: 80, signal: 5 }, /^listen: signal must be an AbortSignal/],
      [server, { port: 80, backlog: -1 }, /^listen: backlog must be a whole number/],
      [server, { port: 80, host: 5 }, /^listen: host must be a string/],
      [server, { port: 80, ipv6Only: 'yes' }, /^listen: ipv6Only must be a boolean/],
      [server, { port: 80, reusePort: 1 }, /^listen: reusePort must be a boolean/],
      [server, { port: '' }, /^listen: port must be a port from 0 to 65535/],
      [server, { port: true }, /^listen: port must be a port from 0 to 65535/],
    ]
    const before = openFiles().length
    for (let i = 0; i < 20; i++)
      for (const [subject, options, message] of wrong)
        await assert.rejects(a.listen(subject, options as never), { name: /^(Type|Range)Error$/, message })
    assert.equal(openFiles().length, before)
    assert.equal(listeners(), '')
    await a.listen(server, { port: 8085, backlog: 7 })
    for (let i = 0; i < 20; i++)
      await assert.rejects(a.listen(server, { port: 8086 }), { code: 'ERR_SERVER_ALREADY_LISTEN' })
    assert.match(listeners(), /^LISTEN\s+0\s+7\s.*:8085 /)
    assert.doesNotMatch(listeners(), /:8086 /)
    server.close()
    await once(server, 'close')
    assert.equal(openFiles().length, before)
  })
})
