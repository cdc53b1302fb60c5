import assert from 'node:assert/strict'
import type { Topology } from '../../lib/index.ts'
import { eachPlace } from '../support/place.ts'
import { until } from '../support/until.ts'

const owner = { protocol: 77, tag: 'my-app' }

describe('duplicate address detection', () => {
  const place = eachPlace(`ip link set lo up; ip link add f0 type veth peer name f1; ip link add b0 type bridge
    ip link set f1 master b0; ip link set f1 up; ip link set b0 up; ip link set f0 up`)
  const wanted: Topology = { links: { f0: { addresses: ['fd01::1/64'] } } }
  const flags = async () =>
    (await place().nl.listAddresses({ link: 'f0' })).find(({ address }) => address === 'fd01::1/64')?.flags

  it('is not awaited: a tentative address is as wanted', async () => {
    const { nl } = place()
    await place().netns.setSysctl('net.ipv6.neigh.f0.retrans_time_ms', 60_000)
    await nl.applyTopology(wanted, { owner })
    assert.deepEqual((await flags())?.includes('tentative'), true)
    assert.deepEqual(await nl.checkTopology(wanted, { owner }), [])
    assert.deepEqual((await nl.planTopology(wanted, { owner })).steps, [])
  })

  it('that fails is a difference, and the address is added again', async () => {
    const { nl, sh } = place()
    sh('ip address add fd01::1/64 dev b0 nodad')
    await place().netns.setSysctl('net.ipv6.neigh.f0.retrans_time_ms', 1)
    await nl.applyTopology(wanted, { owner })
    await until('the duplicate', async () => (await flags())?.includes('dadfailed') === true)
    const [difference, ...others] = await nl.checkTopology(wanted, { owner })
    assert.deepEqual([difference?.code, difference?.subject, others], ['remake', 'links.f0.addresses[0]', []])
    assert.match(difference?.message ?? '', /^differs in flags/)
    const plan = await nl.planTopology(wanted, { owner })
    assert.deepEqual(
      plan.steps.map(({ verb }) => verb),
      ['deleteAddress', 'addAddress'],
    )
    sh('ip address del fd01::1/64 dev b0')
    await nl.applyTopology(wanted, { owner })
    await until('the address', async () => (await flags())?.includes('tentative') === false)
    assert.deepEqual(await nl.checkTopology(wanted, { owner }), [])
  })

  it('that failed stays as it is when something else is rolled back', async () => {
    const { nl, sh } = place()
    sh('ip address add fd01::1/64 dev b0 nodad')
    await place().netns.setSysctl('net.ipv6.neigh.f0.retrans_time_ms', 1)
    await nl.applyTopology(wanted, { owner })
    await until('the duplicate', async () => (await flags())?.includes('dadfailed') === true)
    const applied = await nl.applyTopology({ links: { f0: { mtu: 1400 } } }, { owner })
    await applied.rollback()
    assert.equal((await flags())?.includes('dadfailed'), true)
  })
})
