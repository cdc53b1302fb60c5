import assert from 'node:assert/strict'
import { openNetwork } from '../../lib/container/index.ts'
import { createNetns, type Netns } from '../../lib/index.ts'
import type { runNetavark } from '../../lib/netavark/index.ts'
import { pathOf } from '../container/support/attacher.ts'
import { ip } from '../support/ip.ts'
import { needs } from '../support/needs.ts'
import { container, network } from '../support/netavark.ts'

describe('setup of the netavark plugin', () => {
  needs('bridge', 'veth', 'nftables')
  let run: typeof runNetavark
  let netns: Netns

  // As programs load it: mocha would load another copy of the modules that commands import when they run.
  before(async () => {
    run = (await import('../../lib/netavark/index.ts')).runNetavark
  })

  beforeEach(async () => {
    netns = await createNetns()
  })

  afterEach(() => netns.close())

  const setup = async (keys: object, options: object = {}) => {
    const one = container('c1', '10.71.0.2')
    const stdin = JSON.stringify({
      ...one,
      network: { ...network, ...keys },
      network_options: { ...one.network_options, ...options },
    })
    return JSON.parse((await run({ args: ['setup', pathOf(netns)], stdin })).stdout)
  }

  it('sets the metric of routes, and reports the name servers of the network', async () => {
    const routes = [
      { destination: '10.1.0.0/16', gateway: '10.71.0.9', metric: 50 },
      { destination: '10.1.0.0/16', gateway: '10.71.0.8', metric: 60 },
    ]
    const { dns_server_ips } = await setup({ routes, network_dns_servers: ['10.71.0.53'] })
    const opened = await openNetwork(network.network_interface)
    try {
      assert.deepEqual(dns_server_ips, ['10.71.0.53'])
      const listed = ip<{ gateway: string; metric: number }>('-j route show 10.1.0.0/16', pathOf(netns))
      assert.deepEqual(
        listed.map(({ gateway, metric }) => [gateway, metric]),
        [
          ['10.71.0.9', 50],
          ['10.71.0.8', 60],
        ],
      )
      assert.deepEqual(await opened.check(), [])
      ip('route del 10.1.0.0/16 metric 60', pathOf(netns))
      assert.deepEqual(
        (await opened.check()).map(({ code, expected }) => [code, expected]),
        [['container-route', '10.1.0.0/16 via 10.71.0.8']],
      )
    } finally {
      await opened.delete()
    }
  })

  for (const [what, options, error] of [
    ['static_ips', { static_ips: ['10.71.0'] }, "static_ips[0] must be an address such as 10.0.0.5/16, not '10.71.0'"],
    ['static_mac', { static_mac: 'x' }, "static_mac must be a hardware address such as 02:00:00:00:00:01, not 'x'"],
    ['interface_name', { interface_name: 'lo' }, "interface_name must not be 'lo', the loopback"],
  ] as const)
    it(`names ${what} in its error`, async () => {
      assert.deepEqual(await setup({}, options), { error })
      await assert.rejects(openNetwork(network.network_interface), { code: 'ENOENT' })
    })
})
