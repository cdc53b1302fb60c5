import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import type { AttachOptions, Network } from '../../lib/container/index.ts'
import type { Netns } from '../../lib/index.ts'
import { ip } from '../support/ip.ts'
import { needs } from '../support/needs.ts'
import { until } from '../support/until.ts'
import { listenDatagrams } from './support/datagrams.ts'
import { eachTestHost, elements, ruleCount } from './support/test-host.ts'

const DUAL = { name: 'br0', subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' } as const

/** How `ip` is led into a namespace. */
const pathOf = (netns: Netns) => `/proc/${process.pid}/fd/${netns.fd}`

interface Row {
  ifname: string
  address: string
  mtu: number
  master?: string
  flags: string[]
  addr_info: { local: string; prefixlen: number; tentative?: boolean }[]
  linkinfo: { info_slave_data?: { hairpin: boolean; state: string } }
}

describe('attach', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  let network: Network
  let netns: Netns

  beforeEach(async () => {
    network = await testHost().create(DUAL)
    netns = await testHost().container()
  })

  const inside = (command: string) => ip<Row>(command, pathOf(netns))

  it('gives the container a link with its name, hardware address and MTU, addresses and default routes', async () => {
    const wide = await testHost().create({ name: 'br1', subnet: '172.19.0.0/24', subnet6: 'fd00:19::/64', mtu: 1400 })
    const endpoint = await wide.attach(netns, { interface: 'net0', mac: '02:00:00:00:00:07' })
    const [lo, net0] = inside('-j address')
    assert.deepEqual([lo?.ifname, net0?.ifname, net0?.mtu, net0?.address], ['lo', 'net0', 1400, '02:00:00:00:00:07'])
    assert.ok(lo?.flags.includes('UP') && net0?.flags.includes('UP'))
    const addresses = net0?.addr_info.map(({ local, prefixlen }) => `${local}/${prefixlen}`) ?? []
    assert.ok(addresses.includes('172.19.0.2/24') && addresses.includes('fd00:19::2/64'), addresses.join())
    const global = net0?.addr_info.filter(({ local }) => !local.startsWith('fe80:'))
    assert.ok(global?.every(({ tentative }) => tentative === undefined))
    const routes = [...inside('-j route'), ...inside('-j -6 route')] as unknown as { dst: string; gateway?: string }[]
    const defaults = routes.filter(({ dst }) => dst === 'default').map(({ gateway }) => gateway)
    assert.deepEqual(defaults, ['172.19.0.1', 'fd00:19::1'])
    const { link, mac, interface: name, address, address6, mode, network: of } = endpoint
    assert.deepEqual(
      { mac, name, address, address6, mode, of, same: endpoint.netns === netns },
      {
        mac: '02:00:00:00:00:07',
        name: 'net0',
        address: '172.19.0.2',
        address6: 'fd00:19::2',
        mode: 'bridge',
        of: 'br1',
        same: true,
      },
    )
    assert.ok(link !== undefined)
  })

  it('makes the host end a port of the bridge that turns frames back', async () => {
    const { link } = await network.attach(netns)
    const [row] = testHost().host.ip<Row>(`-j -d link show ${link}`)
    assert.equal(row?.master, 'br0')
    assert.equal(row?.linkinfo.info_slave_data?.hairpin, true)
    await until('the port forwards', () => {
      const [now] = testHost().host.ip<Row>(`-j -d link show ${link}`)
      return now?.linkinfo.info_slave_data?.state === 'forwarding'
    })
  })

  it('publishes a port by one element of each family and no rule', async () => {
    const before = ruleCount(testHost())
    await network.attach(netns, { ports: [{ host: 8000, container: 8080 }] })
    assert.equal(ruleCount(testHost()), before)
    assert.deepEqual(elements(testHost(), 'published4'), [
      [{ concat: ['tcp', 8000] }, { concat: ['172.18.0.2', 8080] }],
    ])
    assert.deepEqual(elements(testHost(), 'published6'), [
      [{ concat: ['tcp', 8000] }, { concat: ['fd00:18::2', 8080] }],
    ])
  })

  it('lets the host reach a port by 127.0.0.1 only where one can be reached so', async () => {
    const name = 'net.ipv4.conf.br0.route_localnet'
    await network.attach(netns)
    await network.attach(await testHost().container(), { ports: [{ host: 1, container: 1, address: '::' }] })
    assert.equal(await testHost().host.netns.getSysctl(name), '0')
    await network.attach(await testHost().container(), { ports: [{ host: 2, container: 2 }] })
    assert.equal(await testHost().host.netns.getSysctl(name), '1')
  })

  it('keeps the default route of a container that is in another network already', async () => {
    const other = await testHost().create({ name: 'br1', subnet: '172.19.0.0/16' })
    await network.attach(netns)
    const second = await other.attach(netns, { interface: 'eth1' })
    assert.equal(second.address, '172.19.0.2')
    const routes = inside('-j route show default') as unknown as { gateway: string }[]
    assert.deepEqual(
      routes.map(({ gateway }) => gateway),
      ['172.18.0.1'],
    )
  })

  /** What is refused, and that nothing came of it on the host, on disk, or in the container. */
  async function refused(options: AttachOptions, expected: object, of: Netns = netns): Promise<void> {
    const [kernel, files, there] = [testHost().kernel(), testHost().files('br0'), JSON.stringify(inside('-j -d link'))]
    await assert.rejects(network.attach(of, options), expected)
    assert.equal(testHost().kernel(), kernel)
    assert.deepEqual(testHost().files('br0'), files)
    assert.equal(JSON.stringify(inside('-j -d link')), there)
  }

  it('refuses slips, and names the option', async () => {
    const port = { host: 8000, container: 80 }
    const slips: [object, RegExp][] = [
      [{ interface: 'a-name-of-16-byte' }, /^attach: interface must be at most 15 bytes/],
      [{ interface: '' }, /interface must be an interface name/],
      [{ address: '10.0.0.1' }, /address must be an address of 172\.18\.0\.0\/16/],
      [{ address: 'fd00:18::5' }, /address must be an IPv4 address/],
      [{ address: '172.18.0.0' }, /address must be an address of/],
      [{ address: '172.18.255.255' }, /address must be an address of/],
      [{ mac: 'nonsense' }, /mac must be a hardware address/],
      [{ mac: '01:00:00:00:00:01' }, /mac must be a unicast address/],
      [{ ports: [{ ...port, host: 65536 }] }, /ports\[0\]\.host must be a whole number from 0 to 65535/],
      [{ ports: [port, { host: 1 }] }, /ports\[1\]\.container is missing/],
      [{ ports: [{ ...port, protocol: 'icmp' }] }, /ports\[0\]\.protocol must be one of tcp, udp, sctp/],
      [{ ports: [{ ...port, address: 'here' }] }, /ports\[0\]\.address must be an IP address/],
      [{ ports: [{ ...port, colour: 1 }] }, /unknown option 'ports\[0\].colour'/],
      [{ ports: [port, port] }, /ports\[1\]\.host is published twice/],
      [{ ports: 8000 }, /ports must be an array/],
      [{ colour: 1 }, /unknown option 'colour'/],
    ]
    const before = testHost().kernel()
    for (const [options, message] of slips) await assert.rejects(network.attach(netns, options), { message })
    assert.equal(testHost().kernel(), before)
    await assert.rejects(network.attach(), { message: /netns is missing/ })
    await assert.rejects(network.attach(testHost().host.netns), { message: /netns is the host's namespace/ })
    await assert.rejects(network.attach('no-such-namespace'), { code: 'ENOENT', attribute: 'netns' })
  })

  it('refuses an address that another container has, and the gateway', async () => {
    await network.attach(await testHost().container(), { address: '172.18.0.9', address6: 'fd00:18::9' })
    const code = 'EADDRINUSE'
    await refused(
      { address: '172.18.0.9' },
      { code, attribute: 'address', message: /172\.18\.0\.9 is in use by another container/ },
    )
    await refused({ address6: 'fd00:18:0::9' }, { code, attribute: 'address6', message: /fd00:18::9/ })
    await refused({ address: '172.18.0.1' }, { code, attribute: 'address', message: /is the gateway/ })
  })

  it('refuses a port that another container has, of any network', async () => {
    const other = await testHost().create({ name: 'br1', subnet: '172.19.0.0/16' })
    const ports = [{ host: 8000, container: 80 }]
    await other.attach(await testHost().container(), { ports })
    await refused(
      { ports: [{ host: 8001, container: 80 }, ...ports] },
      {
        code: 'EADDRINUSE',
        attribute: 'ports[1].host',
        message: /port 8000\/tcp is published for another container, 172\.19\.0\.2/,
      },
    )
    await network.attach(netns, { ports: [{ host: 8000, container: 80, protocol: 'udp' }] })
  })

  it('refuses a port on every address and on a single one together, whichever comes first', async () => {
    testHost().host.sh('ip link add up0 type veth peer name up1; ip address add 192.0.2.1/24 dev up0')
    const single = { host: 8000, container: 80, address: '192.0.2.1' }
    const every = { host: 8000, container: 80 }
    const expected = { code: 'EADDRINUSE', attribute: 'ports[0].host', message: /is published for another container/ }
    const first = await network.attach(await testHost().container(), { ports: [single] })
    await refused({ ports: [every] }, expected)
    await network.attach(await testHost().container(), { ports: [{ ...single, address: '127.0.0.1' }] })
    await network.detach(first)
    await refused({ ports: [every] }, expected)
    const [last] = await network.endpoints()
    await network.detach({ ...first, ...last })
    const wide = await network.attach(await testHost().container(), { ports: [every] })
    await refused({ ports: [single] }, expected)
    await network.detach(wide)
    assert.deepEqual(elements(testHost(), 'taken4_at'), [])
  })

  it('refuses a port on which a process of the host listens', async () => {
    const server = createServer()
    await testHost().host.netns.listen(server, { port: 8000, host: '127.0.0.1' })
    const datagrams = listenDatagrams(testHost().host.netns, { port: 8001, answer: () => '' })
    const expected = { code: 'EADDRINUSE', attribute: 'ports[0].host', message: /in use on the host/ }
    try {
      await refused({ ports: [{ host: 8000, container: 80 }] }, expected)
      await refused({ ports: [{ host: 8001, container: 80, protocol: 'udp' }] }, expected)
      await network.attach(netns, { ports: [{ host: 8001, container: 80 }] })
    } finally {
      server.close()
      datagrams.close()
    }
  })

  it("refuses an address that is not the host's, or of a family that the network has not", async () => {
    await refused(
      { ports: [{ host: 8000, container: 80, address: '192.0.2.1' }] },
      { code: 'EADDRNOTAVAIL', attribute: 'ports[0].address', message: /not an address of the host/ },
    )
    const four = await testHost().create({ name: 'br1', subnet: '172.19.0.0/16' })
    await assert.rejects(four.attach(netns, { ports: [{ host: 8000, container: 80, address: '2001:db8::1' }] }), {
      message: /ports\[0\]\.address must be of a family in which the container has an address/,
    })
    await assert.rejects(four.attach(netns, { address6: 'fd00::1' }), { message: /address6 is not allowed here/ })
  })

  it('refuses a name that the container has already', async () => {
    await network.attach(netns)
    await refused({}, { code: 'EEXIST', attribute: 'interface', message: /has a link named 'eth0'/ })
    await refused({ interface: 'lo' }, { message: /interface must not be 'lo'/ })
  })

  it('refuses where all addresses are given out', async () => {
    const small = await testHost().create({ name: 'br1', subnet: '172.19.0.0/30' })
    await small.attach(netns)
    const kernel = testHost().kernel()
    await assert.rejects(small.attach(await testHost().container()), {
      code: 'ENOSPC',
      attribute: 'subnet',
      message: /172\.19\.0\.0\/30 has no free address/,
    })
    assert.equal(testHost().kernel(), kernel)
  })

  it('leaves nothing where the bridge is gone', async () => {
    testHost().host.sh('ip link del br0')
    await refused({ ports: [{ host: 8000, container: 80 }] }, { message: /the bridge of network 'br0' is missing/ })
  })

  it('leaves nothing where the network was closed', async () => {
    await network.close()
    await refused({ ports: [{ host: 8000, container: 80 }] }, { code: 'ERR_NETLINK_CLOSED' })
  })

  it('puts the firewall back first where it is gone', async () => {
    testHost().host.sh('nft flush ruleset')
    const endpoint = await network.attach(netns, { ports: [{ host: 8000, container: 80 }] })
    assert.deepEqual(await network.check(), [])
    await network.detach(endpoint)
  })

  it('leaves nothing where the container has no room for an address', async () => {
    const closed = await testHost().container()
    await closed.close()
    await refused({}, { code: 'ERR_NETLINK_CLOSED', attribute: 'netns' }, closed)
  })
})
