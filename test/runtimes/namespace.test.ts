import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readlinkSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { text } from 'node:stream/consumers'
import { createNetns, type Netns, openNetlink, setLink } from '../../lib/index.ts'
import { needsHere } from '../support/needs.ts'
import { requirePrivate } from '../support/private.ts'

/** What a client inside the namespace, a shell, hears from port 8080. */
async function heardInside(netns: Netns): Promise<string> {
  const child = netns.spawn('bash', ['-c', 'cat </dev/tcp/127.0.0.1/8080'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [heard] = await Promise.all([text(child.stdout!), once(child, 'exit')])
  return heard
}

/** A server whose word shows where it was received. */
const saying = (word: string): Server => createServer((socket) => socket.end(word))

describe('a namespace, in this runtime', () => {
  let netns: Netns
  before(requirePrivate)
  beforeEach(async () => {
    netns = await createNetns()
    const nl = await openNetlink({ netns })
    await nl.setLink('lo', { up: true })
    await nl.close()
  })
  afterEach(() => netns.close())

  it('has the inode that its processes see', async () => {
    const child = netns.spawn('readlink', ['/proc/self/ns/net'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [seen] = await Promise.all([text(child.stdout!), once(child, 'exit')])
    assert.equal(seen.trim(), `net:[${netns.inode}]`)
  })

  it('is left again after run', () => {
    const home = readlinkSync('/proc/thread-self/ns/net')
    assert.equal(
      netns.run(() => readlinkSync('/proc/thread-self/ns/net')),
      `net:[${netns.inode}]`,
    )
    assert.equal(readlinkSync('/proc/thread-self/ns/net'), home)
  })

  it('has servers of this process', async () => {
    const server = saying('inside')
    await netns.listen(server, { port: 8080 })
    assert.equal(await heardInside(netns), 'inside')
    server.close()
    await once(server, 'close')
  })

  it('has settings of its own', async () => {
    await netns.setSysctl('net.ipv4.ip_forward', 1)
    assert.equal(await netns.getSysctl('net.ipv4.ip_forward'), '1')
  })

  it('is connected to from inside', async function () {
    needsHere(this, 'sockets by descriptor')
    const server = saying('inside')
    await netns.listen(server, { port: 8080 })
    assert.equal(await text(await netns.connect({ host: '127.0.0.1', port: 8080 })), 'inside')
    server.close()
    await once(server, 'close')
  })

  it('is never taken for the one outside: connect refuses where it would leave from there', async () => {
    await setLink('lo', { up: true })
    const outside = saying('outside')
    outside.listen(8080, '127.0.0.1')
    await once(outside, 'listening')
    await assert.rejects(netns.connect({ host: '127.0.0.1', port: 8080 }), {
      code: /^(ECONNREFUSED|ERR_NETLINK_RUNTIME)$/,
    })
    outside.close()
    await once(outside, 'close')
  })
})
