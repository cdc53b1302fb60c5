import assert from 'node:assert/strict'
import type { NetworkOptions } from '../../lib/container/index.ts'
import type { Netns } from '../../lib/index.ts'
import { ip } from '../support/ip.ts'
import { needs } from '../support/needs.ts'
import { pathOf } from './support/attacher.ts'
import { eachTestHost } from './support/test-host.ts'

interface Row {
  ifname: string
  ifindex: number
  address: string
  mtu: number
  flags: string[]
  gateway?: string
  linkinfo?: { info_kind: string; info_data: { mode: string } }
  addr_info: { local: string; prefixlen: number }[]
}

const MACVLAN = {
  name: 'm0',
  mode: 'macvlan',
  parent: 'up0',
  subnet: '192.0.2.0/24',
  subnet6: 'fd00:2::/64',
} satisfies NetworkOptions

const inside = (netns: Netns, command: string) => ip<Row>(command, pathOf(netns))

describe('networks of mode macvlan', () => {
  needs('macvlan', 'veth', 'nftables', 'ipv6', 'command nft')
  const testHost = eachTestHost()

  beforeEach(() => {
    testHost().host.sh('ip link add up0 mtu 1400 type veth peer name far0; ip link set far0 up')
  })

  const macvlanOf = (netns: Netns) => inside(netns, '-j -d link').filter(({ linkinfo }) => linkinfo !== undefined)
  const namesOf = (netns: Netns) => inside(netns, '-j link').map(({ ifname }) => ifname)

  it('give a container a macvlan on the parent, with addresses and the gateway outside, and add nothing to the host', async () => {
    const before = testHost().kernel()
    const network = await testHost().create(MACVLAN)
    assert.deepEqual([network.parent, network.gateway, network.gateway6], ['up0', '192.0.2.1', 'fd00:2::1'])
    const netns = await testHost().container()
    const { address, address6, mac, ports, addresses } = await network.attach(netns)
    assert.deepEqual(addresses, ['192.0.2.2/24', 'fd00:2::2/64'])
    assert.deepEqual([address, address6, ports], ['192.0.2.2', 'fd00:2::2', []])
    const [link] = macvlanOf(netns)
    assert.deepEqual([link?.ifname, link?.address, link?.mtu], ['eth0', mac, 1400])
    assert.deepEqual([link?.linkinfo?.info_kind, link?.linkinfo?.info_data.mode], ['macvlan', 'bridge'])
    assert.equal(inside(netns, '-j route show default')[0]?.gateway, '192.0.2.1')
    assert.equal(inside(netns, '-j -6 route show default')[0]?.gateway, 'fd00:2::1')
    assert.equal(testHost().kernel(), before)
    assert.ok(testHost().host.ip<Row>('-j link show up0')[0]?.flags.includes('UP'))
    assert.deepEqual(await network.check(), [])
    await network.delete()
    assert.deepEqual(namesOf(netns), ['lo'])
    assert.equal(testHost().kernel(), before)
    assert.deepEqual(testHost().files('m0'), [])
  })

  it('have the modes of macvlan that containers can use', async () => {
    for (const macvlanMode of ['bridge', 'private', 'vepa', 'passthru'] as const) {
      const network = await testHost().create({ ...MACVLAN, macvlanMode })
      const netns = await testHost().container()
      const { mac } = await network.attach(netns)
      const [link] = macvlanOf(netns)
      assert.deepEqual([link?.linkinfo?.info_data.mode, link?.address], [macvlanMode, mac])
      assert.deepEqual(await network.check(), [], macvlanMode)
      await network.delete()
    }
  })

  it('passthru: the container has the address of the parent, and is the only one', async () => {
    const network = await testHost().create({ ...MACVLAN, macvlanMode: 'passthru' })
    const parent = testHost().host.ip<Row>('-j link show up0')[0]?.address
    await assert.rejects(network.attach(await testHost().container(), { mac: '02:00:00:00:00:01' }), {
      message: "attach: mac is not allowed with macvlanMode 'passthru': it is that of the parent",
    })
    assert.equal((await network.attach(await testHost().container())).mac, parent)
    await assert.rejects(network.attach(await testHost().container()), {
      code: 'EINVAL',
      message: /the parent 'up0' of network 'm0' takes a single container with macvlanMode 'passthru', and has one/,
    })
    assert.equal((await network.endpoints()).length, 1)
    assert.equal(testHost().host.ip<Row>('-j link show up0')[0]?.address, parent)
  })

  it('take the parent by name, index or object, and are opened again by each of them', async () => {
    const [link] = testHost().host.ip<Row>('-j link show up0')
    const index = link?.ifindex as number
    assert.equal((await testHost().create({ ...MACVLAN, parent: index })).parent, 'up0')
    for (const parent of ['up0', index, { index }])
      assert.equal((await testHost().create({ name: 'm0', parent })).parent, 'up0')
    testHost().host.sh('ip link add up1 type veth peer name far1')
    await assert.rejects(testHost().create({ ...MACVLAN, parent: 'up1' }), { code: 'EEXIST', attribute: 'parent' })
    await assert.rejects(testHost().create({ ...MACVLAN, macvlanMode: 'vepa' }), {
      code: 'EEXIST',
      attribute: 'macvlanMode',
    })
  })

  it('attach the same id once, find it again, and detach it by its id', async () => {
    const network = await testHost().create(MACVLAN)
    const netns = await testHost().container()
    const first = await network.attach(netns, { id: 'a' })
    assert.equal((await network.attach(netns, { id: 'a' })).link, first.link)
    await assert.rejects(network.attach(await testHost().container(), { id: 'a' }), { code: 'EEXIST', attribute: 'id' })
    assert.deepEqual(
      (await network.endpoints()).map(({ id, link, address }) => [id, link, address]),
      [['a', first.link, '192.0.2.2']],
    )
    await network.detach({ id: 'a' })
    await network.detach({ id: 'a' })
    assert.deepEqual(namesOf(netns), ['lo'])
    const [again] = [await network.attach(netns, { id: 'a' }), await network.endpoints()]
    await network.detach(again)
    assert.deepEqual([namesOf(netns), await network.endpoints()], [['lo'], []])
  })

  it('detach what endpoints lists, of another object too', async () => {
    const network = await testHost().create(MACVLAN)
    const child = (await testHost().container()).spawn('sleep', ['60'], { stdio: 'ignore' })
    try {
      const path = `/proc/${child.pid}/ns/net`
      await network.attach(path, { id: 'a' })
      const another = await (await testHost().create({ name: 'm0' })).endpoints()
      await network.detach(another[0] as never)
      assert.deepEqual(
        ip<Row>('-j link', path).map(({ ifname }) => ifname),
        ['lo'],
      )
    } finally {
      child.kill('SIGKILL')
    }
  })

  it('notice what is gone, and collect it', async () => {
    const network = await testHost().create(MACVLAN)
    const [kept, lost] = [await testHost().container(), await testHost().container()]
    await network.attach(kept, { id: 'kept' })
    const { link } = await network.attach(lost, { id: 'lost' })
    inside(lost, 'link delete eth0')
    assert.deepEqual(
      (await network.check()).map(({ code, subject }) => [code, subject]),
      [['gone', link]],
    )
    assert.deepEqual(await network.collect(), [{ link, id: 'lost', address: '192.0.2.3', address6: 'fd00:2::3' }])
    assert.deepEqual(await network.check(), [])
    assert.equal((await network.collect({ keep: [] })).length, 1)
    assert.deepEqual([namesOf(kept), testHost().files('m0')], [['lo'], ['network.json']])
  })

  it('repair the inside of a container, and a parent that is down; one that is missing is reported', async () => {
    const network = await testHost().create(MACVLAN)
    const netns = await testHost().container()
    await network.attach(netns, { id: 'a' })
    inside(netns, 'link set eth0 down')
    testHost().host.sh('ip link set up0 down')
    const codes = async () => (await network.check()).map(({ code }) => code).sort()
    assert.deepEqual(await codes(), [
      'container-address',
      'container-down',
      'container-route',
      'container-route',
      'link-down',
    ])
    await network.repair()
    assert.deepEqual(await codes(), [])
    inside(netns, 'link set eth0 address 02:00:00:00:00:99')
    assert.deepEqual(await codes(), ['container-mac'])
    await network.repair()
    assert.deepEqual(await codes(), [])
    testHost().host.sh('ip link delete up0')
    assert.deepEqual(await codes(), ['gone', 'link-missing'])
    await assert.rejects(network.attach(netns), { message: /the parent 'up0' of network 'm0' is missing/ })
    await network.collect()
    assert.deepEqual(await codes(), ['link-missing'])
  })

  it('createEndpoint leaves the link on the host, and detach finds it wherever an engine has moved it', async () => {
    const network = await testHost().create(MACVLAN)
    const before = testHost().kernel()
    const { peer, mac } = await network.createEndpoint({ id: 'a' })
    assert.equal(testHost().host.ip<Row>(`-j link show ${peer}`)[0]?.address, mac)
    await network.detach({ id: 'a' })
    assert.equal(testHost().kernel(), before)
    const netns = await testHost().container()
    const again = await network.createEndpoint({ id: 'a' })
    testHost().host.sh(`ip link set ${again.peer} netns ${pathOf(netns)}`)
    assert.deepEqual([await network.check(), namesOf(netns)], [[], ['lo', again.peer]])
    await network.detach({ id: 'a' })
    assert.deepEqual([namesOf(netns), await network.endpoints()], [['lo'], []])
  })

  it('never assign an address of the host', async () => {
    testHost().host.sh('ip address add 192.0.2.2/24 dev far0')
    const network = await testHost().create(MACVLAN)
    assert.equal((await network.attach(await testHost().container())).address, '192.0.2.3')
    await assert.rejects(network.attach(await testHost().container(), { address: '192.0.2.2' }), {
      code: 'EADDRINUSE',
      message: /192\.0\.2\.2 is an address of the host/,
    })
  })
})
