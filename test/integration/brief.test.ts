import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { brief, type Link } from '../../lib/index.ts'
import { needsHere } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'

/** Lines of a terminal. */
const SCREEN = 25

describe('a link in brief', () => {
  const here = eachPlace()
  const shown = (link: Partial<Link>) => inspect(brief(link as Link))

  it('fits a screen, whatever the kind and the master', async () => {
    const { nl } = here()
    await nl.createBridge({ name: 'br0', up: true })
    await nl.createVeth({ name: 'v0', up: true, master: 'br0', peer: { name: 'v1', up: true } })
    const links = await nl.listLinks()
    assert.equal(links.length, 4)
    for (const link of links) {
      assert.ok(inspect(link).split('\n').length > SCREEN * 2)
      assert.ok(shown(link).split('\n').length <= SCREEN, shown(link))
    }
  })

  it('shows the id 0 of a VLAN or VXLAN', async () => {
    const { nl } = here()
    const made = await nl.createVxlan({ name: 'vx0', data: { id: 0, port: 4789 } })
    assert.equal(brief(made).data?.id, 0)
    const vlan = { index: 9, name: 'v.0', kind: 'vlan', data: { id: 0, protocol: '802.1q' } } as unknown as Link<'vlan'>
    assert.deepEqual(brief(vlan).data, { id: 0, protocol: '802.1q' })
  })

  it('has what was set, and what differs from the usual', async () => {
    const { nl } = here()
    const bridge = await nl.createBridge({ name: 'br0', mtu: 1400, data: { ageingTime: 100, mcastSnooping: false } })
    const { index, address, data, ...rest } = brief(bridge)
    assert.deepEqual(rest, {
      name: 'br0',
      kind: 'bridge',
      up: false,
      operstate: 'down',
      mtu: 1400,
      flags: ['broadcast', 'multicast'],
      qdisc: 'noop',
    })
    assert.deepEqual([index, address], [bridge.index, bridge.address])
    assert.deepEqual(data, {
      ageingTime: 100,
      mcastSnooping: false,
      bridgeId: bridge.data?.bridgeId,
      rootId: bridge.data?.rootId,
    })
  })

  it('has nothing that the link has not, and leaves the link as it is', async () => {
    const { nl } = here()
    await nl.createVeth({ name: 'v0', peer: { name: 'v1' } })
    const link = await nl.getLink('v0')
    const before = structuredClone({ ...link })
    for (const [key, value] of Object.entries(brief(link))) assert.deepEqual(value, link[key as keyof Link])
    assert.deepEqual({ ...link }, before)
  })

  it('keeps the data of a VXLAN that say where it leads', async function () {
    needsHere(this, 'vxlan')
    const { nl } = here()
    const link = await nl.createVxlan({ name: 'vx0', data: { id: 5, local: '10.0.0.1', learning: false } })
    assert.deepEqual(brief(link).data, { id: 5, local: '10.0.0.1', learning: false, port: 8472 })
  })

  it('rejects what is not a link, such as the whole list', () => {
    for (const value of [[{ index: 1 }], undefined, null, 'lo', {}])
      assert.throws(() => brief(value as never), { name: 'TypeError', message: /^brief: expected a link, / })
  })
})
