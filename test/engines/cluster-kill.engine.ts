import assert from 'node:assert/strict'
import { among } from '../support/steps.ts'
import { until } from '../support/until.ts'
import { type Etcd, startEtcd } from './support/etcd.ts'
import { type Lan, makeLan } from './support/lan.ts'
import { leave } from './support/node.ts'
import { needsPackages } from './support/packages.ts'
import { CHECKOUT, eachMachine } from './support/place.ts'

/** What a node has of a cluster, and what the store has of the node. */
const KERNEL = `
  ip -o link | cut -d: -f2; ip -o address show scope global; ip route show table all | grep -v fe80:; ip rule; ip neigh show nud permanent
  bridge fdb show | grep -v 33:33: || true; nft list ruleset; mkdir -p /run/netlink-ts; find /run/netlink-ts -mindepth 1; ls /run/netns`

describe('a node of a cluster in etcd that was killed at any step', () => {
  needsPackages('etcd-server', 'etcd-client')
  let lan: Lan
  let etcd: Etcd

  // Before that of the machine, which fails if something is left.
  afterEach(async function () {
    if (this.currentTest?.isFailed()) return
    await etcd.stop()
    lan.remove()
    machine().sh('rm -rf /run/e[0-9]*')
  })

  const machine = eachMachine('root')

  beforeEach(async () => {
    lan = makeLan(machine())
    etcd = await startEtcd(machine(), lan, 1)
    lan.host('n1', 11)
    lan.host('n2', 12)
  })

  /** Runs a program on the node that counts its steps, to its end or to its Nth step; the number that it prints. */
  function run(action: string, options: object, last?: number): number {
    const program = [process.execPath, '--import', `${CHECKOUT}/node_modules/tsx/dist/esm/index.mjs`]
    const args = [
      `${CHECKOUT}/test/reports/programs/engine-step.ts`,
      action,
      JSON.stringify(options),
      String(last ?? ''),
    ]
    const { status, stdout, stderr } = machine().run(['ip', 'netns', 'exec', 'n1', ...program, ...args])
    assert.equal(stderr, '')
    assert.ok(status === 0 || (last !== undefined && (status === 137 || status === null)), String(status))
    return Number(stdout)
  }

  // test/cluster/kill.test.ts has every pair, with a static list.
  for (const [backend, action] of [
    ['host-gw', 'leave'],
    ['vxlan', 'join'],
    ['vxlan', 'leaveCluster'],
  ] as const)
    it(`of ${action} leaves nothing that --leave does not remove, with ${backend}`, async function () {
      this.timeout(300_000)
      const own = { store: { etcd: etcd.urls.split(',') }, network: '10.244.0.0/16', backend, leaseTime: 5 }
      const args = ['--store', etcd.urls, '--network', own.network, '--backend', backend]
      // Another node, to which there is a path.
      const other = { PublicIP: '192.0.2.12', PublicIPv6: null, BackendType: backend }
      const data = backend === 'vxlan' ? { BackendData: { VNI: 1, VtepMAC: '0a:6e:c0:00:02:0c' } } : {}
      etcd.ctl('put', '/coreos.com/network/subnets/10.244.77.0-24', JSON.stringify({ ...other, ...data }))
      const prepare = () => {
        if (action === 'leaveCluster') run('join', own)
      }
      const all = () => [lan.sh('n1', KERNEL), etcd.ctl('get', '--prefix', '/coreos.com/network/subnets/')]
      const none = all()
      prepare()
      const steps = run(action, own)
      assert.ok(steps >= 2, String(steps))
      leave(machine(), 'n1', args)
      assert.deepEqual(all(), none)
      for (const last of among(steps)) {
        prepare()
        run(action, own, last)
        leave(machine(), 'n1', args)
        assert.deepEqual(all(), none, `step ${last} of ${steps}`)
      }
    })

  it('leaves a lease without keys at most, which ends after its time; a node that joins again ends its lease of before', async function () {
    this.timeout(300_000)
    const own = { store: { etcd: etcd.urls.split(',') }, network: '10.244.0.0/16', backend: 'host-gw', leaseTime: 5 }
    const leases = () =>
      etcd
        .ctl('lease', 'list')
        .split('\n')
        .filter((line) => /^[0-9a-f]{8,}$/.test(line))
    const keys = () => etcd.ctl('get', '--prefix', '--keys-only', '/coreos.com/network/subnets/').trim()
    const isGranted = () => leases().length > 0 && keys() === ''
    const steps = run('join', own)
    leave(machine(), 'n1', ['--store', etcd.urls, '--network', own.network, '--backend', own.backend])
    assert.deepEqual([leases(), keys()], [[], ''])
    let last = 1
    for (; last < steps && !isGranted(); last++) run('join', own, last)
    assert.ok(isGranted(), `a lease without keys among ${steps} steps`)
    run('join', { ...own, leaseTime: 3600 })
    await until('the lease without keys ends', () => leases().length === 1)
    const before = leases()
    run('join', { ...own, leaseTime: 3600 })
    const after = leases()
    assert.deepEqual([after.length, after[0] === before[0]], [1, false])
    leave(machine(), 'n1', ['--store', etcd.urls, '--network', own.network, '--backend', own.backend])
    assert.deepEqual([leases(), keys()], [[], ''])
  })
})
