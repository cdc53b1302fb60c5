import assert from 'node:assert/strict'
import { once } from 'node:events'
import { ip } from '../support/ip.ts'
import { needs } from '../support/needs.ts'
import { nft, nftJson } from '../support/nft.ts'
import { probe, request } from './support/client.ts'
import { HOST, oneSite, PORTS, PRIVATE, PUBLISHED, setBridgeNetfilter, withSite } from './support/containers.ts'
import { openDatagrams } from './support/datagrams.ts'
import { eachTestHost } from './support/test-host.ts'
import { ADDRESS } from './support/topology.ts'

const NET = { name: 'br0', subnet: '10.82.0.0/24', subnet6: 'fd00:82::/64' }
const FAMILIES = [4, 6] as const

describe('an internal network', () => {
  needs('veth', 'bridge', 'nftables', 'ipv6')
  const place = oneSite(async (site) => {
    const network = await site.network({ ...NET, internal: true })
    const [one, other] = [await site.container(network, 'one'), await site.container(network, 'other')]
    await site.outside.serve(PUBLISHED)
    await site.host.serve(PUBLISHED)
    return { network, one, other }
  })

  it('connects its containers to each other and to the host', async () => {
    const { one, other } = place()
    for (const family of FAMILIES) {
      assert.match(await request(one.netns, { address: other.at[family], port: PRIVATE }), /^other to/)
      const gateway = family === 4 ? '10.82.0.1' : 'fd00:82::1'
      assert.match(await request(one.netns, { address: gateway, port: PUBLISHED }), /^host to/)
    }
  })

  it('leads nowhere else, also where a container gives itself a default route', async () => {
    const { one, site, network } = place()
    const target = { address: ADDRESS[4].insider, port: PUBLISHED }
    await site.insider.serve(PUBLISHED)
    assert.equal(await probe(one.netns, target), 'ENETUNREACH')
    await one.nl.addRoute({ dst: 'default', gateway: '10.82.0.1' })
    await one.nl.addRoute({ dst: 'default', gateway: 'fd00:82::1' })
    assert.equal(await probe(one.netns, target), 'ETIMEDOUT')
    assert.equal(await probe(one.netns, { address: ADDRESS[6].insider, port: PUBLISHED }), 'ETIMEDOUT')
    assert.equal(await probe(site.insider.netns, { address: one.at[4], port: PRIVATE }), 'ETIMEDOUT')
    assert.deepEqual(await network.check(), [])
  })

  it('publishes no ports', async () => {
    const { network, site } = place()
    const { netns } = await site.machine('third')
    await assert.rejects(network.attach(netns, { ports: PORTS }), {
      message: /attach: ports is not allowed here: the network is internal/,
    })
  })
})

describe('a network with isolateContainers', () => {
  needs('veth', 'bridge', 'nftables', 'ipv6')
  const place = oneSite(async (site) => {
    await setBridgeNetfilter(site, false)
    const network = await site.network({ ...NET, isolateContainers: true })
    const one = await site.container(network, 'one', { ports: PORTS })
    return { network, one, other: await site.container(network, 'other') }
  })

  it('keeps its containers from each other, also by way of the host', async () => {
    const { one, other } = place()
    for (const family of FAMILIES) {
      const target = { address: one.at[family], port: PRIVATE }
      const gateway = family === 4 ? '10.82.0.1' : 'fd00:82::1'
      assert.match(await probe(other.netns, target), /^(EHOSTUNREACH|ETIMEDOUT)$/)
      // Both ways, so that the answer comes back.
      for (const [from, to] of [[one, other] as const, [other, one] as const])
        await from.nl.addRoute({ dst: `${to.at[family]}/${family === 4 ? 32 : 128}`, gateway })
      assert.equal(await probe(other.netns, target), 'ETIMEDOUT')
    }
  })

  it('connects them to the host, to other hosts and to published ports', async () => {
    const { network, one, other, site } = place()
    await site.outside.serve(PUBLISHED)
    assert.match(await request(one.netns, { address: ADDRESS[4].outside, port: PUBLISHED }), /^outside to/)
    assert.match(await request(site.host.netns, { address: one.at[4], port: PRIVATE }), /^one to/)
    assert.match(await request(other.netns, { address: '10.82.0.1', port: HOST }), /^one to/)
    assert.deepEqual(await network.check(), [])
  })

  it('is restored if a port is not isolated any more', async () => {
    const { network, one, other, site } = place()
    const { link } = one.endpoint
    await site.host.nl.setLink(link as string, { port: { isolated: false } })
    const found = (await network.check()).map(({ code, subject }) => [code, subject])
    assert.deepEqual(found, [['link-isolated', link]])
    await network.repair()
    assert.deepEqual(await network.check(), [])
    const target = { address: other.at[4], port: PRIVATE }
    assert.match(await probe(one.netns, target), /^(EHOSTUNREACH|ETIMEDOUT)$/)
  })

  it('is a bridge', async () => {
    const { site } = place()
    await assert.rejects(site.network({ ...NET, name: 'br1', mode: 'ptp', isolateContainers: true }), {
      name: 'TypeError',
      message: "createNetwork: isolateContainers is not allowed with mode 'ptp'",
    })
  })
})

