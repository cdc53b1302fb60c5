import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'

/** Arguments that are not options objects. */
const ODD: readonly unknown[] = [5, null, 'v0', true, [], () => undefined, Symbol('odd')]

describe('an argument that is not an options object', () => {
  needs('veth', 'bridge')
  const here = eachPlace('ip link add v0 type veth peer name v1; ip link add br0 type bridge')
  const names = () =>
    here()
      .ip<{ ifname: string }>('-j link show')
      .map(({ ifname }) => ifname)
      .sort()

  for (const verb of [
    ...['createLink', 'createVeth', 'createBridge', 'createVxlan', 'createMacvlan', 'createMacvtap', 'createIfb'],
    ...['createDummy', 'createVlan', 'createIpvlan', 'createVrf', 'createWireguard'],
    ...['addNeighbour', 'replaceNeighbour', 'appendNeighbour', 'deleteNeighbour', 'flushNeighbours', 'listNeighbours'],
  ] as ('createLink' | 'addNeighbour')[]) {
    it(`is refused in our words, and nothing is made: ${verb}`, async () => {
      for (const odd of ODD) {
        const message = new RegExp(`^${verb}: expected an (options object|object with filters)`)
        await assert.rejects(here().nl[verb](odd as never), { name: 'TypeError', message })
      }
      assert.deepEqual(names(), ['br0', 'lo', 'v0', 'v1'])
    })
  }

  it('is refused as the change of a link, and as a nest of it', async () => {
    const { nl } = here()
    for (const odd of ODD) {
      await assert.rejects(nl.setLink('v0', odd as never), { message: /^setLink: expected an options object, got/ })
      await assert.rejects(nl.setLink('br0', { kind: 'bridge', data: odd as never }), {
        message: /^setLink: data must/,
      })
      await assert.rejects(nl.createBridge({ name: 'x', data: odd as never }), { message: /^createBridge: data must/ })
      await assert.rejects(nl.createBridge({ name: 'x', afSpec: odd as never }), {
        message: /^createBridge: afSpec must/,
      })
      await assert.rejects(nl.createVeth({ name: 'x', peer: odd as never }), { message: /^createVeth: peer must/ })
    }
    assert.deepEqual(names(), ['br0', 'lo', 'v0', 'v1'])
  })
})

describe('a listed link as an option', () => {
  needs('veth', 'bridge', 'vxlan', 'macvlan')
  const here = eachPlace('ip link add v0 type veth peer name v1; ip link add br0 type bridge; ip link set v1 up')

  it('is a parent, a master, the carrier of a VXLAN, a port to fail over to, and the link of an entry', async () => {
    const { nl, ip } = here()
    const [v0, v1, bridge] = [await nl.getLink('v0'), await nl.getLink('v1'), await nl.getLink('br0')]
    const macvlan = await nl.createMacvlan({ name: 'm0', link: v1 })
    await nl.createVxlan({ name: 'x0', master: bridge, data: { id: 5, port: 4789, group: '239.1.1.1', link: v1 } })
    await nl.setLink(v0, { master: bridge })
    await nl.setLink(v0, { port: { backupPort: await nl.getLink('x0') } })
    assert.deepEqual(
      [macvlan.link, ip('-j -d link show x0')[0]?.linkinfo?.info_data?.link, ip('-j link show v0')[0]?.master],
      [v1.index, 'v1', 'br0'],
    )
    assert.equal(ip('-j -d link show v0')[0]?.linkinfo?.info_slave_data?.backup_port, 'x0')
    const ports = await nl.listLinks({ master: bridge })
    assert.deepEqual(ports.map(({ name }) => name).sort(), ['v0', 'x0'])
    await nl.addNeighbour({ link: v1, dst: '10.0.0.2', lladdr: '02:00:00:00:00:02' })
    const [entry] = await nl.listNeighbours({ link: v1 })
    assert.ok(entry)
    await nl.deleteNeighbour(entry)
    assert.deepEqual(await nl.listNeighbours({ link: v1 }), [])
    await nl.replaceNeighbour(entry)
    assert.equal((await nl.listNeighbours({ link: v1 })).length, 1)
    await nl.deleteLink(macvlan)
    await nl.deleteLinks([v0, await nl.getLink('x0'), bridge])
    assert.deepEqual(
      ip('-j link show').map(({ ifname }) => ifname),
      ['lo'],
    )
  })
})
