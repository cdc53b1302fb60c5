import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCni } from '../../lib/cni/index.ts'
import { createNetwork } from '../../lib/container/index.ts'
import { createNetns } from '../../lib/index.ts'
import { pathOf } from '../container/support/attacher.ts'
import { probe } from '../container/support/client.ts'
import { ip } from '../support/ip.ts'
import { needs } from '../support/needs.ts'

/** A container whose hardware address changes after ADD, as by the plugin `tuning`: what it hears of a port of the host on which nothing listens. */
async function heard(keys: object): Promise<string> {
  const state = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  const netns = await createNetns()
  const config = {
    cniVersion: '1.0.0',
    name: 'spoof0',
    type: 'netlink-ts',
    subnet: '10.86.0.0/24',
    state: join(state, 'spoof0'),
  }
  const env = { CNI_COMMAND: 'ADD', CNI_CONTAINERID: 'c1', CNI_NETNS: pathOf(netns), CNI_IFNAME: 'eth0', CNI_PATH: '' }
  try {
    const { status, stdout } = await runCni({ env, stdin: JSON.stringify({ ...config, ...keys }) })
    assert.equal(status, 0, stdout)
    ip('link set eth0 address 02:00:00:00:00:99', pathOf(netns))
    return await probe(netns, { address: '10.86.0.1', port: 7999 })
  } finally {
    await (await createNetwork({ name: 'spoof0', state: config.state })).delete()
    await netns.close()
    rmSync(state, { recursive: true })
  }
}

describe('macspoofchk of the CNI plugin', () => {
  needs('bridge', 'veth', 'nftables')

  it('true: nothing passes that a container sends with another hardware address', async () => {
    assert.equal(await heard({ macspoofchk: true }), 'ETIMEDOUT')
  })

  it('false, and by default: everything passes', async () => {
    assert.equal(await heard({ macspoofchk: false }), 'ECONNREFUSED')
    assert.equal(await heard({}), 'ECONNREFUSED')
  })
})
