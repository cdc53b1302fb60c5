import assert from 'node:assert/strict'
import type { Finding, Network } from '../../lib/container/index.ts'
import { needs } from '../support/needs.ts'
import { nft } from '../support/nft.ts'
import { until } from '../support/until.ts'
import { eachTestHost } from './support/test-host.ts'

const DUAL = { subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' }
const PORTS = [{ host: 8000, container: 80 }]

describe('check', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  let network: Network

  beforeEach(async () => {
    network = await testHost().create({ name: 'br0', mtu: 1400, ...DUAL })
  })

  /** What it finds after a script, in short. */
  async function found(script: string, of: Network = network): Promise<string[]> {
    assert.deepEqual(await of.check(), [])
    testHost().host.sh(script)
    const kernel = testHost().kernel()
    const findings = await of.check()
    assert.equal(testHost().kernel(), kernel)
    return findings.map(({ code, subject }: Finding) => `${code} ${subject}`)
  }

  it('finds nothing where all is well, with containers or without', async () => {
    assert.deepEqual(await network.check(), [])
    await network.attach(await testHost().container(), { ports: PORTS })
    assert.deepEqual(await network.check(), [])
  })

  it('finds a bridge that is gone', async () => {
    assert.deepEqual(await found('ip link del br0'), ['link-missing br0'])
  })

  it('finds a bridge that is down, has another hardware address or MTU, or has lost an address', async () => {
    const script =
      'ip link set br0 mtu 1300 address 02:00:00:00:00:09; ip address del 172.18.0.1/16 dev br0; ip link set br0 down'
    const codes = await found(script)
    for (const one of ['link-down br0', 'link-mac br0', 'link-mtu br0', 'address-missing br0'])
      assert.ok(codes.includes(one), codes.join())
  })

  it('finds parameters that were changed', async () => {
    await network.attach(await testHost().container(), { ports: PORTS })
    const script = 'echo 0 >/proc/sys/net/ipv4/ip_forward; echo 0 >/proc/sys/net/ipv4/conf/br0/route_localnet'
    assert.deepEqual(await found(script), [
      'parameter net/ipv4/ip_forward',
      'parameter net/ipv4/conf/br0/route_localnet',
    ])
  })

  it('finds a table that is gone, and lists what it lacks', async () => {
    const codes = await found(`nft delete table inet netlink_ts`)
    assert.equal(codes[0], 'rules netlink_ts')
    assert.ok(codes.includes('element-missing subnets4'))
  })

  it('finds rules that were added or taken away', async () => {
    assert.deepEqual(await found('nft flush chain inet netlink_ts forward'), ['rules forward'])
    const again = await testHost().create({ name: 'br0' })
    assert.deepEqual(await found('nft add rule inet netlink_ts guard accept', again), ['rules guard'])
  })

  it('finds elements that were taken away', async () => {
    await network.attach(await testHost().container(), { ports: PORTS })
    const script = `nft 'delete element inet netlink_ts inside { "br0" }; delete element inet netlink_ts published4 { tcp . 8000 }'`
    assert.deepEqual(await found(script), ['element-missing inside', 'element-missing published4'])
  })

  it('finds a port that leads nowhere', async () => {
    const script = `nft 'add element inet netlink_ts published4 { tcp . 8000 : 172.18.0.77 . 80 }'`
    assert.deepEqual(await found(script), ['stray published4'])
  })

  it('finds a host end that is not a port of the bridge, is down, or lacks hairpin', async () => {
    const [one, other] = await Promise.all(
      [1, 2].map(async () => (await network.attach(await testHost().container())).link as string),
    )
    const script = `ip link set ${one} nomaster; ip link set ${other} down; ip link set ${other} type bridge_slave hairpin off`
    assert.deepEqual(
      (await found(script)).sort(),
      [`link-down ${other}`, `link-hairpin ${other}`, `link-master ${one}`].sort(),
    )
  })

  it('finds containers that are gone', async () => {
    const { link } = await network.attach(await testHost().container(), { ports: PORTS })
    assert.deepEqual(await found(`ip link del ${link}`), [`gone ${link}`])
    await network.collect()
    assert.deepEqual(await network.check(), [])
  })

  it('finds a foreign chain that drops forwarded packets, by policy or at its end', async () => {
    const policy =
      'add table ip filter; add chain ip filter FORWARD { type filter hook forward priority 0; policy drop; }'
    const last = `add table inet fw; add chain inet fw through { type filter hook forward priority 10; }
      add rule inet fw through tcp dport 22 drop; add rule inet fw through counter drop`
    const harmless = `add table inet ok; add chain inet ok through { type filter hook forward priority 20; }
      add rule inet ok through tcp dport 22 drop; add chain inet ok in { type filter hook input priority 0; policy drop; }`
    for (const script of [policy, last, harmless]) nft(script, testHost().host.path)
    const findings = await network.check()
    assert.deepEqual(findings.map(({ code, subject }) => `${code} ${subject}`).sort(), [
      'foreign-drop inet fw through',
      'foreign-drop ip filter FORWARD',
    ])
  })

  it('accepts a foreign chain that lets packets from and to the bridge pass, directly or through a chain it jumps to', async () => {
    const chain = (name: string, rules: string) =>
      `add table inet ${name}; add chain inet ${name} user; add chain inet ${name} through { type filter hook forward priority 0; policy drop; }; ${rules}`
    const add = (name: string, of: string, rule: string) => `add rule inet ${name} ${of} ${rule}; `
    const both = add('a', 'through', 'iifname "br0" counter accept') + add('a', 'through', 'oifname "br*" accept')
    const jumps =
      add('b', 'user', 'iifname { "br0", "x" } accept') +
      add('b', 'user', 'oifname br0 accept') +
      add('b', 'through', 'jump user')
    const oneWay = add('c', 'through', 'iifname br0 accept') + add('c', 'through', 'oifname br0 tcp dport 80 accept')
    const late =
      add('d', 'through', 'drop') +
      add('d', 'through', 'iifname br0 accept') +
      add('d', 'through', 'oifname br0 accept')
    const rulesets = [chain('a', both), chain('b', jumps), chain('c', oneWay), chain('d', late)]
    for (const script of rulesets) nft(script, testHost().host.path)
    const findings = await network.check()
    assert.deepEqual(findings.map(({ code, subject }) => `${code} ${subject}`).sort(), [
      'foreign-drop inet c through',
      'foreign-drop inet d through',
    ])
  })

  it('finds a missing route of mode ptp', async () => {
    const direct = await testHost().create({ name: 'p0', mode: 'ptp', subnet: '10.0.0.0/24' })
    const { link } = await direct.attach(await testHost().container())
    await until('the route is there', () => testHost().host.ip('-j route show 10.0.0.2').length > 0)
    assert.deepEqual(await found('ip route del 10.0.0.2', direct), [`route-missing ${link}`])
  })
})
