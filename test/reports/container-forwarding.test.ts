import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NetworkMode } from '../../lib/container/index.ts'
import { probe, request } from '../container/support/client.ts'
import { HOST, PORTS, type Site, withSite } from '../container/support/containers.ts'
import { eachTestHost } from '../container/support/test-host.ts'
import { ADDRESS } from '../container/support/topology.ts'
import { needs } from '../support/needs.ts'
import { nft } from '../support/nft.ts'

const FAMILIES = [4, 6] as const
const NET = { subnet: '10.87.0.0/24', subnet6: 'fd00:87::/64' }
const PARAMETERS = ['net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding'] as const

/** What `insider`, whose way out is the host, hears of `outside`, which knows the way back. */
async function through(site: Site, port = 7000): Promise<string[]> {
  return Promise.all(FAMILIES.map((family) => probe(site.insider.netns, { address: ADDRESS[family].outside, port })))
}

async function reachable(site: Site): Promise<string[]> {
  return Promise.all(
    FAMILIES.map((family) => request(site.insider.netns, { address: ADDRESS[family].outside, port: 7000 })),
  )
}

const NOTHING = ['ETIMEDOUT', 'ETIMEDOUT']
const ROUTED = FAMILIES.map((family) => `outside to ${ADDRESS[family].insider}`)

/** Two hosts of different links of the host, each of which would send to the other through it. */
async function configureLink(site: Site): Promise<void> {
  await site.outside.nl.addRoute({ dst: '198.51.100.0/24', gateway: ADDRESS[4].host })
  await site.outside.nl.addRoute({ dst: '2001:db8:2::/64', gateway: ADDRESS[6].host })
  await site.outside.serve(7000)
}

function forwarding(site: Site): Promise<string[]> {
  return Promise.all(PARAMETERS.map((name) => site.host.netns.getSysctl(name)))
}

for (const mode of ['bridge', 'ptp'] as const satisfies readonly NetworkMode[]) {
  describe(`a host that did not forward, with a network of mode ${mode},`, () => {
    needs('veth', 'bridge', 'nftables', 'ipv6')

    it('forwards nothing for others, before, during and after', () =>
      withSite(async (site) => {
        await configureLink(site)
        assert.deepEqual(await through(site), NOTHING)
        const network = await site.network({ name: 'net0', mode, ...NET })
        assert.deepEqual(await through(site), NOTHING)
        await network.delete()
        assert.deepEqual(await through(site), NOTHING)
        assert.deepEqual(await forwarding(site), ['0', '0'])
      }))

    it('forwards for containers: what they request, what is published, and the answers', () =>
      withSite(async (site) => {
        await configureLink(site)
        const network = await site.network({ name: 'net0', mode, ...NET })
        const web = await site.container(network, 'web', { ports: PORTS })
        const [out, inward] = await Promise.all([
          Promise.all(FAMILIES.map((family) => request(web.netns, { address: ADDRESS[family].outside, port: 7000 }))),
          Promise.all(
            FAMILIES.map((family) => request(site.outside.netns, { address: ADDRESS[family].host, port: HOST })),
          ),
        ])
        for (const heard of out) assert.match(heard, /^outside to (203\.0\.113\.1|2001:db8:1::1)/)
        assert.deepEqual(
          inward,
          FAMILIES.map((family) => `web to ${ADDRESS[family].outside}`),
        )
        assert.deepEqual(await through(site), NOTHING)
      }))
  })
}

