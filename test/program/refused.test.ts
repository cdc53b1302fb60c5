// What a refused container leaves, and what may not keep a runtime from removing one.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openNetwork } from '../../lib/container/index.ts'
import { createNetns, type Netns } from '../../lib/index.ts'
import { runNetavark } from '../../lib/netavark/index.ts'
import { pathOf } from '../container/support/attacher.ts'
import { ip } from '../support/ip.ts'
import { needs } from '../support/needs.ts'
import { container, network } from '../support/netavark.ts'
import { NETLINK_TS } from '../support/program.ts'

const links = () => ip<{ ifname: string }>('-j link').map(({ ifname }) => ifname)

describe('a container that a plugin refuses', () => {
  needs('bridge', 'veth', 'nftables')
  let netns: Netns
  let folder: string
  beforeEach(async () => {
    netns = await createNetns()
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  })
  afterEach(async () => {
    await netns.close()
    rmSync(folder, { recursive: true })
  })

  /** Runs the CNI plugin for container c1; the code of its error, or 0. */
  function cni(command: string, keys: object = {}): number {
    const env = { CNI_COMMAND: command, CNI_CONTAINERID: 'c1', CNI_NETNS: pathOf(netns), CNI_IFNAME: 'eth0' }
    const base = { cniVersion: '1.1.0', name: 'refuse0', type: 'netlink-ts', subnet: '10.87.0.0/24' }
    const input = JSON.stringify({ ...base, state: join(folder, 'refuse0'), ...keys })
    const options = { input, env: { ...process.env, ...env }, encoding: 'utf8' } as const
    const { status, stdout } = spawnSync(process.execPath, [NETLINK_TS, 'cni'], options)
    return status === 0 ? 0 : (JSON.parse(stdout) as { code: number }).code
  }

  it('leaves no network that was created for it: CNI', async () => {
    assert.equal(cni('ADD', { runtimeConfig: { portMappings: [{ hostPort: 70_000, containerPort: 80 }] } }), 7)
    assert.equal(cni('ADD', { runtimeConfig: { ips: ['10.88.0.2'] } }), 7)
    assert.ok(!links().includes('refuse0'))
    assert.ok(!existsSync(join(folder, 'refuse0', 'network.json')))
  })

  it('leaves no network that was created for it: netavark', async () => {
    const stdin = JSON.stringify(
      container('c1', '10.71.0.2', [{ host_port: 70_000, container_port: 80, protocol: 'tcp' }]),
    )
    const { status } = await runNetavark({ args: ['setup', pathOf(netns)], stdin })
    assert.deepEqual([status, links().includes(network.network_interface)], [1, false])
  })

  it('leaves a network that was there', async () => {
    assert.equal(cni('ADD'), 0)
    assert.equal(cni('DEL'), 0)
    assert.equal(cni('ADD', { runtimeConfig: { ips: ['10.88.0.2'] } }), 7)
    assert.ok(links().includes('refuse0'))
    await (await openNetwork('refuse0', { state: join(folder, 'refuse0') })).delete()
  })

  it('can be removed with the keys that ADD has refused', async () => {
    const wrong: readonly (readonly [object, number])[] = [
      [{ runtimeConfig: { bandwidth: {} } }, 2],
      [{ ipMasq: 'yes' }, 7],
      [{ macspoofchk: 'yes' }, 7],
      [{ dns: 5 }, 7],
      [{ args: 5 }, 7],
      [{ prevResult: 5 }, 6],
      [{ isDefaultGateway: 5 }, 7],
      [{ ipam: { type: '../x' } }, 7],
    ]
    for (const [keys, code] of wrong) {
      assert.equal(cni('ADD', keys), code, JSON.stringify(keys))
      for (const command of ['DEL', 'GC']) {
        assert.equal(cni('ADD'), 0)
        const valid = command === 'GC' ? { 'cni.dev/valid-attachments': [] } : {}
        assert.equal(cni(command, { ...keys, ...valid }), 0, `${command} ${JSON.stringify(keys)}`)
        const opened = await openNetwork('refuse0', { state: join(folder, 'refuse0') })
        assert.deepEqual(await opened.endpoints(), [])
        await opened.close()
      }
    }
    await (await openNetwork('refuse0', { state: join(folder, 'refuse0') })).delete()
  })
})
