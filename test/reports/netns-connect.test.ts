import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type LookupFunction, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { oneCable } from '../support/cable.ts'
import { openFiles } from '../support/threads.ts'
import { name } from '../support/unique.ts'
import { until } from '../support/until.ts'

const sockets = () => openFiles().filter(({ target }) => target.startsWith('socket:')).length

/** A lookup function that knows one name. */
function knowing(...addresses: string[]): LookupFunction {
  return (_host, options, done) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    if (options.all === true) done(null, found)
    else done(null, found[0]?.address ?? '', found[0]?.family)
  }
}

describe('connections out of a namespace, as those of net.connect', () => {
  const here = oneCable()
  const servers: Server[] = []
  /** What a server saw of its connections. */
  const seen: (string | undefined)[] = []

  async function serving(host: string): Promise<number> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      seen.push(socket.remoteAddress)
      socket.end('hello')
    })
    servers.push(server)
    await here().a.listen(server, { port: 0, host })
    return (server.address() as AddressInfo).port
  }

  afterEach(async () => {
    seen.length = 0
    for (const server of servers.splice(0)) {
      server.close()
      await once(server, 'close')
    }
  })

  for (const scope of ['eth0', '2002']) {
    it(`reach a link-local address by the link ${scope} of the namespace`, async () => {
      const port = await serving('fe80::a%eth0')
      const socket = await here().b.connect({ port, host: `fe80::a%${scope}` })
      assert.deepEqual([socket.remoteAddress, socket.localAddress], ['fe80::a%eth0', 'fe80::b%eth0'])
      assert.equal(await text(socket), 'hello')
      assert.deepEqual(seen, ['fe80::b%eth0'])
    })
  }

  it('name the link of a scope that is not in the namespace', async () => {
    for (const scope of ['lo0', '77']) {
      await assert.rejects(here().b.connect({ port: 9, host: `fe80::a%${scope}` }), {
        code: 'ENODEV',
        operation: 'connect',
        message: `connect: fe80::a%${scope}: no such link in the namespace (ENODEV)`,
      })
    }
  })

  it('leave by a link-local address of their own, and by a port of their own', async () => {
    const port = await serving('::')
    const options = { port, host: 'fe80::a%eth0', localAddress: 'fe80::b%eth0', localPort: 4711 }
    const socket = await here().b.connect(options)
    assert.equal(socket.localPort, 4711)
    assert.equal(await text(socket), 'hello')
    await assert.rejects(here().b.connect({ port, host: '10.5.0.1', localAddress: '10.5.0.9' }), {
      code: 'EADDRNOTAVAIL',
    })
    await assert.rejects(here().b.connect({ port, host: '10.5.0.1', localAddress: 'somewhere' }), {
      name: 'TypeError',
      message: /^connect: localAddress must be an address/,
    })
  })

  it('try every address of a name', async () => {
    const port = await serving('127.0.0.1')
    const lookup = knowing('::1', '127.0.0.1')
    assert.equal(await text(await here().a.connect({ port, host: 'web.internal', lookup })), 'hello')
    await assert.rejects(here().a.connect({ port, host: 'web.internal', lookup, autoSelectFamily: false }), {
      code: 'ECONNREFUSED',
      address: '::1',
    })
  })

  it('give the next address its turn where one does not answer in time', async () => {
    const port = await serving('10.5.0.1')
    const lookup = knowing('10.5.0.99', '10.5.0.1')
    const options = { port, host: 'web.internal', lookup, autoSelectFamilyAttemptTimeout: 20 }
    assert.equal(await text(await here().b.connect(options)), 'hello')
    await assert.rejects(here().b.connect({ ...options, autoSelectFamilyAttemptTimeout: 0 }), {
      name: 'RangeError',
      message: /^connect: autoSelectFamilyAttemptTimeout must be/,
    })
  })

  it('reject with the errors of all of the addresses where none answers', async () => {
    const failed = here().a.connect({ port: 9, host: 'web.internal', lookup: knowing('::1', '127.0.0.1') })
    await assert.rejects(failed, (thrown: AggregateError & { code: string }) => {
      assert.deepEqual([thrown.name, thrown.code, thrown.errors.length], ['AggregateError', 'ECONNREFUSED', 2])
      assert.match(thrown.message, /^connect: no address of web.internal port 9: .*::1.*127\.0\.0\.1/)
      return true
    })
  })

  it('ask the lookup function of the caller, in either of its forms, and with family and hints', async () => {
    const port = await serving('127.0.0.1')
    const asked: unknown[] = []
    const lookup: LookupFunction = (host, options, done) => {
      asked.push([host, options.family, options.hints])
      done(null, '127.0.0.1', 4)
    }
    const { a } = here()
    assert.equal(await text(await a.connect({ port, host: 'one.internal', lookup })), 'hello')
    assert.equal(await text(await a.connect({ port, host: 'two.internal', lookup, family: 4, hints: 0x20 })), 'hello')
    assert.deepEqual(asked, [
      ['one.internal', 0, 0],
      ['two.internal', 4, 0x20],
    ])
    await assert.rejects(a.connect({ port, host: 'x.internal', lookup: (_h, _o, done) => done(new Error('no'), '') }), {
      message: 'no',
    })
    await assert.rejects(a.connect({ port, host: 'x.internal', lookup: 5 as never }), { name: 'TypeError' })
    await assert.rejects(a.connect({ port, host: 'x.internal', lookup: knowing() }), { code: 'ENOTFOUND' })
  })

  it('end while a name is looked up: by their signal, and when the time is up', async () => {
    const lookup: LookupFunction = () => undefined
    const abort = new AbortController()
    const coming = here().a.connect({ port: 9, host: 'slow.internal', lookup, signal: abort.signal })
    abort.abort()
    await assert.rejects(coming, { name: 'AbortError' })
    await assert.rejects(here().a.connect({ port: 9, host: 'slow.internal', lookup, timeout: 20 }), {
      code: 'ETIMEDOUT',
      operation: 'connect',
    })
  })

  it('go to an abstract path, which belongs to the namespace', async () => {
    const path = `\0${name('sock')}`
    const server = createServer((socket) => socket.end('hello'))
    servers.push(server)
    await here().a.listen(server, { path })
    assert.equal(await text(await here().a.connect({ path })), 'hello')
    await assert.rejects(here().b.connect({ path }), { code: 'ECONNREFUSED' })
  })

  it('keep the options of the socket', async () => {
    const port = await serving('127.0.0.1')
    const chunks: Buffer[] = []
    const onread = {
      buffer: Buffer.alloc(64),
      callback: (size: number, buffer: Uint8Array) => chunks.push(Buffer.from(buffer.subarray(0, size))) > 0,
    }
    const socket: Socket = await here().a.connect({
      port,
      host: '127.0.0.1',
      onread,
      allowHalfOpen: true,
      noDelay: true,
    })
    assert.equal(socket.allowHalfOpen, true)
    await once(socket, 'end')
    assert.equal(String(Buffer.concat(chunks)), 'hello')
    socket.destroy()
  })

  it('are refused before anything is opened, and leave nothing behind', async () => {
    const { a } = here()
    const wrong: object[] = [
      { port: 9, host: '127.0.0.1', highWaterMark: -1 },
      { port: 9, host: '127.0.0.1', objectMode: true },
      { port: 9, host: '127.0.0.1', timeout: -1 },
      { port: 9, host: '127.0.0.1', signal: {} },
      { port: 9, host: '127.0.0.1', fd: 3 },
      { port: 9, address: '127.0.0.1' },
      { port: 9, host: 5 },
      { port: '', host: '127.0.0.1' },
      { port: 9, host: '127.0.0.1', localPort: -1 },
    ]
    const before = openFiles().length
    for (let i = 0; i < 25; i++) for (const options of wrong) await assert.rejects(a.connect(options as never), /./)
    assert.equal(openFiles().length, before)
    await assert.rejects(a.connect({ port: 9, fd: 3 } as never), {
      name: 'TypeError',
      message: 'connect: fd is not allowed here: the socket is created inside the namespace',
    })
    await assert.rejects(a.connect({ port: 9, address: '10.5.0.2' } as never), {
      name: 'TypeError',
      message: 'connect: `address` is `host` here',
    })
    await assert.rejects(a.connect(9 as never), { name: 'TypeError', message: /^connect: options must be an object/ })
  })

  it('close every socket that failed', async () => {
    const before = sockets()
    const lookup = knowing('::1', '127.0.0.1', '127.0.0.2')
    for (let i = 0; i < 50; i++) await assert.rejects(here().a.connect({ port: 9, host: 'x.internal', lookup }))
    await until('the end of the sockets', () => sockets() <= before)
  })
})
