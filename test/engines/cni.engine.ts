import assert from 'node:assert/strict'
import { type Attachment, CniRuntime, deleteNetwork, type NetworkList, type PluginConfig } from './support/cni.ts'
import { outsideHost, serve } from './support/outside.ts'
import { needsPackages } from './support/packages.ts'
import { eachMachine } from './support/place.ts'

interface LinkRow {
  readonly ifname: string
  readonly address: string
  readonly mtu: number
}

const own: PluginConfig = {
  type: 'netlink-ts',
  bridge: 'nlts0',
  subnet: '10.77.0.0/16',
  capabilities: { portMappings: true, ips: true, mac: true },
}

/** A network of one plugin. */
function listOf(plugin: Readonly<Record<string, unknown>> = {}, cniVersion = '1.1.0'): NetworkList {
  return { cniVersion, name: 'nlts', plugins: [{ ...own, ...plugin }] }
}

const container = (name: string, more: Partial<Attachment> = {}): Attachment => ({
  container: name,
  netns: `/run/netns/${name}`,
  ...more,
})

const mapping = (hostPort: number) => ({ hostPort, containerPort: 80, protocol: 'tcp' })

describe('the CNI plugin, alone', () => {
  needsPackages('containernetworking-plugins', 'busybox-static')
  const machine = eachMachine('root')

  it('attaches containers that reach each other and other hosts, and publishes ports', async () => {
    const outside = outsideHost(machine())
    const runtime = new CniRuntime(machine(), listOf())
    const [one, two] = ['c1', 'c2'].map((name, i) =>
      container(name, { capabilities: { portMappings: [mapping(8001 + i)] } }),
    )
    machine().sh('ip netns add c1; ip netns add c2')
    const results = [one, two].map((each) => runtime.add(each as Attachment))
    assert.deepEqual(
      results.map(({ status, object }) => [status, object.ips, object.routes]),
      [2, 3].map((host) => [
        0,
        [{ address: `10.77.0.${host}/16`, gateway: '10.77.0.1', interface: 2 }],
        [{ dst: '0.0.0.0/0', gw: '10.77.0.1' }],
      ]),
    )
    const servers = [
      await serve(machine(), 80, 'one', 'c1'),
      await serve(machine(), 80, 'two', 'c2'),
      await serve(machine(), 80, 'there', 'outside'),
    ]
    assert.equal(machine().out('ip netns exec c2 busybox wget -qO- http://10.77.0.2/'), 'one')
    assert.equal(machine().out(`ip netns exec c1 busybox wget -qO- http://${outside.address}/`), 'there')
    assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}:8001/`), 'one')
    assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}:8002/`), 'two')
    for (const server of servers) await server.stop()
    for (const each of [one, two]) assert.equal(runtime.del(each as Attachment).status, 0)
    machine().sh('ip netns delete c1; ip netns delete c2')
    deleteNetwork(machine(), 'nlts0')
  })

  it('reports the links as `ip` shows them', () => {
    const runtime = new CniRuntime(machine(), listOf())
    machine().sh('ip netns add c1')
    const { interfaces } = runtime.add(container('c1')).object
    const links = [...machine().ip<LinkRow>('-j link'), ...machine().ip<LinkRow>('-n c1 -j link')]
    const found = (name: string) => {
      const link = links.find(({ ifname }) => ifname === name)
      return { name, mac: link?.address, mtu: link?.mtu }
    }
    assert.equal(interfaces.length, 3)
    assert.deepEqual(interfaces, [
      found('nlts0'),
      found(interfaces[1].name),
      { ...found('eth0'), sandbox: '/run/netns/c1' },
    ])
    assert.equal(runtime.del(container('c1')).status, 0)
    machine().sh('ip netns delete c1')
    deleteNetwork(machine(), 'nlts0')
  })

  it('gives the requested address and hardware address, by capability or by CNI_ARGS', () => {
    const runtime = new CniRuntime(machine(), listOf())
    machine().sh('ip netns add c1; ip netns add c2')
    const asked = [
      container('c1', { capabilities: { ips: ['10.77.0.50/16'], mac: '02:00:00:00:00:50' } }),
      container('c2', { args: 'IgnoreUnknown=1;K8S_POD_NAME=web;MAC=02:00:00:00:00:99;IP=10.77.0.99' }),
    ]
    const results = asked.map((each) => runtime.add(each))
    assert.deepEqual(
      results.map(({ object }) => [object.ips[0].address, object.interfaces[2].mac]),
      [
        ['10.77.0.50/16', '02:00:00:00:00:50'],
        ['10.77.0.99/16', '02:00:00:00:00:99'],
      ],
    )
    for (const each of asked) runtime.del(each)
    machine().sh('ip netns delete c1; ip netns delete c2')
    deleteNetwork(machine(), 'nlts0')
  })

  it('refuses a second ADD, which leaves the first as it is', () => {
    const runtime = new CniRuntime(machine(), listOf())
    machine().sh('ip netns add c1')
    assert.equal(runtime.add(container('c1')).status, 0)
    const second = runtime.call('ADD', own, container('c1'))
    const foreign = runtime.call('ADD', own, container('c1-again', { netns: '/run/netns/c1' }))
    assert.deepEqual(
      [second, foreign].map(({ status, object }) => [status, object.code, object.msg]),
      [
        [1, 101, "interface 'eth0' of container c1 is already attached to network 'nlts'"],
        [1, 100, "the container already has a link named 'eth0' (EEXIST, interface)"],
      ],
    )
    assert.equal(runtime.check(container('c1')).status, 0)
    runtime.del(container('c1'))
    machine().sh('ip netns delete c1')
    deleteNetwork(machine(), 'nlts0')
  })

  it('attaches a container twice by two names, and detaches one of them', () => {
    const runtime = new CniRuntime(machine(), listOf())
    machine().sh('ip netns add c1')
    const [first, second] = [container('c1'), container('c1', { ifname: 'eth1' })]
    for (const each of [first, second]) assert.equal(runtime.add(each).status, 0)
    assert.equal(runtime.del(first).status, 0)
    assert.equal(runtime.check(second).status, 0)
    assert.equal(runtime.check(first).object.code, 7)
    assert.equal(runtime.del(second).status, 0)
    machine().sh('ip netns delete c1')
    deleteNetwork(machine(), 'nlts0')
  })

  it('detaches without a namespace, twice, and where there was never a network', () => {
    const runtime = new CniRuntime(machine(), listOf())
    assert.deepEqual(runtime.del(container('c0')), { status: 0, object: undefined, stderr: '' })
    machine().sh('ip netns add c1; ip netns add c2')
    assert.equal(runtime.add(container('c1')).status, 0)
    machine().sh('ip netns delete c1')
    for (const netns of ['', '/run/netns/c1']) assert.equal(runtime.del({ container: 'c1', netns }).status, 0)
    // The address is free again.
    const again = runtime.add(container('c2', { capabilities: { ips: ['10.77.0.2'] } }))
    assert.equal(again.status, 0)
    runtime.del(container('c2'))
    machine().sh('ip netns delete c2')
    deleteNetwork(machine(), 'nlts0')
  })

  it('finds by CHECK what changed: a link that is down, a lost address, a lost bridge', () => {
    const runtime = new CniRuntime(machine(), listOf())
    machine().sh('ip netns add c1')
    runtime.add(container('c1'))
    const faults: readonly (readonly [string, RegExp])[] = [
      ['ip -n c1 link set eth0 down', /^interface 'eth0' is down$/],
      ['ip -n c1 link set eth0 up; ip -n c1 address delete 10.77.0.2/16 dev eth0', /^'eth0' lacks 10\.77\.0\.2\/16$/],
      ['ip -n c1 address add 10.77.0.2/16 dev eth0; ip link set nlts0 down', /bridge nlts0 is down/],
    ]
    for (const [fault, message] of faults) {
      machine().sh(fault)
      const { status, object } = runtime.check(container('c1'))
      assert.deepEqual([status, object.code], [1, 103])
      assert.match(`${object.msg}; ${object.details}`, new RegExp(message.source.replace(/\$$/, '; ')))
    }
    assert.equal(runtime.del(container('c1')).status, 0)
    assert.equal(runtime.call('CHECK', own, container('c1'), { interfaces: [] }).object.code, 3)
    machine().sh('ip netns delete c1')
    deleteNetwork(machine(), 'nlts0')
  })

  it('removes by GC what the runtime does not list; without a list, only what has ended', () => {
    const runtime = new CniRuntime(machine(), listOf())
    const names = ['c1', 'c2', 'c3']
    for (const name of names) {
      machine().sh(`ip netns add ${name}`)
      assert.equal(runtime.add(container(name)).status, 0)
    }
    const links = () => names.filter((name) => machine().run(`ip -n ${name} link show eth0`).status === 0)
    const files = () =>
      machine()
        .sh('ls /run/netlink-ts/nlts0')
        .split('\n')
        .filter((name) => name.startsWith('10.'))
    machine().sh('ip netns delete c3')
    assert.deepEqual(runtime.call('GC', own), { status: 0, object: undefined, stderr: '' })
    assert.deepEqual(
      [links(), files()],
      [
        ['c1', 'c2'],
        ['10.77.0.2', '10.77.0.3'],
      ],
    )
    for (const key of ['cni.dev/attachments', 'cni.dev/valid-attachments'])
      runtime.call('GC', {
        ...own,
        [key]: [
          { containerID: 'c2', ifname: 'eth0' },
          { containerID: 'c1', ifname: 'eth9' },
        ],
      })
    assert.deepEqual([links(), files()], [['c2'], ['10.77.0.3']])
    runtime.call('GC', { ...own, 'cni.dev/valid-attachments': [] })
    assert.deepEqual([links(), files()], [[], []])
    machine().sh('ip netns delete c1; ip netns delete c2')
    deleteNetwork(machine(), 'nlts0')
  })

  it('answers STATUS: 50 where the kernel does not let it', () => {
    const runtime = new CniRuntime(machine(), listOf())
    assert.deepEqual(runtime.call('STATUS', own), { status: 0, object: undefined, stderr: '' })
    const env = { CNI_COMMAND: 'STATUS' }
    const input = JSON.stringify({ ...own, cniVersion: '1.1.0', name: 'nlts' })
    const weak = machine().run(['setpriv', '--bounding-set', '-net_admin', '/run/cni/bin/netlink-ts'], { env, input })
    assert.equal(weak.status, 1)
    assert.equal(JSON.parse(weak.stdout).code, 50)
  })
})