describe('forwarding of the host', () => {
  needs('veth', 'bridge', 'nftables', 'ipv6')

  it('that its administrator has enabled before stays as it is', () =>
    withSite(async (site) => {
      await configureLink(site)
      for (const name of PARAMETERS) await site.host.netns.setSysctl(name, 1)
      const network = await site.network({ name: 'net0', ...NET })
      assert.deepEqual(await reachable(site), ROUTED)
      await network.delete()
      assert.deepEqual(await forwarding(site), ['1', '1'])
      assert.deepEqual(await reachable(site), ROUTED)
    }))

  it('is put back by the last of several networks, each family by the last that has it', () =>
    withSite(async (site) => {
      const one = await site.network({ name: 'net0', ...NET })
      const other = await site.network({ name: 'net1', mode: 'ptp', subnet: '10.88.0.0/24' })
      assert.deepEqual(await forwarding(site), ['1', '1'])
      await one.delete()
      assert.deepEqual(await forwarding(site), ['1', '0'])
      await other.delete()
      assert.deepEqual(await forwarding(site), ['0', '0'])
    }))

  it('that the administrator enables later is kept: check says what the table drops, repair ends that, and delete leaves it', () =>
    withSite(async (site) => {
      await configureLink(site)
      const network = await site.network({ name: 'net0', ...NET })
      for (const name of PARAMETERS) {
        await site.host.netns.setSysctl(name, 0)
        await site.host.netns.setSysctl(name, 1)
      }
      assert.deepEqual(
        (await network.check()).map(({ code, subject }) => `${code} ${subject}`),
        ['forwarding ipv4', 'forwarding ipv6'],
      )
      await network.repair()
      assert.deepEqual(await network.check(), [])
      assert.deepEqual(await reachable(site), ROUTED)
      await network.delete()
      assert.deepEqual(await forwarding(site), ['1', '1'])
    }))

  it('of single links that was enabled before stays on and is restored', () =>
    withSite(async (site) => {
      await configureLink(site)
      for (const link of ['up0', 'up1']) await site.host.netns.setSysctl(`net.ipv4.conf.${link}.forwarding`, 1)
      const [before] = await reachable(site).catch((thrown) => [String(thrown)])
      assert.equal(before, ROUTED[0])
      const network = await site.network({ name: 'net0', ...NET })
      const [during, six] = [await reachable4(site), (await through(site))[1]]
      assert.deepEqual([during, six], [ROUTED[0], 'ETIMEDOUT'])
      await network.delete()
      assert.equal(await reachable4(site), ROUTED[0])
      const links = await Promise.all(
        ['up0', 'up1', 'lo'].map((link) => site.host.netns.getSysctl(`net.ipv4.conf.${link}.forwarding`)),
      )
      assert.deepEqual(links, ['1', '1', '0'])
    }))

  it('passes what an element of `between` names, and the answers', () =>
    withSite(async (site) => {
      await configureLink(site)
      await site.network({ name: 'net0', ...NET })
      nft(
        'add element inet netlink_ts between { "up1" . "up0" : accept }',
        `/proc/${process.pid}/fd/${site.host.netns.fd}`,
      )
      assert.deepEqual(await reachable(site), ROUTED)
    }))

  it('does not concern frames between the ports of another bridge', () =>
    withSite(async (site) => {
      const { host } = site
      await host.nl.createBridge({ name: 'lan', up: true })
      const [one, other] = await Promise.all(['one', 'other'].map((name) => site.machine(name)))
      assert.ok(one && other)
      for (const [i, machine] of [one, other].entries()) {
        await host.nl.createVeth({
          name: `p${i}`,
          up: true,
          master: 'lan',
          peer: { name: 'eth0', netns: machine.netns },
        })
        await machine.nl.addAddress({ link: 'eth0', address: `192.168.7.${i + 1}/24` })
        await machine.nl.setLink('eth0', { up: true })
        await host.nl.getLink(`p${i}`)
      }
      await other.serve(7000)
      await site.network({ name: 'net0', bridgeNetfilter: true, ...NET })
      assert.equal(await request(one.netns, { address: '192.168.7.2', port: 7000 }), 'other to 192.168.7.1')
    }))
})

async function reachable4(site: Site): Promise<string> {
  return request(site.insider.netns, { address: ADDRESS[4].outside, port: 7000 })
}

describe('forwarding of a host where making a network was interrupted', () => {
  needs('veth', 'bridge', 'nftables', 'ipv6')
  const testHost = eachTestHost()

  it('is put back with that network', async () => {
    const { netns } = testHost().host
    const network = await testHost().create({ name: 'br0', ...NET })
    await network.delete()
    const ranges = [
      { family: 4, subnet: NET.subnet, gateway: '10.87.0.1' },
      { family: 6, subnet: NET.subnet6, gateway: 'fd00:87::1' },
    ]
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const record = {
      config: {
        name: 'br0',
        mode: 'bridge',
        ranges,
        masquerade: true,
        isolate: true,
        isolateContainers: false,
        internal: false,
        remoteSubnets: [],
        allowForward: false,
        spoofGuard: true,
      },
      inode: String(netns.inode),
      boot,
      ready: false,
      opening: [4, 6],
    }
    mkdirSync(join(testHost().state, 'br0'), { recursive: true })
    writeFileSync(join(testHost().state, 'br0', 'network.json'), JSON.stringify(record))
    for (const name of PARAMETERS) await netns.setSysctl(name, 1)
    await (await testHost().create({ name: 'br0' })).delete()
    assert.deepEqual(await Promise.all(PARAMETERS.map((name) => netns.getSysctl(name))), ['0', '0'])
  })
})
