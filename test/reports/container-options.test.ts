import assert from 'node:assert/strict'
import { createNetwork } from '../../lib/container/index.ts'
import { eachTestHost } from '../container/support/test-host.ts'
import { outputInside } from '../support/inside.ts'
import { needs } from '../support/needs.ts'

const V4 = { name: 'br0', subnet: '172.18.0.0/16' } as const
const PORT = { host: 8000, container: 80 }

describe('what no network can be made with', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  const REFUSED: [what: string, options: object, message: RegExp][] = [
    ...['a*', '*', 'a*b', '.a', 'a@b'].map((name): [string, object, RegExp] => [
      `the name ${name}`,
      { name },
      /^createNetwork: name must not begin with '\.' or contain '@' or '\*': '/,
    ]),
    ...['all', 'default', 'lo'].map((name): [string, object, RegExp] => [
      `the name ${name}`,
      { name },
      new RegExp(`^createNetwork: name must not be '${name}'`),
    ]),
    ['the name eth%d', { name: 'eth%d' }, /^createNetwork: name must not contain '%'/],
    ['a name of 16 bytes', { name: 'n'.repeat(16) }, /^createNetwork: name must be at most 15 bytes long, not 16/],
    ['a name of 16 bytes in 8 letters', { name: 'ü'.repeat(8) }, /^createNetwork: name must be at most 15 bytes/],
    ['a name with a space', { name: 'a b' }, /^createNetwork: name must be an interface name, not 'a b'/],
    ['a name that is not a string', { name: null }, /^createNetwork: name must be a string, not null/],
    ...[
      '0.0.0.0/8',
      '127.1.0.0/16',
      '224.0.0.0/8',
      '239.1.0.0/16',
      '126.0.0.0/7',
      '240.0.0.0/4',
      '241.1.0.0/16',
      '255.0.0.0/8',
    ].map((subnet): [string, object, RegExp] => [
      `the subnet ${subnet}`,
      { subnet },
      /^createNetwork: subnet must be a subnet of unicast addresses, and '[\d./]+' overlaps [\d./]+ \(/,
    ]),
    ...['ff00::/8', 'ff05::/64', 'fe80::/10', 'fe80::/64', '::/64', '::ffff:0:0/112'].map(
      (subnet6): [string, object, RegExp] => [
        `the subnet ${subnet6}`,
        { subnet6 },
        /^createNetwork: subnet6 must be a subnet of unicast addresses, and '[\da-f:/]+' overlaps [\da-f:/]+ \(/,
      ],
    ),
    ...['10.0.0.0/31', '10.0.0.0/32', '0.0.0.0/0'].map((subnet): [string, object, RegExp] => [
      `the subnet ${subnet}`,
      { subnet },
      /^createNetwork: subnet must have a prefix length from 1 to 30, not \d+/,
    ]),
    ['the subnet fd00::/127', { subnet6: 'fd00::/127' }, /^createNetwork: subnet6 must have a prefix length/],
  ]

  for (const [what, options, message] of REFUSED) {
    it(`is refused before anything is done: ${what}`, async () => {
      const before = testHost().kernel()
      await assert.rejects(testHost().create({ ...V4, ...options, state: `${testHost().state}/x` }), { message })
      assert.equal(testHost().kernel(), before)
      assert.deepEqual(testHost().files('x'), [])
    })
  }

  it('accepts a link-local subnet of IPv4', async () => {
    const network = await testHost().create({ name: 'br0', subnet: '169.254.7.0/24' })
    assert.equal((await network.attach(await testHost().container())).address, '169.254.7.2')
    assert.deepEqual(await network.check(), [])
  })
})

describe('the name of a network', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('is either refused by its own check or works to the end, whatever character is in it', async function () {
    this.timeout(60_000)
    const before = testHost().kernel()
    const refused: string[] = []
    // Those that mean something to a shell, to nft, in paths or in JSON; with NETLINK_TS_FUZZ all of ASCII.
    const ascii = Array.from({ length: 128 }, (_, i) => String.fromCharCode(i))
    const some = [...'\0\n\t\x7f "\'\\$`;{}#*%@/:.-_aZ0']
    const characters = [...(process.env.NETLINK_TS_FUZZ === undefined ? some : ascii), 'ü', '日']
    for (const character of characters) {
      const name = `n${character}`
      const options = { netns: testHost().host.netns, state: `${testHost().state}/x`, subnet: V4.subnet, name }
      try {
        const network = await createNetwork(options)
        await network.attach(await testHost().container(), { ports: [PORT] })
        assert.deepEqual(await network.check(), [], `'${character}'`)
        await network.delete()
      } catch (thrown) {
        if (!(thrown instanceof TypeError)) throw thrown
        assert.match(thrown.message, /^createNetwork: name /, `'${character}'`)
        refused.push(character)
      }
      assert.equal(testHost().kernel(), before, `'${character}'`)
    }
    for (const plain of ['a', 'Z', '0', '-', '_', '.', 'ü']) assert.ok(!refused.includes(plain), plain)
  })
})

