import assert from 'node:assert/strict'
import type { AttachOptions, Network, NetworkMode } from '../../lib/container/index.ts'
import { request } from '../container/support/client.ts'
import { HOST, PORTS, PUBLISHED, type Site, withSite } from '../container/support/containers.ts'
import type { Machine } from '../container/support/machine.ts'
import { openMachine } from '../container/support/machine.ts'
import { ADDRESS } from '../container/support/topology.ts'
import { needs } from '../support/needs.ts'

const FAMILIES = [4, 6] as const
const RED = { name: 'red', subnet: '10.92.0.0/24', subnet6: 'fd00:92::/64' }
const BLUE = { name: 'blue', subnet: '10.93.0.0/24', subnet6: 'fd00:93::/64' }

const MIXES: readonly [NetworkMode, NetworkMode][] = [
  ['bridge', 'bridge'],
  ['bridge', 'ptp'],
  ['ptp', 'bridge'],
  ['ptp', 'ptp'],
]

/** A container in both networks: eth0 in the first, eth1 in the second. */
async function configureLink(site: Site, modes: readonly [NetworkMode, NetworkMode], second: AttachOptions = {}) {
  const red = await site.network({ ...RED, mode: modes[0] })
  const blue = await site.network({ ...BLUE, mode: modes[1] })
  const machine = await site.machine('web')
  await machine.serve(PUBLISHED)
  const one = await red.attach(machine.netns)
  const other = await blue.attach(machine.netns, { interface: 'eth1', ...second })
  await site.outside.serve(7000)
  return { red, blue, machine, one, other }
}

/** Gateways of the default routes of table main, IPv4 first. */
async function gateways({ nl }: Machine): Promise<(string | undefined)[]> {
  const routes = (await nl.listRoutes()).filter(({ dst }) => dst === 'default')
  return routes.map(({ gateway }) => gateway).sort()
}

/** The routing rules that are not the kernel's defaults. */
async function rules({ nl }: Machine): Promise<string[]> {
  return (await nl.listRules()).filter(({ src }) => src !== undefined).map(({ src }) => src as string)
}

async function reaches(machine: Machine): Promise<void> {
  for (const family of FAMILIES)
    assert.match(await request(machine.netns, { address: ADDRESS[family].outside, port: 7000 }), /^outside to /)
}

for (const [first, second] of MIXES) {
  describe(`a container in networks of mode ${first} and ${second}`, () => {
    needs('veth', 'bridge', 'nftables', 'ipv6')

    it('answers at a port that is published on the second', () =>
      withSite(async (site) => {
        await configureLink(site, [first, second], { ports: PORTS })
        for (const protocol of ['tcp', 'udp'] as const) {
          for (const family of FAMILIES) {
            const { host, outside, near, insider } = ADDRESS[family]
            const target = { protocol, address: host, port: HOST }
            assert.equal(await request(site.outside.netns, target), `web to ${outside}`)
            assert.equal(await request(site.insider.netns, { ...target, address: near }), `web to ${insider}`)
            assert.match(await request(site.host.netns, target), /^web to /)
          }
          assert.match(await request(site.host.netns, { protocol, address: '127.0.0.1', port: HOST }), /^web to /)
        }
      }))

    it('has the default route of the first, then of the second, and nothing is left of either', () =>
      withSite(async (site) => {
        const { red, blue, machine, one, other } = await configureLink(site, [first, second])
        assert.deepEqual(await gateways(machine), ['10.92.0.1', 'fd00:92::1'])
        assert.deepEqual(await rules(machine), [`${other.address}/32`, `${other.address6}/128`])
        assert.deepEqual([await red.check(), await blue.check()], [[], []])
        await red.detach(one)
        assert.deepEqual(await gateways(machine), ['10.93.0.1', 'fd00:93::1'])
        await reaches(machine)
        assert.deepEqual(await blue.check(), [])
        await blue.detach(other)
        assert.deepEqual([await gateways(machine), await rules(machine)], [[], []])
      }))

    it('has the default route of the second if requested, and the first still works', () =>
      withSite(async (site) => {
        const { red, blue, machine, other } = await configureLink(site, [first, second], { defaultRoute: true })
        assert.deepEqual(await gateways(machine), ['10.93.0.1', 'fd00:93::1'])
        await reaches(machine)
        assert.deepEqual([await red.check(), await blue.check()], [[], []])
        await blue.detach(other)
        assert.deepEqual(await gateways(machine), ['10.92.0.1', 'fd00:92::1'])
        await reaches(machine)
        assert.deepEqual(await red.check(), [])
      }))
  })
}

