import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { AttachOptions, Network, PortOptions } from '../../lib/container/index.ts'
import { pathOf } from '../container/support/attacher.ts'
import { eachTestHost, elements } from '../container/support/test-host.ts'
import { bundled } from '../support/bundled.ts'
import { needs } from '../support/needs.ts'

const DUAL = { name: 'br0', subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' } as const

describe('a port of 0.0.0.0 and the same of ::', () => {
  needs('bridge', 'veth', 'nftables', 'command nft', 'ipv6')
  const testHost = eachTestHost()
  let network: Network
  const port = (address: string, protocol: 'tcp' | 'udp' | 'sctp' = 'tcp'): PortOptions => ({
    host: 8303,
    container: 80,
    address,
    protocol,
  })

  beforeEach(async () => {
    network = await testHost().create(DUAL)
  })

  for (const protocol of ['tcp', 'udp', 'sctp'] as const) {
    it(`are published by one container: ${protocol}`, async () => {
      await network.attach(await testHost().container(), { ports: [port('0.0.0.0', protocol), port('::', protocol)] })
      assert.equal(elements(testHost(), 'published4').length, 1)
      assert.equal(elements(testHost(), 'published6').length, 1)
      assert.deepEqual(await network.check(), [])
    })

    it(`are published by two containers, each by one: ${protocol}`, async () => {
      const [one, other] = [await testHost().container(), await testHost().container()]
      const endpoints = await Promise.all([
        network.attach(one, { ports: [port('0.0.0.0', protocol)] }),
        network.attach(other, { ports: [port('::', protocol)] }),
      ])
      const target = (name: string) => JSON.stringify(elements(testHost(), name))
      assert.ok(target('published4').includes(`"${endpoints[0]?.address}"`))
      assert.ok(target('published6').includes(`"${endpoints[1]?.address6}"`))
    })
  }
})

/** Where a process of the host listens, where a port is wanted, and whether bind(2) lets another process have that. */
const LISTENERS: [host: string, ipv6Only: boolean, address: string | undefined, free: boolean][] = [
  ['0.0.0.0', false, '::', true],
  ['0.0.0.0', false, '0.0.0.0', false],
  ['0.0.0.0', false, undefined, false],
  ['0.0.0.0', false, '127.0.0.1', false],
  ['127.0.0.1', false, '::', true],
  ['127.0.0.1', false, undefined, false],
  ['::', true, '0.0.0.0', true],
  ['::', true, '127.0.0.1', true],
  ['::', true, '::', false],
  ['::', true, undefined, false],
  ['::', false, '0.0.0.0', false],
  ['::', false, '::', false],
]

describe('a port of the host', () => {
  needs('bridge', 'veth', 'nftables', 'command nft', 'ipv6')
  const testHost = eachTestHost()

  for (const [host, ipv6Only, address, free] of LISTENERS) {
    const who = `a process listens on ${host}${ipv6Only ? ', IPv6 alone' : ''}`
    it(`is ${free ? 'given' : 'refused'} on ${address ?? 'every address'} where ${who}`, async () => {
      const network = await testHost().create(DUAL)
      const server = createServer()
      await testHost().host.netns.listen(server, { host, port: 8000, ipv6Only })
      try {
        const ports = [{ host: 8000, container: 80, ...(address === undefined ? {} : { address }) }]
        const attaching = network.attach(await testHost().container(), { ports })
        if (free) await attaching
        else await assert.rejects(attaching, { code: 'EADDRINUSE', attribute: 'ports[0].host', message: /in use on/ })
      } finally {
        server.close()
      }
    })
  }

  it('is given on every address to a container without IPv6 where a process listens on IPv6 alone', async () => {
    const network = await testHost().create({ name: 'br0', subnet: DUAL.subnet })
    const server = createServer()
    await testHost().host.netns.listen(server, { host: '::', port: 8000, ipv6Only: true })
    try {
      await network.attach(await testHost().container(), { ports: [{ host: 8000, container: 80 }] })
    } finally {
      server.close()
    }
  })

  it('goes to one of those who want it at once, and the others hear who has it', async () => {
    const network = await testHost().create(DUAL)
    const ports = [{ host: 8000, container: 80 }]
    const containers = await Promise.all(Array.from({ length: 8 }, () => testHost().container()))
    const results = await Promise.allSettled(containers.map((netns) => network.attach(netns, { ports })))
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []))
    assert.equal(refused.length, 7)
    for (const { message } of refused) assert.match(message, /port 8000\/tcp is published for another container/)
  })

  it("is refused on an address that is not the host's, whatever the protocol", async () => {
    const network = await testHost().create(DUAL)
    const netns = await testHost().container()
    for (const protocol of ['tcp', 'udp', 'sctp'] as const) {
      const options: AttachOptions = { ports: [{ host: 8000, container: 80, protocol, address: '192.0.2.77' }] }
      const expected = { code: 'EADDRNOTAVAIL', attribute: 'ports[0].address' }
      await assert.rejects(network.attach(netns, options), expected)
    }
  })
})

describe('two thousand ports of one container', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('are published by a process that may have 256 files open', async function () {
    this.timeout(60_000)
    await testHost().create(DUAL)
    const netns = await testHost().container()
    const program = join(import.meta.dirname, 'programs', 'container-ports.ts')
    const words = [process.execPath, bundled(program), testHost().host.path, join(testHost().state, 'br0')]
    const command = ['-ec', 'ulimit -n 256; exec "$@"', 'sh', ...words, pathOf(netns), '2000']
    const run = spawnSync('sh', command, { encoding: 'utf8' })
    assert.equal(run.stderr, '')
    assert.equal(run.stdout, '2000\n')
    assert.equal(elements(testHost(), 'published4').length, 2000)
  })
})