for (const mode of ['bridge', 'ptp'] as const) {
  describe(`what no container can be attached with, in mode ${mode}`, () => {
    needs('bridge', 'veth', 'nftables', 'command nft')
    const testHost = eachTestHost()

    const multicast = /^attach: ports\[0\]\.address must be an IP address of the host, and '.*' is a multicast address$/
    const REFUSED: [what: string, options: object, message: RegExp][] = [
      ...['all', 'default', 'lo'].map((name): [string, object, RegExp] => [
        `the interface ${name}`,
        { interface: name },
        new RegExp(`^attach: interface must not be '${name}'`),
      ]),
      ['an interface with %', { interface: 'eth%d' }, /^attach: interface must not contain '%'/],
      ...['127.0.0.0/8', '127.0.0.1', '0.0.0.0/8', '224.0.0.0/4', '255.255.255.255', 'ff02::/16', '::1'].map(
        (dst): [string, object, RegExp] => [
          `a route to ${dst}`,
          { routes: [{ dst: '10.0.0.0/8' }, { dst }] },
          /^attach: routes\[1\]\.dst must be a prefix of unicast addresses, and '[\da-f:./]+' is in [\da-f:./]+ \(/,
        ],
      ),
      ['the mac 00:00:00:00:00:00', { mac: '00:00:00:00:00:00' }, /^attach: mac must not be '00:00:00:00:00:00'/],
      [
        'a multicast mac',
        { mac: '33:33:00:00:00:01' },
        /^attach: mac must be a unicast address, not the multicast address/,
      ],
      [
        'a broadcast mac',
        { mac: 'FF:FF:FF:FF:FF:FF' },
        /^attach: mac must be a unicast address, not the multicast address/,
      ],
      [
        'a port on ::1',
        { ports: [{ ...PORT, address: '::1' }] },
        /address.*the kernel does not let packets from ::1 leave/,
      ],
      [
        'a port on a long ::1',
        { ports: [{ ...PORT, address: '0:0:0:0:0:0:0:1' }] },
        /the kernel does not let packets from ::1 leave the host/,
      ],
      [
        'a port on ::ffff:192.0.2.1',
        { ports: [{ ...PORT, address: '::ffff:192.0.2.1' }] },
        /is an IPv4-mapped address: write it as 192\.0\.2\.1/,
      ],
      ['a port on 224.0.0.1', { ports: [{ ...PORT, address: '224.0.0.1' }] }, multicast],
      ['a port on ff02::1', { ports: [{ ...PORT, address: 'ff02::1' }] }, multicast],
      ['a port on 255.255.255.255', { ports: [{ ...PORT, address: '255.255.255.255' }] }, /is the broadcast address/],
      ['a port on fe80::1', { ports: [{ ...PORT, address: 'fe80::1' }] }, /is a link-local address/],
      ['a port on fe80::1%lo', { ports: [{ ...PORT, address: 'fe80::1%lo' }] }, /is a link-local address/],
      ...[
        [PORT, { ...PORT, address: '127.0.0.1' }],
        [{ ...PORT, address: '127.0.0.1' }, PORT],
        [PORT, { ...PORT, address: '0.0.0.0' }],
        [{ ...PORT, address: '::' }, PORT],
        [
          { ...PORT, address: '0.0.0.0' },
          { ...PORT, address: '127.0.0.1', container: 81 },
        ],
      ].map((ports): [string, object, RegExp] => [
        `a port on ${ports.map((port) => ('address' in port ? port.address : 'all')).join(' and ')}`,
        { ports: [{ host: 1, container: 1 }, ...ports] },
        /^attach: ports\[2\]\.host is published twice: .*8000\/tcp, and by ports\[1\] as .*8000\/tcp$/,
      ]),
    ]

    for (const [what, options, message] of REFUSED) {
      it(`is refused before anything is done: ${what}`, async () => {
        const network = await testHost().create({ ...V4, mode, subnet6: 'fd00:18::/64' })
        const before = testHost().kernel()
        await assert.rejects(network.attach(await testHost().container(), options), { message })
        assert.equal(testHost().kernel(), before)
        assert.deepEqual(testHost().files('br0'), ['network.json'])
      })
    }
  })
}

describe('a container that is in a network of mode ptp', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('may be in it a second time, by a link of its own', async () => {
    const network = await testHost().create({ ...V4, mode: 'ptp', subnet6: 'fd00:18::/64' })
    const netns = await testHost().container()
    await network.attach(netns)
    const second = await network.attach(netns, { interface: 'eth1' })
    assert.deepEqual(await network.check(), [])
    await network.detach(second)
    assert.deepEqual(await network.check(), [])
  })
})

describe('a route of a container', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('may lead to halves of all addresses, which hold reserved ones, and to addresses that the kernel routes', async () => {
    const network = await testHost().create(V4)
    const routes = ['0.0.0.0/1', '128.0.0.0/1', '240.0.0.0/8'].map((dst) => ({ dst }))
    const { netns } = await network.attach(await testHost().container(), { routes })
    const listed = outputInside(netns, ['ip', 'route'])
    for (const { dst } of routes) assert.ok(listed.includes(`${dst} via 172.18.0.1`), listed)
  })
})
