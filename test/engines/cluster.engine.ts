import assert from 'node:assert/strict'
import { until } from '../support/until.ts'
import { type Etcd, startEtcd } from './support/etcd.ts'
import { type Lan, makeLan, OUTSIDE } from './support/lan.ts'
import { attachContainers, leave, type Node, PROGRAM, startNode } from './support/node.ts'
import { needsPackages } from './support/packages.ts'
import { eachMachine } from './support/place.ts'

const NETWORK = '10.244.0.0/16'

/** A record as flannel writes it. */
interface Lease {
  PublicIP: string
  PublicIPv6: null
  BackendType: string
  BackendData?: { VNI: number; VtepMAC: string }
}

describe('netlink-ts cluster with three members of etcd', () => {
  needsPackages('etcd-server', 'etcd-client', 'busybox-static')
  let lan: Lan
  let etcd: Etcd
  const nodes: Node[] = []

  // Before that of the machine, which fails if something is left.
  afterEach(async function () {
    for (const node of nodes.splice(0)) await node.stop('SIGKILL')
    if (this.currentTest?.isFailed()) return
    await etcd.stop()
    lan.remove()
    machine().sh('rm -rf /run/e[0-9]*')
  })

  const machine = eachMachine('root')

  beforeEach(async () => {
    lan = makeLan(machine())
    etcd = await startEtcd(machine(), lan, 3)
  })

  const options = (backend: string, ...others: string[]) => [
    ...['--store', etcd.urls, '--network', NETWORK, '--backend', backend],
    ...['--lease-time', '5', '--check-interval', '500', ...others],
  ]

  function start(name: string, last: number, args: readonly string[]): Node {
    const node = startNode(machine(), name, lan.host(name, last), args)
    nodes.push(node)
    return node
  }

  /** The routes of a node into the network, but for its own containers. */
  const routes = (name: string) =>
    machine()
      .ip<{ dst: string; gateway?: string; dev: string }>(`-n ${name} -j route show proto 120`)
      .map(({ dst, gateway, dev }) => `${dst} via ${gateway} dev ${dev}`)

  const records = () => {
    const lines = etcd.ctl('get', '--prefix', '/coreos.com/network/subnets/').trim().split('\n')
    const found = new Map<string, Lease>()
    for (let at = 0; at + 1 < lines.length; at += 2)
      found.set((lines[at] as string).replace(/.*\//, ''), JSON.parse(lines[at + 1] as string))
    return found
  }

  for (const backend of ['host-gw', 'vxlan'])
    it(`${backend}: every container reaches all four and the outside host`, async () => {
      const args = options(backend, '--bridge', 'br0')
      // One after the other: they share /run, where the names of networks are, as hosts do not.
      const first = await start('n1', 11, args).joined
      assert.notEqual((await start('n2', 12, args).joined).subnet, first.subnet)
      const containers = ['n1', 'n2'].flatMap((name) =>
        attachContainers(machine(), name).map((address, at) => ({ name: `${name}${'ab'[at]}`, address })),
      )
      await until('routes', () => routes('n1').length === 1 && routes('n2').length === 1)
      const failed: string[] = []
      for (const { name } of containers)
        for (const to of [...containers.map(({ address }) => address), OUTSIDE]) {
          const ping = machine().run(['ip', 'netns', 'exec', name, 'busybox', 'ping', '-c', '1', '-W', '2', to])
          if (ping.status !== 0) failed.push(`${name} to ${to}: ${ping.stdout}`)
        }
      assert.deepEqual(failed, [])
      assert.throws(() => leave(machine(), 'n1', args), /network 'br0' has 2 containers; detach them first/)
      for (const node of nodes) await node.stop()
      for (const { name } of containers) machine().sh(`ip netns delete ${name}`)
      for (const name of ['n1', 'n2']) {
        machine().out(['ip', 'netns', 'exec', name, ...PROGRAM, 'collect', 'br0'])
        leave(machine(), name, args)
        assert.equal(lan.sh(name, 'ls /sys/class/net | tr "\\n" " "; nft list tables'), 'eth0 lo ')
      }
    })

  it('keeps the records as flannel does, and reads those of flannel', async () => {
    const one = start('n1', 11, options('vxlan'))
    const { subnet } = await one.joined
    const key = subnet.replace('/', '-')
    assert.deepEqual(
      [...records()],
      [
        [
          key,
          {
            PublicIP: '192.0.2.11',
            PublicIPv6: null,
            BackendType: 'vxlan',
            BackendData: { VNI: 1, VtepMAC: '0a:6e:c0:00:02:0b' },
          },
        ],
      ],
    )
    assert.deepEqual(JSON.parse(etcd.ctl('get', '--print-value-only', '/coreos.com/network/config')), {
      Network: NETWORK,
      SubnetLen: 24,
      SubnetMin: '10.244.1.0',
      SubnetMax: '10.244.255.0',
      Backend: { Type: 'vxlan', VNI: 1, Port: 8472 },
    })
    const flannel = {
      PublicIP: '192.0.2.77',
      PublicIPv6: null,
      BackendType: 'vxlan',
      BackendData: { VNI: 1, VtepMAC: 'ee:aa:bb:cc:dd:01' },
    }
    etcd.ctl('put', '/coreos.com/network/subnets/10.244.200.0-24', JSON.stringify(flannel))
    await until('the route to the node of flannel', () => routes('n1').length === 1)
    assert.deepEqual(routes('n1'), ['10.244.200.0/24 via 10.244.200.0 dev nl.1'])
    const [fdb] = JSON.parse(lan.sh('n1', 'bridge -j fdb show dev nl.1')) as { mac: string; dst: string }[]
    assert.deepEqual([fdb?.mac, fdb?.dst], ['ee:aa:bb:cc:dd:01', '192.0.2.77'])
    const [neighbour] = machine().ip<{ dst: string; lladdr: string; state: string[] }>('-n n1 -j neigh show dev nl.1')
    assert.deepEqual(
      [neighbour?.dst, neighbour?.lladdr, neighbour?.state],
      ['10.244.200.0', flannel.BackendData.VtepMAC, ['PERMANENT']],
    )
  })

  it('removes the routes to a node that was killed when its lease ends, and keeps those of others', async () => {
    const [one, two, three] = ['n1', 'n2', 'n3'].map((name, index) => start(name, 11 + index, options('host-gw'))) as [
      Node,
      Node,
      Node,
    ]
    await Promise.all([one.joined, two.joined, three.joined])
    await until('routes', () => routes('n1').length === 2)
    await two.stop('SIGKILL')
    const { subnet } = await three.joined
    await until('the end of the lease', () => routes('n1').length === 1)
    assert.deepEqual(routes('n1'), [`${subnet} via 192.0.2.13 dev eth0`])
  })

  it('does not notice that a member was killed', async () => {
    const one = start('n1', 11, options('host-gw'))
    await one.joined
    await etcd.kill(1)
    const two = start('n2', 12, options('host-gw'))
    const { subnet } = await two.joined
    await until('the route to the new node', () => routes('n1').length === 1)
    assert.deepEqual(routes('n1'), [`${subnet} via 192.0.2.12 dev eth0`])
    // Longer than the lease, which is renewed by the other members.
    await new Promise((resolve) => setTimeout(resolve, 6_000))
    assert.equal(records().size, 2)
  })

  it('keeps the routes while the store cannot be reached, and takes its subnet again afterwards', async () => {
    const [one, two] = [start('n1', 11, options('host-gw')), start('n2', 12, options('host-gw'))]
    const [{ subnet }] = await Promise.all([one.joined, two.joined])
    await until('routes', () => routes('n1').length === 1 && routes('n2').length === 1)
    lan.cable('n1', 'down')
    await until('the end of the lease', () => records().size === 1 && routes('n2').length === 0)
    assert.equal(routes('n1').length, 1)
    await until('the complaint', () => one.complaints().includes('etcd does not answer'))
    lan.cable('n1', 'up')
    await until('the lease', () => records().size === 2 && routes('n2').length === 1)
    assert.equal(records().get(subnet.replace('/', '-'))?.PublicIP, '192.0.2.11')
  })

  it('ends if another node took the subnet while this one was cut off', async () => {
    const one = start('n1', 11, options('host-gw'))
    const { subnet } = await one.joined
    lan.cable('n1', 'down')
    await until('the end of the lease', () => records().size === 0)
    await start('n2', 12, options('host-gw', '--subnet', subnet)).joined
    lan.cable('n1', 'up')
    assert.equal(await one.ended, 1)
    assert.match(one.complaints(), /ended, and 192\.0\.2\.12 has the subnet now/)
    leave(machine(), 'n1', options('host-gw'))
    assert.equal(records().size, 1)
  })

  it('gives nodes that join at once different subnets, and no subnet when none is free', async () => {
    const small = ['--store', etcd.urls, '--network', '10.244.0.0/22', '--backend', 'host-gw', '--lease-time', '5']
    const three = ['n1', 'n2', 'n3'].map((name, index) => start(name, 11 + index, small))
    const subnets = await Promise.all(three.map(async ({ joined }) => (await joined).subnet))
    assert.deepEqual(subnets.sort(), ['10.244.1.0/24', '10.244.2.0/24', '10.244.3.0/24'])
    await assert.rejects(
      start('n4', 14, small).joined,
      /no \/24 of 10\.244\.0\.0\/22 is free: 3 are taken \(ENOSPC, network\)/,
    )
    await assert.rejects(
      start('n5', 15, [...small, '--subnet', '10.244.2.0/24']).joined,
      /10\.244\.2\.0\/24 belongs to 192\.0\.2\.1[123] \(EADDRINUSE, subnet\)/,
    )
  })

  for (const backend of ['host-gw', 'vxlan'])
    it(`${backend}: SIGTERM keeps the subnet for the next start, and --leave removes everything, also after kill -9`, async () => {
      const found = () => [
        lan.sh('n1', 'ip -o link | cut -d: -f2; ip route; ip neigh show nud permanent'),
        records().size,
      ]
      const two = start('n2', 12, options(backend))
      const peer = (await two.joined).subnet
      lan.host('n1', 11)
      const clean = found()
      const first = startNode(machine(), 'n1', '192.0.2.11', options(backend))
      const { subnet } = await first.joined
      await first.stop('SIGTERM')
      assert.equal(await first.ended, 0)
      assert.equal(routes('n1').length, 1)
      const second = startNode(machine(), 'n1', '192.0.2.11', options(backend))
      assert.equal((await second.joined).subnet, subnet)
      await second.stop('SIGKILL')
      assert.equal(routes('n1')[0]?.startsWith(peer), true)
      leave(machine(), 'n1', options(backend))
      assert.deepEqual(found(), clean)
    })

  it('repairs routes, neighbours and the tunnel that another program removed', async () => {
    const [one, two] = [start('n1', 11, options('vxlan')), start('n2', 12, options('vxlan'))]
    await Promise.all([one.joined, two.joined])
    await until('routes', () => routes('n1').length === 1)
    const state = () =>
      lan.sh(
        'n1',
        'ip route show proto 120; ip neigh show dev nl.1 nud permanent; bridge fdb show dev nl.1 | grep permanent',
      )
    const whole = state()
    for (const damage of [
      'ip route flush proto 120',
      'ip neigh flush dev nl.1 nud permanent',
      'bridge fdb del $(bridge fdb show dev nl.1 | cut -d" " -f1) dev nl.1',
      'ip link delete nl.1',
      'ip link set nl.1 down',
    ]) {
      lan.sh('n1', damage)
      await until(
        damage,
        () =>
          machine().run([
            'ip',
            'netns',
            'exec',
            'n1',
            'sh',
            '-c',
            'ip route show proto 120; ip neigh show dev nl.1 nud permanent; bridge fdb show dev nl.1 | grep permanent',
          ]).stdout === whole,
      )
    }
  })

  it('lists again when the revision it watches from was compacted', async () => {
    const one = start('n1', 11, options('host-gw', '--check-interval', '3600000', '--lease-time', '3600'))
    await one.joined
    for (const member of [1, 2, 3]) lan.cable(`e${member}`, 'down')
    lan.cable('n1', 'down')
    for (const member of [1, 2, 3]) lan.cable(`e${member}`, 'up')
    const other = { PublicIP: '192.0.2.55', PublicIPv6: null, BackendType: 'host-gw' }
    await until(
      'etcd',
      () =>
        machine().run(['ip', 'netns', 'exec', 'outside', 'etcdctl', `--endpoints=${etcd.urls}`, 'endpoint', 'health'], {
          env: { ETCDCTL_API: '3' },
        }).status === 0,
    )
    etcd.ctl('put', '/coreos.com/network/subnets/10.244.99.0-24', JSON.stringify(other))
    etcd.ctl('put', '/elsewhere', 'x')
    const revision = /"revision":(\d+)/.exec(etcd.ctl('get', '/elsewhere', '-w', 'json'))?.[1] as string
    etcd.ctl('compaction', revision)
    lan.cable('n1', 'up')
    for (const member of [1, 2, 3]) {
      await etcd.kill(member)
      etcd.start(member)
    }
    await until('the route', () => routes('n1').length === 1)
    assert.deepEqual(routes('n1'), ['10.244.99.0/24 via 192.0.2.55 dev eth0'])
  })
})