describe('a network with remoteSubnets', () => {
  needs('veth', 'bridge', 'nftables', 'ipv6')

  for (const mode of ['bridge', 'ptp'] as const) {
    it(`lets them in, and shows them the addresses of its containers, in mode ${mode}`, () =>
      withSite(async (site) => {
        const remoteSubnets = ['198.51.100.0/24', '2001:db8:2::/64']
        const network = await site.network({ ...NET, mode, remoteSubnets })
        const one = await site.container(network, 'one')
        await site.insider.serve(PUBLISHED)
        await site.outside.serve(PUBLISHED)
        for (const family of FAMILIES) {
          assert.match(await request(site.insider.netns, { address: one.at[family], port: PRIVATE }), /^one to/)
          const seen = await request(one.netns, { address: ADDRESS[family].insider, port: PUBLISHED })
          assert.equal(seen, `insider to ${one.at[family]}`)
          const { host, second } = ADDRESS[family]
          const hidden = await request(one.netns, { address: ADDRESS[family].outside, port: PUBLISHED })
          assert.ok([host, second].map((address) => `outside to ${address}`).includes(hidden), hidden)
        }
        assert.deepEqual(await network.check(), [])
      }))
  }

  it('refuses prefixes that overlap, or are none', () =>
    withSite(async (site) => {
      const bad: [unknown, RegExp][] = [
        [['10.0.0.0/8', '10.1.0.0/16'], /createNetwork: remoteSubnets must not overlap/],
        [['10.0.0.1/8'], /createNetwork: remoteSubnets\[0\] has bits set after its prefix/],
        ['10.0.0.0/8', /createNetwork: remoteSubnets must be an array/],
      ]
      for (const [remoteSubnets, message] of bad)
        await assert.rejects(site.network({ ...NET, remoteSubnets: remoteSubnets as never }), { message })
    }))
})

describe('a network with allowForward', () => {
  needs('veth', 'bridge', 'nftables', 'ipv6', 'command nft')

  for (const [what, chains] of [
    ['DOCKER-USER', 'add chain ip filter DOCKER-USER; add rule ip filter FORWARD jump DOCKER-USER'],
    ['the chain itself', ''],
  ] as const) {
    it(`passes a foreign chain with policy drop by rules in ${what}, which go with it`, () =>
      withSite(async (site) => {
        const path = `/proc/${process.pid}/fd/${site.host.netns.fd}`
        const rules = () =>
          JSON.stringify(nftJson('list table ip filter', path)).replace(/"(handle|packets|bytes)": ?\d+/g, '')
        const command = `add table ip filter; add chain ip filter FORWARD { type filter hook forward priority 0; policy drop; }; ${chains}`
        nft(command, path)
        const before = rules()
        const network = await site.network({ ...NET, allowForward: true })
        const one = await site.container(network, 'one', { ports: PORTS })
        assert.match(await request(site.outside.netns, { address: ADDRESS[4].host, port: HOST }), /^one to/)
        assert.deepEqual(await network.check(), [])
        nft('flush chain ip filter FORWARD', path)
        nft(chains === '' ? '' : 'flush chain ip filter DOCKER-USER', path)
        assert.deepEqual(
          (await network.check()).map(({ code }) => code),
          ['foreign-drop'],
        )
        if (chains !== '') nft('add rule ip filter FORWARD jump DOCKER-USER', path)
        await network.repair()
        assert.deepEqual(await network.check(), [])
        assert.match(await request(one.netns, { address: ADDRESS[4].host, port: HOST }), /^one to/)
        await network.delete()
        assert.equal(rules(), before)
      }))
  }
})

