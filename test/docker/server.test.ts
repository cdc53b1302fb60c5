import assert from 'node:assert/strict'
import { lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { eachTestHost } from '../container/support/test-host.ts'
import * as sent from '../golden/support/docker-requests.ts'
import { needs } from '../support/needs.ts'
import { eachCaller } from './support/caller.ts'

describe('the server of the network driver for Docker', () => {
  needs('bridge', 'veth', 'nftables', 'ipv6', 'command nft')
  const testHost = eachTestHost()
  const caller = eachCaller(testHost)
  const socketFile = () => lstatSync(caller().socket, { throwIfNoEntry: false })

  it('answers on a socket of its user alone, and removes it at its end', async () => {
    assert.equal((socketFile()?.mode ?? 0) & 0o777, 0o600)
    await caller().stop()
    assert.equal(socketFile(), undefined)
  })

  it('knows no other method, and no other verb', async () => {
    const unknown = { status: 404, body: { Err: "unknown method '/NetworkDriver.Fly'" } }
    assert.deepEqual(await caller().call('/NetworkDriver.Fly'), unknown)
    assert.equal((await caller().call('/toString')).status, 404)
    const { status, body } = await caller().call('/Plugin.Activate', '', 'PUT')
    assert.deepEqual([status, body], [400, { Err: 'expected POST, got PUT' }])
  })

  it('answers to what of the protocol is for drivers of several hosts', async () => {
    for (const method of ['DiscoverNew', 'DiscoverDelete', 'FreeNetwork'])
      assert.deepEqual(await caller().done(method, { DiscoveryType: 1, DiscoveryData: {} }), {})
    assert.deepEqual(await caller().done('AllocateNetwork', { NetworkID: 'a' }), { Options: {} })
  })

  it('ends when the call in progress has its answer', async () => {
    const creating = caller().call('/NetworkDriver.CreateNetwork', sent.createNetwork)
    await caller().call('/Plugin.Activate')
    await caller().stop()
    assert.deepEqual(await creating, { status: 200, body: {} })
    await caller().start()
    await caller().done('DeleteNetwork', sent.createNetwork)
  })

  it('refuses a state folder, or a socket, that another process has', async () => {
    const { socket, state, folder } = caller()
    await assert.rejects(caller().start({ socket: `${socket}2` }), { message: `${state} is in use by another process` })
    await assert.rejects(caller().start({ state: join(folder, 'other') }), {
      message: `another process listens on ${socket}`,
    })
    assert.equal((await caller().call('/Plugin.Activate')).status, 200)
  })

  it('takes the place of a socket that a killed process has left, and of no other file', async () => {
    await caller().stop()
    const { socket } = caller()
    // A server that has gone without removing its socket: what it has bound was moved away and back.
    const server = createServer().listen(`${socket}.old`)
    await new Promise((resolve) => server.once('listening', resolve))
    testHost().host.sh(`mv ${socket}.old ${socket}`)
    await new Promise((resolve) => server.close(resolve))
    assert.ok(socketFile()?.isSocket())
    await caller().start()
    await caller().stop()
    writeFileSync(socket, 'mine')
    await assert.rejects(caller().start(), { message: `${socket} exists and is not a socket` })
    rmSync(socket)
    mkdirSync(socket)
    await assert.rejects(caller().start(), { message: `${socket} exists and is not a socket` })
  })

  it('names an option that it cannot use', async () => {
    await caller().stop()
    await assert.rejects(caller().start({ socket: `/run/${'x'.repeat(110)}` }), {
      name: 'RangeError',
      message: /^serveDocker: socket must be at most 107 bytes long, not 115/,
    })
    await assert.rejects(caller().start({ state: '' }), {
      name: 'TypeError',
      message: "serveDocker: state must be a path, not ''",
    })
    await assert.rejects(caller().start({ sokcet: '/run/x' } as never), {
      name: 'TypeError',
      message: "serveDocker: unknown option 'sokcet'; did you mean 'socket'?",
    })
  })

  it('reports a record that it cannot read, and works without it', async () => {
    await caller().stop()
    writeFileSync(join(caller().state, 'bad.json'), '{}')
    await caller().start()
    const file = join(caller().state, 'bad.json')
    assert.deepEqual(caller().problems, [`network bad: ${file} has no valid 'state'`])
    assert.equal(await caller().error('DeleteNetwork', { NetworkID: 'bad' }), `${file} has no valid 'state'`)
    await caller().done('CreateNetwork', sent.createNetwork)
    await caller().done('DeleteNetwork', sent.createNetwork)
  })
})
