import assert from 'node:assert/strict'
import type { NetavarkInput, runNetavark } from '../../lib/netavark/index.ts'
import { container as containerOf, network } from '../support/netavark.ts'

const container = containerOf('35ec', '10.71.0.2')

describe('the netavark plugin', () => {
  let run: typeof runNetavark

  // As programs load it: mocha would load another copy of the modules that commands import when they run.
  before(async () => {
    run = (await import('../../lib/netavark/index.ts')).runNetavark
  })

  const call = async (input: Omit<NetavarkInput, 'stdin'> & { stdin?: unknown }) => {
    const { stdin = {} } = input
    const { stdout, status } = await run({ ...input, stdin: typeof stdin === 'string' ? stdin : JSON.stringify(stdin) })
    return { status, answer: JSON.parse(stdout) as Record<string, unknown> }
  }

  it('reports its version and that of the API', async () => {
    const { status, answer } = await call({ args: ['info'], stdin: '', version: '1.2.3' })
    assert.deepEqual([status, answer], [0, { version: '1.2.3', api_version: '1.0.0' }])
  })

  it('creates a network as it is, where nothing was left out', async () => {
    assert.deepEqual(await call({ args: ['create'], stdin: network }), { status: 0, answer: network })
  })

  it('adds the link and the gateways of both families, and keeps the rest', async () => {
    const { network_interface: _, ...less } = network
    const subnets = [{ subnet: '10.71.0.0/16' }, { subnet: 'fd00:71::/64', gateway: null }]
    const { answer } = await call({ args: ['create'], stdin: { ...less, subnets, options: { mtu: '1400' } } })
    assert.deepEqual(answer, {
      ...network,
      options: { mtu: '1400' },
      subnets: [
        { subnet: '10.71.0.0/16', gateway: '10.71.0.1' },
        { subnet: 'fd00:71::/64', gateway: 'fd00:71::1' },
      ],
    })
  })

  const failures: readonly (readonly [args: readonly string[], stdin: unknown, error: string])[] = [
    [['remove'], {}, "expected info, create, setup or teardown, got 'remove'"],
    [[], {}, "expected info, create, setup or teardown, got ''"],
    [['create'], [], 'the network must be an object, not an array'],
    [['create'], { ...network, id: 5 }, 'id must be a non-empty string, not 5'],
    [['create'], { ...network, subnets: null }, "network 'nt' needs a subnet: podman network create --subnet"],
    [
      ['create'],
      { ...network, options: { color: 'blue' } },
      "unknown option 'color'; known are mode, parent, mtu, isolate, masquerade",
    ],
    [['create'], { ...network, options: { mtu: 'big' } }, "option mtu must be a whole number, not 'big'"],
    [['create'], { ...network, options: { isolate: 'yes' } }, "option isolate must be true or false, not 'yes'"],
    [
      ['create'],
      { ...network, subnets: [{ subnet: '10.1.0.0/24' }, { subnet: '10.2.0.0/24' }] },
      "network 'nt' has two subnets of IPv4; one of each family is possible",
    ],
    [
      ['create'],
      { ...network, options: { mode: 'host' } },
      "option mode must be one of bridge, ptp, macvlan, ipvlan, not 'host'",
    ],
    [['create'], { ...network, options: { mode: 'macvlan' } }, "option parent is missing; mode 'macvlan' requires it"],
    [['create'], { ...network, options: { mtu: '50' } }, 'option mtu must be a whole number from 68 to 65535, not 50'],
    [['create'], { ...network, options: { mtu: 1400 } }, 'option mtu must be a string, not 1400'],
    [['create'], { ...network, internal: true, options: { mode: 'ptp' } }, "internal is not allowed with mode 'ptp'"],
    [
      ['create'],
      { ...network, network_interface: 'a/b' },
      "network_interface must be an interface name, not 'a/b' (no space, '/' or ':', not empty)",
    ],
    [
      ['create'],
      { ...network, subnets: [{ subnet: '10.71.0.0/16', gateway: '10.72.0.1' }] },
      "gateway must be an address of 10.71.0.0/16, not '10.72.0.1'",
    ],
    [
      ['create'],
      { ...network, subnets: [{ subnet: '10.71.0.1/16' }] },
      "subnet has bits set after its prefix: '10.71.0.1/16'; the subnet is 10.71.0.0/16",
    ],
    [
      ['create'],
      { ...network, ipam_options: { driver: 'dhcp' } },
      "ipam_options.driver must be 'host-local', not 'dhcp'",
    ],
    [
      ['create'],
      { ...network, ipv6_enabled: true },
      "network 'nt' needs an IPv6 subnet with --ipv6: podman network create --subnet",
    ],
    [
      ['create'],
      { ...network, routes: [{ destination: 'fd00::/64', gateway: 'fd00:71::9' }] },
      'routes[0].destination must be of a family in which the network has a subnet, not fd00::/64',
    ],
    [
      ['create'],
      { ...network, routes: [{ destination: '10.1.0.0/16', gateway: '10.71.0.9', metric: -1 }] },
      'routes[0].metric must be a whole number from 0 to 4294967295, not -1',
    ],
    [
      ['setup', '/run/netns/c1'],
      { ...container, network_options: { ...container.network_options, static_ips: null } },
      'network_options.static_ips is missing',
    ],
    [
      ['setup', '/run/netns/c1'],
      { ...container, network_options: { ...container.network_options, options: { host_interface_name: 'v0' } } },
      "unknown option 'host_interface_name' of the container; there are none",
    ],
    [['setup', 'c1'], container, "expected the path of a namespace, got 'c1'"],
    [
      ['setup', '/run/netns/c1'],
      { ...container, network_options: null },
      'network_options must be an object, not null',
    ],
    [
      ['setup', '/run/netns/c1'],
      { ...container, port_mappings: {} },
      'port_mappings must be an array of objects, not an object',
    ],
    [
      ['teardown', '/run/netns/c1'],
      { ...container, container_id: '' },
      "container_id must be a non-empty string, not ''",
    ],
  ]
  for (const [args, stdin, error] of failures) {
    it(`${args.join(' ')}: ${error}`, async () => {
      assert.deepEqual(await call({ args, stdin }), { status: 1, answer: { error } })
    })
  }

  it("accepts every option, podman's range of addresses, and routes with a metric", async () => {
    const full = {
      ...network,
      subnets: [{ subnet: '10.71.0.0/16', gateway: '10.71.0.1', lease_range: { start_ip: '10.71.1.1' } }],
      ipam_options: { driver: 'host-local' },
      network_dns_servers: ['10.71.0.53'],
      routes: [{ destination: '10.1.0.0/16', gateway: '10.71.0.9', metric: 50 }],
      options: { mode: 'bridge', mtu: '1400', isolate: 'strict', masquerade: '0' },
    }
    assert.deepEqual(await call({ args: ['create'], stdin: full }), { status: 0, answer: full })
  })

  it('rejects options that it does not have', async () => {
    for (const [input, message] of [
      [{ args: [], stdin: '', verson: '1' }, /^runNetavark: unknown option `?'?verson/],
      [{ args: 'info', stdin: '' }, /^runNetavark: args must be an array of strings, not 'info'/],
      [{ args: [] }, /^runNetavark: stdin is missing/],
    ] as const)
      await assert.rejects(run(input as unknown as NetavarkInput), { name: 'TypeError', message })
  })

  it('names what is wrong with JSON', async () => {
    const { status, answer } = await call({ args: ['create'], stdin: '{"name' })
    assert.equal(status, 1)
    assert.match(String(answer.error), /^standard input is not JSON: /)
  })
})
