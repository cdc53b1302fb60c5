import assert from 'node:assert/strict'
import { onePlace, TWO_LINKS } from '../support/place.ts'

describe('the link under a new link', () => {
  const place = onePlace(TWO_LINKS)

  it('of a VXLAN belongs in data', async () => {
    const { nl, ip } = place()
    const message = 'createVxlan: `link` belongs in `data`'
    await assert.rejects(nl.createVxlan({ name: 'x0', link: 'v0', data: { id: 5 } }), { name: 'TypeError', message })
    await assert.rejects(nl.createLink({ name: 'x0', kind: 'vxlan', link: 'v0', data: { id: 5 } }), {
      name: 'TypeError',
      message: 'createLink: `link` belongs in `data`',
    })
    assert.equal(
      ip<{ ifname: string }>('-j link show').some(({ ifname }) => ifname === 'x0'),
      false,
    )
  })

  it('of a VXLAN may stand beside that of its data, as one may be listed', async () => {
    const { nl, ip } = place()
    await nl.createVxlan({ name: 'x1', link: 'v0', data: { id: 6, link: 'v0', port: 4790 } })
    assert.equal(ip('-j -d link show dev x1')[0]?.linkinfo?.info_data?.link, 'v0')
  })

  for (const kind of ['bridge', 'dummy', 'ifb', 'veth', 'vrf', 'wireguard']) {
    it(`is refused where there is none: ${kind}`, async () => {
      const { nl, ip } = place()
      await assert.rejects(nl.createLink({ name: 'x2', kind, link: 'v0' }), {
        name: 'TypeError',
        message: `createLink: link is not allowed here: a link of kind '${kind}' has no lower link`,
      })
      assert.equal(
        ip<{ ifname: string }>('-j link show').some(({ ifname }) => ifname === 'x2'),
        false,
      )
    })
  }

  it('is refused for the peer of a veth', async () => {
    await assert.rejects(place().nl.createVeth({ name: 'x3', peer: { name: 'x4', link: 'v0' } }), {
      name: 'TypeError',
      message: "createVeth: peer.link is not allowed here: a link of kind 'veth' has no lower link",
    })
  })

  it('that a listed veth reports is left aside', async () => {
    const { nl } = place()
    const { index, name, address, altnames, ...listed } = await nl.getLink('v0')
    assert.ok(listed.link)
    await nl.createVeth({ ...listed, name: 'x5', peer: { name: 'x6' } })
    assert.equal((await nl.getLink('x5')).link, (await nl.getLink('x6')).index)
  })
})
