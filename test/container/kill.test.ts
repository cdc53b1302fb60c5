import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Netns } from '../../lib/index.ts'
import { ip } from '../support/ip.ts'
import { needs } from '../support/needs.ts'
import { pathOf, startAttacher } from './support/attacher.ts'
import { eachTestHost, elements, type TestHost } from './support/test-host.ts'

const PORT = 8000
const ADDRESSES = ['172.18.0.2', 'fd00:18::2']

/**
 * Files that an attachment touches, in the order in which it does: those of its addresses first and last, and between them, when its
 * cable is laid and its port is published, the parameters of both ends.
 */
const FILES = (testHost: TestHost) => ({
  'the files of its addresses': ADDRESSES.map((name) => join(testHost.state, 'br0', name)),
  'a parameter of the container': ['/proc/sys/net/ipv6/conf/eth0/accept_dad'],
  'a parameter of the bridge': ['/proc/sys/net/ipv4/conf/br0/route_localnet'],
})

/** The send of a thread at which the process is killed; the first ones are those by which the network is opened. */
const SENDS = [1, 2, 3, 4, 6]

/** A tracer of the opens and writes of some files. */
function tracing(paths: readonly string[], log: string, inject: readonly string[]): string[] {
  return [
    'strace',
    '-f',
    '--seccomp-bpf',
    '-o',
    log,
    '-e',
    'trace=openat,write',
    ...paths.flatMap((path) => ['-P', path]),
    ...inject,
  ]
}

/** How often an attachment opens the files, and how often it writes them. */
async function count(
  testHost: TestHost,
  netns: Netns,
  paths: readonly string[],
): Promise<Record<'openat' | 'write', number>> {
  const log = join(testHost.state, 'strace')
  const attacher = startAttacher(testHost, [`${pathOf(netns)}:${PORT}`], tracing(paths, log, []))
  await attacher.done
  await attacher.end()
  const lines = readFileSync(log, 'utf8').split('\n')
  rmSync(log)
  const many = (kind: string) => lines.filter((line) => line.includes(` ${kind}(`)).length
  return { openat: many('openat'), write: many('write') }
}

describe('a process that is killed while it attaches a container', () => {
  needs('bridge', 'veth', 'nftables', 'command nft', 'command strace')
  const testHost = eachTestHost()
  const create = () => testHost().create({ name: 'br0', subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' })

  for (const what of [
    'the files of its addresses',
    'a parameter of the container',
    'a parameter of the bridge',
  ] as const) {
    it(`wherever it touches ${what}: collect leaves the host as before, and the container can be attached`, async function () {
      this.timeout(120_000)
      const network = await create()
      const netns = await testHost().container()
      const paths = FILES(testHost())[what]
      const counts = await count(testHost(), netns, paths)
      await network.detach(netns)
      testHost().host.sh('echo 0 >/proc/sys/net/ipv4/conf/br0/route_localnet')
      const kernel = testHost().kernel()
      const steps = Object.entries(counts).flatMap(([kind, many]) =>
        Array.from({ length: many }, (_, i) => `${kind}:${i + 1}`),
      )
      assert.ok(steps.length >= 2, steps.join())
      for (const step of new Set(steps)) {
        const [kind, when] = step.split(':')
        const inject = ['-e', `inject=${kind}:signal=KILL:when=${when}`]
        const attacher = startAttacher(testHost(), [`${pathOf(netns)}:${PORT}`], tracing(paths, '/dev/null', inject))
        const printed = await attacher.done
        await attacher.end()
        // Threads are counted one by one: if another one made the call, no process was killed.
        if (printed.includes('done')) await network.detach(netns)
        await network.collect()
        assert.equal(testHost().kernel(), kernel, `after ${step}`)
        assert.deepEqual(testHost().files('br0'), ['network.json'], `after ${step}`)
      }
      await network.attach(netns, { ports: [{ host: PORT, container: 80 }] })
      assert.equal(elements(testHost(), 'published4').length, 1)
      assert.equal(ip('-j link show eth0', pathOf(netns)).length, 1)
      assert.deepEqual(await network.check(), [])
    })
  }

  it('wherever it sends: collect leaves the host as before, and the container can be attached', async function () {
    this.timeout(120_000)
    const network = await create()
    const kernel = testHost().kernel()
    let killed = 0
    for (const when of SENDS) {
      const netns = await testHost().container()
      const tracer = [
        'strace',
        '-f',
        '--seccomp-bpf',
        '-o',
        '/dev/null',
        '-e',
        'trace=sendto',
        '-e',
        `inject=sendto:signal=KILL:when=${when}`,
      ]
      const attacher = startAttacher(testHost(), [`${pathOf(netns)}:${PORT}`], tracer)
      const printed = await attacher.done
      await attacher.end()
      if (printed.includes('done')) await network.detach(netns)
      else killed++
      await network.collect()
      assert.equal(testHost().kernel(), kernel, `after send ${when}`)
      assert.deepEqual(testHost().files('br0'), ['network.json'])
      await network.detach(await network.attach(netns, { ports: [{ host: PORT, container: 80 }] }))
    }
    assert.ok(killed > 0, 'some were killed')
  })
})
