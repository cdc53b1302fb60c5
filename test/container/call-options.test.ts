import assert from 'node:assert/strict'
import type { Network } from '../../lib/container/index.ts'
import type { Netns } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { eachTestHost } from './support/test-host.ts'

type Slip = readonly [
  call: (network: Network, slip: never, netns: Netns) => Promise<unknown>,
  slip: unknown,
  message: string,
]

const LIMITS = 'expected an object with signal or timeout, got 100'
const PORT = '{ host: 8000, container: 80 }'
const attach: Slip[0] = (network, slip, netns) => network.attach(netns, slip)
const ID = { id: 'c1' }
const SLIPS: readonly Slip[] = [
  [
    (network, slip) => network.delete(slip),
    { ifEmty: true },
    "delete: unknown option 'ifEmty'; did you mean 'ifEmpty'?",
  ],
  [(network, slip) => network.delete(slip), 'br0', "delete: expected an options object, got 'br0'"],
  [(network, slip) => network.check(slip), 'c1', "check: expected an options object, got 'c1'"],
  [(network, slip) => network.check(slip), { ids: 'c1' }, "check: unknown option 'ids'; did you mean 'id'?"],
  [(network, slip) => network.collect(slip), 'c1', "collect: expected an options object, got 'c1'"],
  [(network, slip) => network.collect(slip), { kep: [] }, "collect: unknown option 'kep'; did you mean 'keep'?"],
  [(network, slip) => network.repair(slip), 100, `repair: ${LIMITS}`],
  [(network, slip) => network.endpoints(slip), 100, `endpoints: ${LIMITS}`],
  [(network, slip) => network.detach(ID, slip), 100, `detach: ${LIMITS}`],
  [(network, slip) => network.publish(ID, [], slip), 100, `publish: ${LIMITS}`],
  [(network, slip) => network.withdraw(ID, [], slip), 100, `withdraw: ${LIMITS}`],
  [attach, { ports: ['8000:80'] }, `attach: ports[0] must be an object such as ${PORT}, not '8000:80'`],
  [attach, { ports: { host: 1, container: 1 } }, `attach: ports must be an array such as [${PORT}], not an object`],
  [attach, { ports: [{ hostPort: 80 }] }, 'attach: `ports[0].hostPort` is `ports[0].host` here'],
  [
    attach,
    { routes: ['10.0.0.0/8'] },
    "attach: routes[0] must be an object such as { dst: '10.0.0.0/8' }, not '10.0.0.0/8'",
  ],
  [attach, { routes: [{ to: '10.0.0.0/8' }] }, 'attach: `routes[0].to` is `routes[0].dst` here'],
  [
    attach,
    { address: '172.18.0.9/16' },
    "attach: address must be an IPv4 address without a prefix length, not '172.18.0.9/16'",
  ],
  [
    attach,
    { addresses: ['172.18.0.9/16'] },
    "attach: addresses[0] must be an object such as { address: '10.0.0.5/16' }, not '172.18.0.9/16'",
  ],
  [attach, { name: 'eth1' }, 'attach: `name` is `interface` here'],
]

describe('the options of calls on a network', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('are refused where nothing would obey them, and nothing is done', async () => {
    const network = await testHost().create({ name: 'br0', subnet: '172.18.0.0/16' })
    const netns = await testHost().container()
    await network.attach(netns, ID)
    const before = testHost().kernel()
    for (const [call, slip, message] of SLIPS)
      await assert.rejects(call(network, slip as never, netns), { name: 'TypeError', message })
    assert.equal(testHost().kernel(), before)
    await assert.rejects(network.publish({ id: 'nope' }, [{ host: 80, container: 80 }]), {
      code: 'ENOENT',
      message: "publish br0: container 'nope' is not attached (ENOENT)",
    })
  })
})
