import assert from 'node:assert/strict'
import { type Attachment, CniRuntime, deleteNetwork, type NetworkList, type PluginConfig } from './support/cni.ts'
import { outsideHost, serve } from './support/outside.ts'
import { needsPackages } from './support/packages.ts'
import { eachMachine } from './support/place.ts'

const MAC = '02:00:00:00:00:66'

const LATER: readonly PluginConfig[] = [
  { type: 'firewall', backend: 'iptables' },
  { type: 'bandwidth', ingressRate: 80_000_000, ingressBurst: 800_000 },
]

/** Those of Debian know 1.0.0 at most, and firewall and bandwidth 0.4.0 at least. */
function chain(cniVersion: string): NetworkList {
  return {
    cniVersion,
    name: 'chain',
    plugins: [
      { type: 'netlink-ts', bridge: 'nlts0', subnet: '10.77.0.0/16' },
      { type: 'tuning', capabilities: { mac: true }, sysctl: { 'net.core.somaxconn': '500' } },
      { type: 'portmap', capabilities: { portMappings: true } },
      ...(cniVersion === '0.3.1' ? [] : LATER),
    ],
  }
}

const c1: Attachment = {
  container: 'c1',
  netns: '/run/netns/c1',
  capabilities: { mac: MAC, portMappings: [{ hostPort: 8001, containerPort: 80, protocol: 'tcp' }] },
}

