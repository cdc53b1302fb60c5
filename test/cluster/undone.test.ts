// A node whose joining fails, and stores that say what cannot be.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfiguration } from '../../lib/cluster/configuration.ts'
import { joinCluster } from '../../lib/cluster/index.ts'
import { createNetns, type Netns, openNetlink } from '../../lib/index.ts'
import { pathOf } from '../container/support/attacher.ts'
import { outputInside } from '../support/inside.ts'
import { needs } from '../support/needs.ts'
import { NETLINK_TS } from '../support/program.ts'

const nodes = [
  { publicAddress: '192.0.2.11', subnet: '10.244.1.0/24' },
  { publicAddress: '192.0.2.12', subnet: '10.244.2.0/24' },
  { publicAddress: '0.0.0.0', subnet: '10.244.3.0/24' },
  { publicAddress: '224.0.0.1', subnet: '10.244.4.0/24' },
]
const options = { network: '10.244.0.0/16', backend: 'vxlan', publicAddress: '192.0.2.11' } as const

describe('a node that fails to join a cluster', () => {
  needs('vxlan', 'bridge', 'nftables')
  let host: Netns
  let folder: string
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
    host = await createNetns()
    await using nl = await openNetlink({ netns: host })
    await nl.createVeth({ name: 'eth0', up: true, peer: { name: 'far', up: true } })
    await nl.addAddress({ link: 'eth0', address: '192.0.2.11/24' })
  })
  afterEach(async () => {
    await host.close()
    rmSync(folder, { recursive: true })
  })
  const picture = () => ['ip -o route', 'ip -o link'].map((command) => outputInside(host, command.split(' ')))

  /** Runs the program to its end; it must not get as far as to wait. */
  function cluster(output: string, ...more: string[]) {
    const list = join(folder, 'nodes.json')
    writeFileSync(list, JSON.stringify(nodes.slice(0, 2)))
    const program = [NETLINK_TS, 'cluster', '--nodes', list, '--network', options.network, '--backend', 'vxlan']
    const args = [`--net=${pathOf(host)}`, process.execPath, ...program, '--public-address', '192.0.2.11', ...more]
    const fd = openSync(output, 'w')
    try {
      return spawnSync('nsenter', args, { stdio: ['ignore', fd, 'pipe'], timeout: 15_000 })
    } finally {
      closeSync(fd)
    }
  }

  for (const [what, output, more, error] of [
    [
      'with the name of a bridge that no link can have',
      '/dev/null',
      ['--bridge', 'a/b'],
      /name must be an interface name/,
    ],
    ['where its membership cannot be printed', '/dev/full', [], /ENOSPC/],
  ] as const) {
    it(`${what} leaves nothing`, () => {
      const before = picture()
      const { status, stderr } = cluster(output, ...more)
      assert.notEqual(status, 0)
      assert.match(String(stderr), error)
      assert.deepEqual(picture(), before)
    })

    it(`${what} keeps the paths of an earlier process, which containers use`, async () => {
      await (await joinCluster({ store: { nodes: nodes.slice(0, 2) }, ...options, netns: host })).close()
      const before = picture()
      assert.ok(before.join('').includes('nl.1'))
      assert.notEqual(cluster(output, ...more).status, 0)
      assert.deepEqual(picture(), before)
    })
  }

  it('has no path to a node whose public address no host can have', async () => {
    await using joined = await joinCluster({ store: { nodes }, ...options, backend: 'host-gw', netns: host })
    assert.deepEqual(
      (await joined.nodes()).map(({ error }) => error?.message.replace(/.*: /, '')),
      [
        undefined,
        undefined,
        'no host can have its public address 0.0.0.0 (EHOSTUNREACH)',
        'no host can have its public address 224.0.0.1 (EHOSTUNREACH)',
      ],
    )
    assert.match(picture().join(''), /10\.244\.2\.0\/24/)
    assert.doesNotMatch(picture().join(''), /10\.244\.[34]\.0\/24/)
    await joined.leave()
  })
})

describe('a configuration in the store', () => {
  const config = (keys: object) =>
    readConfiguration(
      'joinCluster',
      JSON.stringify({ Network: '10.244.0.0/16', Backend: { Type: 'host-gw' }, ...keys }),
    )
  for (const [keys, what] of [
    [{ SubnetMin: '1.2.3.4' }, 'its SubnetMin does not begin a /24 of 10.244.0.0/16'],
    [{ SubnetMin: '10.244.1.1' }, 'its SubnetMin does not begin a /24 of 10.244.0.0/16'],
    [{ SubnetMax: '10.245.0.0' }, 'its SubnetMax does not begin a /24 of 10.244.0.0/16'],
    [{ SubnetLen: 'long' }, 'its SubnetLen is not a prefix length'],
    [{ SubnetLen: 31 }, 'its SubnetLen is not a prefix length'],
  ] as const)
    it(`${JSON.stringify(keys)} is damaged`, () => {
      assert.throws(() => config(keys), { code: 'EBADMSG', message: new RegExp(what.replaceAll('.', '\\.')) })
    })
  it('of flannel is read', () => {
    const { first, last } = config({ SubnetMin: '10.244.1.0', SubnetMax: '10.244.9.0' })
    assert.equal(last - first, 8 * 256)
  })
})
