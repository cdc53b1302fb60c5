import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createNetwork, type NetlinkError } from '../../lib/container/index.ts'
import { bundled } from '../support/bundled.ts'
import { needs } from '../support/needs.ts'
import { eachTestHost, elements, ruleCount } from './support/test-host.ts'

const V4 = { name: 'br0', subnet: '172.18.0.0/16' } as const
const DUAL = { ...V4, subnet6: 'fd00:18::/64' } as const

describe('createNetwork', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  /** What is refused, and that nothing came of it. */
  async function refused(options: object, expected: { code?: string; attribute?: string; message: RegExp }) {
    const before = testHost().kernel()
    const files = testHost().files('br0')
    await assert.rejects(testHost().create({ ...V4, ...options } as typeof V4), expected)
    assert.equal(testHost().kernel(), before)
    assert.deepEqual(testHost().files('br0'), files)
  }

  it('makes a bridge with a hardware address of its own and the first address of the subnet', async () => {
    const network = await testHost().create({ ...DUAL, mtu: 1400 })
    const [link] = testHost().host.ip<{ linkinfo: object; mtu: number; address: string; flags: string[] }>(
      '-j -d link show br0',
    )
    assert.equal(link?.mtu, 1400)
    assert.equal(link.address, '02:00:ac:12:00:01')
    assert.ok(link.flags.includes('UP'))
    const [{ addr_info = [] } = {}] = testHost().host.ip<{ addr_info: { local: string; prefixlen: number }[] }>(
      '-j address show br0',
    )
    const addresses = addr_info.map(({ local, prefixlen }) => `${local}/${prefixlen}`)
    assert.ok(addresses.includes('172.18.0.1/16') && addresses.includes('fd00:18::1/64'), addresses.join())
    assert.deepEqual(
      [network.gateway, network.gateway6, network.subnet, network.subnet6, network.mode],
      ['172.18.0.1', 'fd00:18::1', '172.18.0.0/16', 'fd00:18::/64', 'bridge'],
    )
  })

  it('keeps the hardware address and the MTU of the bridge when ports come and go', async () => {
    const network = await testHost().create({ ...V4, mtu: 1400 })
    const endpoint = await network.attach(await testHost().container(), { mac: '00:00:00:00:00:01' })
    testHost().host.sh(`ip link set ${endpoint.link} address 00:00:00:00:00:02`)
    await network.detach(endpoint)
    const [link] = testHost().host.ip<{ mtu: number; address: string }>('-j link show br0')
    assert.deepEqual([link?.address, link?.mtu], ['02:00:ac:12:00:01', 1400])
  })

  it('lets packets through the host', async () => {
    await testHost().create(DUAL)
    assert.equal(await testHost().host.netns.getSysctl('net.ipv4.ip_forward'), '1')
    assert.equal(await testHost().host.netns.getSysctl('net.ipv6.conf.all.forwarding'), '1')
  })

  it('takes another gateway', async () => {
    const network = await testHost().create({ ...V4, gateway: '172.18.255.254' })
    const endpoint = await network.attach(await testHost().container())
    assert.equal(endpoint.address, '172.18.0.1')
    assert.match(testHost().host.run('ip -br address show br0'), /172\.18\.255\.254\/16/)
  })

  it('opens a network that is there, by its name alone or with the same options', async () => {
    await testHost().create(DUAL)
    const before = testHost().kernel()
    const again = await testHost().create(DUAL)
    const byName = await testHost().create({ name: 'br0' })
    assert.equal(again.subnet, DUAL.subnet)
    assert.equal(byName.gateway6, 'fd00:18::1')
    assert.equal(testHost().kernel(), before)
  })

  it('opens a network from another object, which sees what the first has attached', async () => {
    const first = await testHost().create(V4)
    const netns = await testHost().container()
    await first.attach(netns, { ports: [{ host: 8000, container: 80 }] })
    await first.close()
    const second = await testHost().create(V4)
    assert.equal((await second.attach(await testHost().container())).address, '172.18.0.3')
    await second.detach(netns)
    assert.deepEqual(elements(testHost(), 'published4'), [])
  })

  it('refuses to open it with other options, and names the one', async () => {
    await testHost().create(DUAL)
    for (const [key, value] of Object.entries({
      subnet: '172.19.0.0/16',
      gateway: '172.18.0.9',
      subnet6: 'fd00:19::/64',
      mtu: 1400,
      masquerade: false,
      isolate: false,
      mode: 'ptp',
    })) {
      await refused({ [key]: value }, { code: 'EEXIST', attribute: key, message: new RegExp(`with ${key}`) })
    }
    await refused(
      { subnet: undefined, mode: 'none' },
      { code: 'EEXIST', attribute: 'mode', message: /with mode bridge/ },
    )
  })

  it('refuses slips, and names the option', async () => {
    const slips: [object, RegExp][] = [
      [{ name: 'a-name-of-16-byte' }, /^createNetwork: name must be at most 15 bytes/],
      [{ name: 'a/b' }, /name must be an interface name/],
      [{ name: undefined }, /name is missing/],
      [{ subnet: undefined }, /subnet is missing/],
      [{ subnet: '172.18.0.1/16' }, /subnet has bits set after its prefix.*the subnet is 172\.18\.0\.0\/16/],
      [{ subnet: '172.18.0.0' }, /subnet must be an IPv4 subnet/],
      [{ subnet: '172.18.0.0/31' }, /subnet must have a prefix length/],
      [{ subnet: 'fd00::/64' }, /subnet must be an IPv4 subnet/],
      [{ gateway: '172.19.0.1' }, /gateway must be an address of 172\.18\.0\.0\/16/],
      [{ gateway: '172.18.255.255' }, /gateway must be an address of/],
      [{ gateway6: 'fd00::1' }, /gateway6 is not allowed without/],
      [{ mtu: 1 }, /mtu must be a whole number from 68/],
      [{ mtu: 1000, subnet6: 'fd00::/64' }, /mtu must be at least 1280/],
      [{ mode: 'bridges' }, /mode must be one of/],
      [{ isolate: 1 }, /isolate must be true or false/],
      [{ state: 'relative' }, /state must be an absolute path/],
      [{ colour: 'red' }, /^createNetwork: unknown option 'colour'/],
      [{ mode: 'none' }, /subnet is not allowed with mode 'none'/],
    ]
    const before = testHost().kernel()
    for (const [options, message] of slips) {
      await assert.rejects(testHost().create({ ...V4, ...options } as typeof V4), { message })
    }
    assert.equal(testHost().kernel(), before)
  })

  it('refuses a bridge that it did not create, and any other link of the name', async () => {
    testHost().host.sh('ip link add br0 type bridge')
    await refused({}, { code: 'EEXIST', attribute: 'name', message: /a bridge that this library did not create/ })
    testHost().host.sh('ip link del br0; ip link add br0 type veth peer name other')
    await refused({}, { code: 'EEXIST', attribute: 'name', message: /a link of kind veth/ })
  })

  it('refuses a subnet that overlaps with another network', async () => {
    await testHost().create({ ...DUAL, name: 'other' })
    await refused({ subnet: '172.16.0.0/12' }, { code: 'EEXIST', attribute: 'subnet', message: /172\.18\.0\.0\/16/ })
    await refused({ subnet: '172.18.4.0/24' }, { code: 'EEXIST', attribute: 'subnet', message: /another network/ })
    await refused({ subnet: '172.18.0.0/16' }, { code: 'EEXIST', attribute: 'subnet', message: /another network/ })
    await refused(
      { subnet: '172.20.0.0/16', subnet6: 'fd00:18::/48' },
      { code: 'EEXIST', attribute: 'subnet6', message: /another network/ },
    )
  })

  it('refuses a subnet that the host has a route to', async () => {
    testHost().host.sh(
      'ip link add up0 type veth peer name up1; ip link set up0 up; ip route add 172.18.4.0/24 dev up0',
    )
    await refused({}, { code: 'EEXIST', attribute: 'subnet', message: /route to 172\.18\.4\.0\/24 via up0/ })
  })

  it('does not mind a default route', async () => {
    testHost().host.sh('ip link add up0 type veth peer name up1; ip link set up0 up; ip route add default dev up0')
    await testHost().create(V4)
  })

  it('sets bridge-nf-call-iptables if requested', async () => {
    const name = 'net.bridge.bridge-nf-call-iptables'
    const before = await testHost()
      .host.netns.getSysctl(name)
      .catch((error: NetlinkError) => error.code)
    if (before === 'ENOENT') {
      await refused(
        { bridgeNetfilter: true },
        { code: 'ENOENT', attribute: 'bridgeNetfilter', message: /br_netfilter/ },
      )
      return
    }
    await testHost().create({ ...V4, bridgeNetfilter: before !== '1' })
    assert.equal(await testHost().host.netns.getSysctl(name), before === '1' ? '0' : '1')
  })

  it('makes as many rules for ten networks as for one', async () => {
    await testHost().create(DUAL)
    const count = ruleCount(testHost())
    for (let i = 1; i < 10; i++)
      await testHost().create({ name: `br${i}`, subnet: `10.${i}.0.0/24`, isolate: i % 2 === 0 })
    assert.equal(ruleCount(testHost()), count)
  })

  it('lets several make the same network at once', async () => {
    const networks = await Promise.all(Array.from({ length: 8 }, () => testHost().create(DUAL)))
    const addresses = await Promise.all(
      networks.map(async (network) => (await network.attach(await testHost().container())).address),
    )
    assert.equal(new Set(addresses).size, 8)
    assert.deepEqual(elements(testHost(), 'subnets4').length, 1)
  })

  it('completes a network whose creator was killed', async () => {
    const network = await testHost().create(V4)
    await network.close()
    const file = join(testHost().state, 'br0', 'network.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"ready":true', '"ready":false'))
    const again = await testHost().create({ ...V4, subnet: '172.20.0.0/16' })
    assert.equal(again.gateway, '172.20.0.1')
    assert.deepEqual(elements(testHost(), 'subnets4'), [{ prefix: { addr: '172.20.0.0', len: 16 } }])
  })

  it('creates again what the kernel has lost', async () => {
    const network = await testHost().create(V4)
    await network.attach(await testHost().container())
    await network.close()
    testHost().host.sh('ip link del br0; nft flush ruleset')
    const again = await testHost().create({ ...V4, isolate: false })
    assert.equal((await again.attach(await testHost().container())).address, '172.18.0.2')
    assert.deepEqual(await again.check(), [])
  })

  it('opens a bridge whose hardware address was changed, and says so', async () => {
    const network = await testHost().create(V4)
    await network.attach(await testHost().container())
    testHost().host.sh('ip link set br0 address 02:00:00:00:00:09')
    const before = testHost().kernel()
    const again = await testHost().create(V4)
    assert.equal(testHost().kernel(), before)
    assert.deepEqual(
      (await again.check()).map(({ code }) => code),
      ['link-mac'],
    )
    await again.delete()
    assert.equal(testHost().host.ip('-j link show type bridge').length, 0)
  })

  it('says what is needed to an ordinary user', async () => {
    const state = join(testHost().state, 'br0')
    const { path } = testHost().host
    const program = join(import.meta.dirname, 'programs', 'attacher.ts')
    const bare = ['setpriv', '--bounding-set', '-all', '--inh-caps', '-all']
    const words = [`--net=${path}`, ...bare, process.execPath, bundled(program), '/proc/self/ns/net', state]
    const run = spawnSync('nsenter', words, { encoding: 'utf8' })
    assert.match(run.stderr, /CAP_NET_ADMIN|CAP_SYS_ADMIN/)
    assert.deepEqual(testHost().files('br0'), [])
  })

  it('refuses a folder of another namespace', async () => {
    await testHost().create(V4)
    const state = join(testHost().state, 'br0')
    await assert.rejects(createNetwork({ ...V4, state }), {
      code: 'EEXIST',
      attribute: 'state',
      message: /another namespace/,
    })
  })

  it('says which folder cannot be made', async () => {
    writeFileSync(join(testHost().state, 'file'), '')
    const before = testHost().kernel()
    await assert.rejects(testHost().create({ ...V4, state: join(testHost().state, 'file', 'x') }), {
      code: 'ENOTDIR',
      attribute: 'state',
    })
    assert.equal(testHost().kernel(), before)
  })

  it('reports a namespace that does not exist', async () => {
    await assert.rejects(createNetwork({ ...V4, netns: 'no-such-namespace' }), { code: 'ENOENT', attribute: 'netns' })
  })
})
