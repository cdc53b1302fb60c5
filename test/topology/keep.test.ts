import assert from 'node:assert/strict'
import { deleteNetns, listNetns, openNetlink, type Topology, type TopologyDrift } from '../../lib/index.ts'
import { eachPlace } from '../support/place.ts'
import { openFiles, ownThreads } from '../support/threads.ts'
import { name as uniqueName } from '../support/unique.ts'
import { until } from '../support/until.ts'

const owner = { protocol: 77, tag: 'my-app' }

describe('keepTopology', () => {
  const place = eachPlace(
    'ip link set lo up; ip link add f0 type veth peer name f1; ip link set f0 up; ip link set f1 up',
  )
  const wanted: Topology = {
    links: { br0: { kind: 'bridge', up: true, addresses: ['10.1.0.1/24'] }, f0: { addresses: ['10.2.0.1/24'] } },
    routes: [{ dst: '10.9.0.0/16', gateway: '10.2.0.9' }],
    rules: [{ src: '10.1.0.0/16', table: 100, priority: 1000 }],
  }

  /** Keeps it while the script runs; what drifted. */
  async function drifts(script: string, topology = wanted): Promise<TopologyDrift[]> {
    const { nl, sh } = place()
    const found: TopologyDrift[] = []
    await using keeper = nl.keepTopology(topology, { owner, settle: 5, onDrift: (drift) => found.push(drift) })
    await keeper.caughtUp()
    assert.deepEqual(found, [])
    sh(script)
    await until('the drift', () => found.length > 0)
    await keeper.caughtUp()
    assert.deepEqual(await nl.checkTopology(topology, { owner }), [])
    return found
  }

  const ROWS: readonly (readonly [what: string, script: string, subject: string])[] = [
    ['a route that was deleted', 'ip route del 10.9.0.0/16', 'routes[0]'],
    ['a link that was deleted', 'ip link del br0', 'links.br0'],
    ['routes that the kernel deletes without an event', 'ip link set f0 down; ip link set f0 up', 'routes[0]'],
    ['an address that was deleted', 'ip address flush dev br0', 'links.br0.addresses[0]'],
    ['a rule that was deleted', 'ip rule del priority 1000', 'rules[0]'],
    ['a link that went down', 'ip link set br0 down', 'links.br0'],
    [
      'what the owner has and the topology does not contain',
      'ip route add 10.8.0.0/16 via 10.2.0.8 proto 77',
      'routes',
    ],
  ]
  for (const [what, script, subject] of ROWS)
    it(`corrects ${what}, and reports it`, async () => {
      const [first] = await drifts(script)
      assert.ok(
        first?.differences.some((one) => one.subject === subject),
        JSON.stringify(first),
      )
      assert.deepEqual([first.repeated, first.delay], [1, 5])
    })

  it('creates a namespace again that was deleted, and corrects what changes in it', async () => {
    const netns = uniqueName('k')
    const topology: Topology = {
      ...wanted,
      namespaces: {
        [netns]: { links: { lo: { up: true }, br1: { kind: 'bridge', up: true, addresses: ['10.3.0.1/24'] } } },
      },
    }
    try {
      const [inside] = await drifts(`ip -n ${netns} address flush dev br1`, topology)
      assert.equal(inside?.differences[0]?.subject, `namespaces.${netns}.links.br1.addresses[0]`)
      const [gone] = await drifts(`ip netns del ${netns}`, topology)
      assert.equal(gone?.differences[0]?.subject, `namespaces.${netns}`)
    } finally {
      if ((await listNetns()).some(({ name }) => name === netns)) await deleteNetns(netns)
    }
  })

  it('leaves alone what others have', async () => {
    const { nl, sh, ip } = place()
    const found: TopologyDrift[] = []
    await using keeper = nl.keepTopology(wanted, { owner, settle: 1, onDrift: (drift) => found.push(drift) })
    await keeper.caughtUp()
    sh('ip route add 10.7.0.0/16 via 10.2.0.7; ip link add other type bridge; ip address add 10.6.0.1/24 dev f1')
    await keeper.caughtUp()
    assert.deepEqual(found, [])
    assert.equal(ip('-j route show 10.7.0.0/16').length, 1)
  })

  it('waits twice as long with each correction in a row, so that two programs do not fight', async () => {
    const { nl, sh } = place()
    const found: TopologyDrift[] = []
    await using keeper = nl.keepTopology(wanted, { owner, settle: 2, onDrift: (drift) => found.push(drift) })
    await keeper.caughtUp()
    for (let i = 1; i <= 4; i++) {
      sh('ip route del 10.9.0.0/16')
      await until('the correction', () => found.length >= i)
      await keeper.caughtUp()
    }
    assert.deepEqual(
      found.map(({ repeated, delay }) => [repeated, delay]),
      [1, 2, 3, 4].map((i) => [i, 2 ** i]),
    )
  })

  it('regards what changes faster than it is corrected as corrections in a row, not as a failure', async () => {
    const { nl } = place()
    const found: TopologyDrift[] = []
    await using keeper = nl.keepTopology(wanted, { owner, settle: 1, onDrift: (drift) => found.push(drift) })
    await keeper.caughtUp()
    for (let i = 0; found.length < 3; i++) {
      assert.ok(i < 20_000, 'corrections')
      await nl.deleteRoute({ dst: '10.9.0.0/16' }).catch(() => undefined)
    }
    await keeper.caughtUp()
    await keeper.close()
    await keeper.done
  })

  it('compares at the interval what has no events', async () => {
    const { nl, netns } = place()
    const sysctls = { 'net.ipv4.ip_forward': 1 }
    await using keeper = nl.keepTopology({ sysctls }, { owner, settle: 1, interval: 10 })
    await keeper.caughtUp()
    await netns.setSysctl('net.ipv4.ip_forward', 0)
    await until('the parameter', async () => (await netns.getSysctl('net.ipv4.ip_forward')) === '1')
  })

  it('tries again with onError, and ends without it', async () => {
    const { nl, sh } = place()
    sh(
      'ip route add 10.9.0.0/16 via 10.2.0.1 dev f0 onlink proto static 2>/dev/null || ip route add 10.9.0.0/16 dev f0',
    )
    const conflict = { code: 'ERR_NETLINK_CONFLICT', operation: 'keepTopology' }
    const ended = nl.keepTopology(wanted, { owner })
    await assert.rejects(ended.done, conflict)
    await ended.close()
    const errors: unknown[] = []
    await using keeper = nl.keepTopology(wanted, { owner, settle: 1, onError: (...failure) => errors.push(failure) })
    await assert.rejects(keeper.caughtUp(), conflict)
    await until('a second attempt', () => errors.length > 1)
    assert.deepEqual(
      errors.slice(0, 2).map((failure) => (failure as [unknown, number])[1]),
      [2, 4],
    )
    sh('ip route del 10.9.0.0/16')
    await until('the topology', async () => (await nl.checkTopology(wanted, { owner })).length === 0)
  })

  it('ends with the reason of the signal, with the handle, or with an error of the caller', async () => {
    const { nl } = place()
    const controller = new AbortController()
    const aborted = nl.keepTopology(wanted, { owner, signal: controller.signal })
    await aborted.caughtUp()
    const waits = aborted.caughtUp()
    controller.abort(new Error('enough'))
    await assert.rejects(waits, { message: 'enough' })
    await assert.rejects(aborted.done, { message: 'enough' })
    await assert.rejects(nl.keepTopology(wanted, { owner, signal: controller.signal }).done, { message: 'enough' })
    await assert.rejects(nl.keepTopology({ linkz: {} } as never, { owner }).done, {
      name: 'TypeError',
      message: "keepTopology: unknown option 'linkz'; did you mean 'links'?",
    })
    await assert.rejects(nl.keepTopology(wanted, { owner, settle: -1 }).done, { name: 'RangeError' })
    const other = await openNetlink({ netns: place().netns })
    const kept = other.keepTopology(wanted, { owner })
    await kept.caughtUp()
    await Promise.all([assert.rejects(kept.done, { code: 'ERR_NETLINK_CLOSED' }), other.close()])
  })

  it('closes twice, resolves done, and leaves neither files nor threads', async () => {
    const { nl, sh } = place()
    await (await nl.applyTopology(wanted, { owner })).commit()
    async function keep(): Promise<void> {
      const keepers = Array.from({ length: 3 }, () => nl.keepTopology(wanted, { owner, settle: 1 }))
      await Promise.all(keepers.map((keeper) => keeper.caughtUp()))
      sh('ip link del br0')
      await Promise.all(keepers.map((keeper) => keeper.close()))
      await Promise.all(keepers.flatMap((keeper) => [keeper.close(), keeper.done]))
      await assert.rejects((keepers[0] as (typeof keepers)[0]).caughtUp(), { message: 'keepTopology: it was closed' })
    }

    // The pool has as many threads as were needed at once; sockets of dumps stay for the next one, two at most.
    await keep()
    const files = openFiles().length + 2
    const most = ownThreads().length
    for (let i = 0; i < 3; i++) await keep()
    await until('the files', () => openFiles().length <= files)
    await until('the threads', () => ownThreads().length <= most)
    await nl.removeTopology({ owner })
  })
})
