import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { runCni } from '../../lib/cni/index.ts'
import { createNetwork } from '../../lib/container/index.ts'
import { createNetns, type Netns } from '../../lib/index.ts'
import { pathOf } from '../container/support/attacher.ts'
import { ip } from '../support/ip.ts'
import { needs } from '../support/needs.ts'

describe('CHECK of the CNI plugin', () => {
  needs('bridge', 'veth', 'nftables')
  let cni: typeof runCni
  let state: string
  let netns: Netns
  let prevResult: { interfaces: { name: string; mac: string; mtu?: number }[] }

  // As programs load it: mocha would load another copy of the modules that commands import when they run.
  before(async () => {
    cni = (await import('../../lib/cni/index.ts')).runCni
  })

  const run = async (command: string, keys: object = {}) => {
    const config = { cniVersion: '1.1.0', name: 'n0', type: 'netlink-ts', subnet: '10.87.0.0/24', mtu: 1400 }
    const env = { CNI_COMMAND: command, CNI_CONTAINERID: 'c1', CNI_NETNS: pathOf(netns), CNI_IFNAME: 'eth0' }
    const { stdout } = await cni({ env, stdin: JSON.stringify({ ...config, state: join(state, 'n0'), ...keys }) })
    return stdout === '' ? undefined : JSON.parse(stdout)
  }

  beforeEach(async () => {
    state = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
    netns = await createNetns()
    prevResult = await run('ADD')
  })

  afterEach(async () => {
    await (await createNetwork({ name: 'n0', state: join(state, 'n0') })).delete()
    await netns.close()
    rmSync(state, { recursive: true })
  })

  /** The error after a change inside the container. */
  const found = async (...commands: string[]) => {
    assert.equal(await run('CHECK', { prevResult }), undefined)
    for (const command of commands) ip(command, pathOf(netns))
    const { code, msg } = (await run('CHECK', { prevResult })) ?? {}
    return [code, msg]
  }

  it('finds another hardware address', async () => {
    const mac = prevResult.interfaces.at(-1)?.mac
    assert.deepEqual(await found('link set eth0 address 02:00:00:00:00:99'), [
      103,
      `the hardware address of 'eth0' is 02:00:00:00:00:99, not ${mac}`,
    ])
  })

  it('finds another MTU', async () => {
    assert.deepEqual(await found('link set eth0 mtu 1300'), [103, "the MTU of 'eth0' is 1300, not 1400"])
  })

  it('finds another address', async () => {
    assert.deepEqual(await found('address add 10.87.0.9/24 dev eth0', 'address del 10.87.0.2/24 dev eth0'), [
      103,
      "'eth0' lacks 10.87.0.2/24",
    ])
  })

  it('finds another gateway', async () => {
    assert.deepEqual(await found('route replace default via 10.87.0.9'), [
      103,
      'eth0 in the container of 10.87.0.2 has an IPv4 default route via 10.87.0.9, not 10.87.0.1',
    ])
  })

  it('finds an interface that was moved to another namespace', async () => {
    const other = await createNetns()
    try {
      assert.deepEqual(await found(`link set eth0 netns ${pathOf(other)}`), [103, "interface 'eth0' is missing"])
    } finally {
      await other.close()
    }
  })

  it('accepts what a later plugin of the chain has changed and reported', async () => {
    ip('link set eth0 mtu 1300 address 02:00:00:00:00:99', pathOf(netns))
    Object.assign(prevResult.interfaces.at(-1) ?? {}, { mac: '02:00:00:00:00:99', mtu: 1300 })
    assert.equal(await run('CHECK', { prevResult }), undefined)
  })
})