describe("the CNI plugin, before Debian's tuning, portmap, firewall and bandwidth", () => {
  needsPackages('containernetworking-plugins', 'busybox-static', 'iptables')
  const machine = eachMachine('root')

  for (const version of ['0.3.1', '0.4.0', '1.0.0']) {
    it(`${version}: packets pass, and CHECK finds what prevResult has`, async () => {
      const outside = outsideHost(machine())
      machine().sh('ip netns add c1')
      const runtime = new CniRuntime(machine(), chain(version))
      const { status, object, stderr } = runtime.add(c1)
      assert.deepEqual([status, stderr], [0, ''], JSON.stringify(object))
      assert.equal(object.cniVersion, version)
      assert.deepEqual(object.ips, [
        {
          ...(version < '1' ? { version: '4' } : {}),
          interface: 2,
          address: '10.77.0.2/16',
          gateway: '10.77.0.1',
        },
      ])
      assert.equal(object.interfaces[2].mac, MAC)
      assert.equal(machine().sh('ip netns exec c1 cat /proc/sys/net/core/somaxconn').trim(), '500')
      const servers = [await serve(machine(), 80, 'one', 'c1'), await serve(machine(), 80, 'there', 'outside')]
      assert.equal(machine().out(`ip netns exec c1 busybox wget -qO- http://${outside.address}/`), 'there')
      assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}:8001/`), 'one')
      for (const server of servers) await server.stop()
      // portmap of 1.1.1 looks for IPv6 rules also where the container has no IPv6 address.
      const checked = runtime.check(c1, 'portmap')
      assert.deepEqual(
        [checked.status, checked.object?.code],
        version === '0.3.1' ? [1, 1] : [0, undefined],
        checked.object?.msg,
      )
      for (const netns of [c1.netns, '']) assert.equal(runtime.del({ ...c1, netns }).status, 0)
      machine().sh('ip netns delete c1')
      deleteNetwork(machine(), 'nlts0')
    })
  }
})

/** A network whose addresses host-local assigns: two ranges, of both families. */
const delegated: PluginConfig = {
  type: 'netlink-ts',
  bridge: 'nlts1',
  ipam: {
    type: 'host-local',
    dataDir: '/run/host-local',
    ranges: [[{ subnet: '10.1.0.0/16', rangeStart: '10.1.3.1' }], [{ subnet: 'fd00:1::/64' }]],
    routes: [{ dst: '0.0.0.0/0' }, { dst: '::/0' }, { dst: '10.3.0.0/16' }],
  },
}

describe("the CNI plugin, with addresses of Debian's host-local", () => {
  needsPackages('containernetworking-plugins', 'busybox-static')
  const machine = eachMachine('root')
  const leases = () => machine().sh('ls /run/host-local/nlts | grep -v -e last -e lock || true').trim().split('\n')

  it('assigns what host-local says, and gives it back', () => {
    machine().sh('ip netns add c1')
    const runtime = new CniRuntime(machine(), { cniVersion: '1.0.0', name: 'nlts', plugins: [delegated] })
    const { status, object } = runtime.add({ ...c1, capabilities: {} })
    assert.equal(status, 0, JSON.stringify(object))
    assert.deepEqual(object.ips, [
      { address: '10.1.3.1/16', gateway: '10.1.0.1', interface: 2 },
      { address: 'fd00:1::2/64', gateway: 'fd00:1::1', interface: 2 },
    ])
    assert.deepEqual(object.routes, [{ dst: '0.0.0.0/0' }, { dst: '::/0' }, { dst: '10.3.0.0/16' }])
    const routes = [...machine().ip<Route>('-n c1 -j route'), ...machine().ip<Route>('-n c1 -j -6 route')]
    assert.deepEqual(
      routes.filter(({ gateway }) => gateway !== undefined).map(({ dst, gateway }) => `${dst} via ${gateway}`),
      ['default via 10.1.0.1', '10.3.0.0/16 via 10.1.0.1', 'default via fd00:1::1'],
    )
    assert.deepEqual(leases(), ['10.1.3.1', 'fd00:1::2'])
    assert.equal(runtime.check(c1).status, 0)
    machine().sh('rm /run/host-local/nlts/10.1.3.1 /run/host-local/nlts/fd00:1::2')
    const lost = runtime.check(c1)
    assert.match(lost.object.msg, /host-local: Failed to find address added by container c1/)
    for (const netns of ['', c1.netns]) assert.equal(runtime.del({ ...c1, netns }).status, 0)
    machine().sh('ip netns delete c1')
    deleteNetwork(machine(), 'nlts1')
  })

  it('assigns several addresses of one family, of which one lies outside of the subnet of the network', async () => {
    machine().sh('ip netns add c1; ip netns add c2')
    const ranges = [[{ subnet: '10.1.0.0/16' }], [{ subnet: '10.2.0.0/24' }]]
    const plugin = { ...delegated, ipam: { ...(delegated.ipam as object), ranges, routes: [{ dst: '0.0.0.0/0' }] } }
    const runtime = new CniRuntime(machine(), { cniVersion: '1.0.0', name: 'nlts', plugins: [plugin] })
    const [one, two] = ['c1', 'c2'].map((name) => ({ container: name, netns: `/run/netns/${name}` }))
    const { status, object } = runtime.add(one as Attachment)
    assert.equal(status, 0, JSON.stringify(object))
    assert.deepEqual(object.ips, [
      { address: '10.1.0.2/16', gateway: '10.1.0.1', interface: 2 },
      { address: '10.2.0.2/24', gateway: '10.2.0.1', interface: 2 },
    ])
    assert.equal(runtime.add(two as Attachment).status, 0)
    for (const target of ['10.1.0.3', '10.2.0.3', '10.1.0.1', '10.2.0.1'])
      assert.match(machine().out(`ip netns exec c1 ping -c 1 -W 5 ${target}`), / 0% packet loss/)
    assert.equal(runtime.check(one as Attachment).status, 0)
    for (const each of [one, two]) assert.equal(runtime.del(each as Attachment).status, 0)
    machine().sh('ip netns delete c1; ip netns delete c2')
    deleteNetwork(machine(), 'nlts1')
  })

  it('gives addresses back after a failure, and keeps those of the first ADD after a second one', () => {
    machine().sh('ip netns add c1; ip netns add c2')
    machine().sh('ip -n c2 link add eth0 type bridge')
    const runtime = new CniRuntime(machine(), { cniVersion: '1.0.0', name: 'nlts', plugins: [delegated] })
    assert.equal(runtime.add(c1).status, 0)
    assert.equal(runtime.call('ADD', delegated, c1).object.code, 101)
    const failed = runtime.call('ADD', delegated, { container: 'c2', netns: '/run/netns/c2' })
    assert.equal(failed.object.msg, "the container already has a link named 'eth0' (EEXIST, interface)")
    assert.deepEqual(leases(), ['10.1.3.1', 'fd00:1::2'])
    runtime.del(c1)
    assert.deepEqual(leases(), [''])
    machine().sh('ip netns delete c1; ip netns delete c2')
    deleteNetwork(machine(), 'nlts1')
  })

  it("reports host-local's own error, and that it is missing", () => {
    machine().sh('ip netns add c1')
    const runtime = new CniRuntime(machine(), { cniVersion: '1.0.0', name: 'nlts', plugins: [delegated] })
    const wrong = { ...delegated, ipam: { type: 'host-local', ranges: [[{ subnet: '10.1.0.0/33' }]] } }
    const absent = { ...delegated, ipam: { type: 'no-such-plugin' } }
    const answers = [wrong, absent].map((plugin) => runtime.call('ADD', plugin, c1))
    assert.deepEqual(
      answers.map(({ status, object }) => [status, object.cniVersion, object.code, object.msg]),
      [
        [1, '1.0.0', 999, 'invalid CIDR address: 10.1.0.0/33'],
        [1, '1.0.0', 102, "plugin 'no-such-plugin' of ipam.type is not in CNI_PATH"],
      ],
    )
    machine().sh('ip netns delete c1')
  })
})

interface Route {
  readonly dst: string
  readonly gateway?: string
}