describe('addresses of another IPAM', () => {
  needs('veth', 'bridge', 'nftables', 'ipv6', 'command nft')

  for (const gateway of ['10.99.0.1', undefined]) {
    it(`outside the subnets work as others do, ${gateway === undefined ? 'without a gateway' : 'with their gateway'}`, () =>
      withSite(async (site) => {
        const network = await site.network({ name: 'br0', subnet: '10.82.0.0/24' })
        const inner = { address: '10.82.0.9/24' }
        const foreign = { address: '10.99.0.5/16', ...(gateway && { gateway }) }
        const one = await site.container(network, 'one', {
          addresses: gateway === undefined ? [inner, foreign] : [foreign],
          ports: PORTS,
        })
        const two = await site.container(network, 'two')
        await site.outside.serve(PUBLISHED)
        assert.deepEqual(
          one.endpoint.addresses,
          gateway === undefined ? ['10.82.0.9/24', '10.99.0.5/16'] : ['10.99.0.5/16'],
        )
        assert.match(await request(site.host.netns, { address: '10.99.0.5', port: PRIVATE }), /^one to/)
        assert.match(await request(site.outside.netns, { address: ADDRESS[4].host, port: HOST }), /^one to/)
        assert.match(
          await request(one.netns, { address: ADDRESS[4].outside, port: PUBLISHED }),
          /^outside to 203\.0\.113\.1$/,
        )
        assert.match(await request(two.netns, { address: ADDRESS[4].host, port: HOST }), /^one to/)
        assert.deepEqual(await network.check(), [])
        const other = await site.network({ name: 'br1', subnet: '10.83.0.0/24' })
        const third = await site.machine('third')
        await assert.rejects(other.attach(third.netns, { addresses: [{ address: '10.82.0.7/24' }] }), {
          code: 'EEXIST',
          attribute: 'addresses[0].address',
          message: /10\.82\.0\.7\/24 overlaps another network's 10\.82\.0\.0\/24/,
        })
        await assert.rejects(network.attach(third.netns, { addresses: [foreign] }), { code: 'EADDRINUSE' })
        await network.detach(one.endpoint)
        assert.equal(
          await probe(site.host.netns, { address: '10.99.0.5', port: PRIVATE }).then((code) => code.length > 0),
          true,
        )
        assert.deepEqual(await network.check(), [])
        await network.attach(third.netns, { addresses: [foreign] })
      }))
  }
})

describe('the MTU of a network', () => {
  needs('veth', 'bridge', 'nftables')
  const testHost = eachTestHost()

  it('is that of the way out, unless it is given', async () => {
    testHost().host.sh(
      'ip link add up0 mtu 1400 type veth peer name up1 mtu 1400; ip link set up0 up; ip link set up1 up; ip address add 192.0.2.2/24 dev up0; ip route add default via 192.0.2.1',
    )
    await using network = await testHost().create({ name: 'br0', subnet: '10.82.0.0/24' })
    const netns = await testHost().container()
    await network.attach(netns)
    const [row] = ip<{ mtu: number }>('-j link show eth0', `/proc/${process.pid}/fd/${netns.fd}`)
    assert.equal(row?.mtu, 1400)
    await using given = await testHost().create({ name: 'br1', subnet: '10.83.0.0/24', mtu: 1450 })
    assert.equal(testHost().host.ip<{ mtu: number }>(`-j link show ${given.name}`)[0]?.mtu, 1450)
    assert.deepEqual(await network.check(), [])
  })
})

describe('a UDP port that changes hands where connections are tracked in a zone', () => {
  needs('veth', 'bridge', 'nftables', 'command nft')

  for (const zone of ['ct zone set 7', 'ct original zone set 7']) {
    it(`leads its sender to the new container at once: ${zone}`, () =>
      withSite(async (site) => {
        const path = `/proc/${process.pid}/fd/${site.host.netns.fd}`
        nft(
          `table ip z { chain c { type filter hook prerouting priority raw; iifname != "br0" udp dport ${HOST} ${zone}; }; }`,
          path,
        )
        const network = await site.network({ name: 'br0', subnet: '10.82.0.0/24' })
        const socket = openDatagrams(site.outside.netns, '0.0.0.0')
        const answer = async () => {
          socket.send('?', HOST, ADDRESS[4].host)
          const [message] = await once(socket, 'message', { signal: AbortSignal.timeout(5000) })
          return String(message).split(' ')[0]
        }
        try {
          const one = await site.container(network, 'one', { ports: PORTS })
          assert.equal(await answer(), 'one')
          await network.detach(one.endpoint)
          await site.container(network, 'two', { ports: PORTS, address: '10.82.0.9' })
          assert.equal(await answer(), 'two')
        } finally {
          socket.close()
        }
      }))
  }
})