describe('a container that takes no default route', () => {
  needs('veth', 'bridge', 'nftables', 'ipv6')

  it('answers at its ports, and does not inherit one', () =>
    withSite(async (site) => {
      const { red, machine, one } = await configureLink(site, ['bridge', 'bridge'], {
        defaultRoute: false,
        ports: PORTS,
      })
      await red.detach(one)
      assert.deepEqual(await gateways(machine), [])
      for (const family of FAMILIES)
        assert.match(await request(site.outside.netns, { address: ADDRESS[family].host, port: HOST }), /^web to /)
    }))

  it('has the routes that were asked for', () =>
    withSite(async (site) => {
      const red = await site.network(RED)
      const machine = await site.machine('web')
      const routes = [
        { dst: '203.0.113.0/24' },
        { dst: '2001:db8:1::/64' },
        { dst: '198.51.100.0/24', gateway: '10.92.0.9' },
      ]
      await red.attach(machine.netns, { defaultRoute: false, routes })
      await site.outside.serve(7000)
      await reaches(machine)
      assert.equal((await machine.nl.lookupRoute({ dst: '198.51.100.1' })).gateway, '10.92.0.9')
      await assert.rejects(machine.nl.lookupRoute({ dst: '192.0.2.1' }), { code: 'ENETUNREACH' })
      assert.deepEqual(await red.check(), [])
    }))

  it('rejects routes that cannot exist', () =>
    withSite(async (site) => {
      const red = await site.network({ name: 'red', subnet: RED.subnet })
      const machine = await site.machine('web')
      const wrong: [unknown, RegExp][] = [
        [{ dst: '10.0.0.0/8' }, /^attach: routes must be an array/],
        [[{ gateway: '10.92.0.9' }], /^attach: routes\[0\]\.dst is missing/],
        [[{ dst: '10.0.0.0/33' }], /^attach: routes\[0\]\.dst must be a prefix/],
        [[{ dst: 'default' }], /^attach: routes\[0\]\.gateway is missing/],
        [[{ dst: '10.0.0.0/8', gateway: 'fd00::1' }], /^attach: routes\[0\]\.gateway must be of the family/],
        [[{ dst: 'fd00::/8' }], /^attach: routes\[0\].dst must be of a family/],
      ]
      for (const [routes, message] of wrong)
        await assert.rejects(red.attach(machine.netns, { routes: routes as never }), { name: 'TypeError', message })
      await assert.rejects(red.attach(machine.netns, { routes: [{ dst: '10.0.0.0/8', gateway: '192.0.2.9' }] }), {
        code: 'ENETUNREACH',
      })
      assert.deepEqual(await red.endpoints(), [])
      assert.deepEqual(await red.check(), [])
    }))
})

describe('a container is detached', () => {
  needs('veth', 'bridge', 'nftables', 'ipv6')

  /** Two links of one container, and one of another, each with its id. */
  async function three(site: Site): Promise<{ red: Network; machines: Machine[] }> {
    const red = await site.network(RED)
    const machines = await Promise.all(['one', 'other'].map((name) => site.machine(name)))
    const [one, other] = machines as [Machine, Machine]
    await red.attach(one.netns, { id: 'one' })
    await red.attach(one.netns, { id: 'one', interface: 'eth1' })
    await red.attach(other.netns, { id: 'other' })
    return { red, machines }
  }

  const left = async (red: Network) =>
    (await red.endpoints()).map((endpoint) => `${endpoint.id} ${endpoint.interface}`).sort()

  it('by its id, or by that and one of its links', () =>
    withSite(async (site) => {
      const { red } = await three(site)
      assert.deepEqual(await left(red), ['one eth0', 'one eth1', 'other eth0'])
      await red.detach({ id: 'one', interface: 'eth1' })
      assert.deepEqual(await left(red), ['one eth0', 'other eth0'])
      await red.detach({ id: 'one' })
      await red.detach({ id: 'nobody' })
      assert.deepEqual(await left(red), ['other eth0'])
      await assert.rejects(red.detach({ id: '' }), {
        name: 'TypeError',
        message: /^detach: id must be a non-empty string/,
      })
    }))

  it('by its id when its namespace has gone', () =>
    withSite(async (site) => {
      const red = await site.network(RED)
      const machine = await openMachine('gone')
      await red.attach(machine.netns, { id: 'gone', ports: PORTS })
      await machine.close()
      await red.detach({ id: 'gone' })
      assert.deepEqual([await red.endpoints(), await red.check()], [[], []])
    }))

  it('by what endpoints lists, also where that was JSON meanwhile', () =>
    withSite(async (site) => {
      const { red, machines } = await three(site)
      const listed = JSON.parse(JSON.stringify(await red.endpoints())) as Awaited<ReturnType<Network['endpoints']>>
      assert.deepEqual(
        new Set(listed.map(({ inode }) => inode)),
        new Set(machines.map(({ netns }) => Number(netns.inode))),
      )
      for (const endpoint of listed.filter(({ id }) => id === 'one')) await red.detach(endpoint)
      assert.deepEqual(await left(red), ['other eth0'])
    }))
})
