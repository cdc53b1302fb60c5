import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { eachPlace, TWO_LINKS } from '../support/place.ts'

const LONG = '02:00:00:00:00:01:02:03'
const SHORT = '02:00:00:00'

describe('a hardware address that is longer or shorter than those of the link', () => {
  const here = eachPlace(TWO_LINKS)
  // Whether there is a carrier, the kernel finds out a while after a link is made.
  const shown = () =>
    here()
      .run('ip -o link show')
      .replaceAll(/state \S+|NO-CARRIER,|,LOWER_UP/g, '')

  it('is refused where a link is changed, and nothing changes', async () => {
    const { nl } = here()
    const before = shown()
    const { index } = await nl.getLink('v0')
    for (const link of ['v0', index, { index }]) {
      for (const [address, bytes] of [
        [LONG, 8],
        [SHORT, 4],
        ['10.0.0.1', 4],
        ['fd00::1', 16],
      ] as const) {
        const message = new RegExp(`^setLink: (address|broadcast) must be 6 bytes long, not ${bytes} `)
        await assert.rejects(nl.setLink(link, { mtu: 1400, address }), { name: 'RangeError', message })
        await assert.rejects(nl.setLink(link, { mtu: 1400, broadcast: address }), { name: 'RangeError', message })
      }
    }
    await assert.rejects(nl.setLink('nobody', { address: LONG }), { code: 'ENODEV', attribute: 'link' })
    await assert.rejects(
      nl.batch((b) => b.setLink('v0', { address: LONG })),
      { name: 'TypeError', message: /^batch: call 1 \(setLink\): address must be 6 bytes long in a batch/ },
    )
    assert.equal(shown(), before)
  })

  it('is refused where a link is made, of the peer as well, before anything is sent', async () => {
    const { nl } = here()
    const before = shown()
    const wrong = {
      name: 'RangeError',
      message: /^(create\w+|batch: call 1 \(createBridge\)): (peer\.)?(address|broadcast) must be 6 bytes long, not 8 /,
    }
    for (const option of [{ address: LONG }, { broadcast: LONG }]) {
      await assert.rejects(nl.createBridge({ name: 'x', ...option }), wrong)
      await assert.rejects(nl.createIfb({ name: 'x', ...option }), wrong)
      await assert.rejects(nl.createMacvlan({ name: 'x', link: 'v1', ...option }), wrong)
      await assert.rejects(nl.createMacvtap({ name: 'x', link: 'v1', ...option }), wrong)
      await assert.rejects(nl.createVxlan({ name: 'x', data: { id: 5, port: 4789 }, ...option }), wrong)
      await assert.rejects(nl.createDummy({ name: 'x', ...option }), wrong)
      await assert.rejects(nl.createVeth({ name: 'x', ...option }), wrong)
      await assert.rejects(nl.createVeth({ name: 'x', peer: { name: 'y', ...option } }), wrong)
      await assert.rejects(nl.createLink({ name: 'x', kind: 'vlan', link: 'v0', data: { id: 5 }, ...option }), wrong)
      await assert.rejects(
        nl.batch((b) => b.createBridge({ name: 'x', ...option })),
        wrong,
      )
    }
    assert.equal(shown(), before)
  })

  it('is refused for a neighbour on the link', async () => {
    const { nl, run } = here()
    const entry = { link: 'v0', dst: '10.0.0.9' }
    for (const [lladdr, bytes] of [
      [LONG, 8],
      [SHORT, 4],
      ['10.0.0.1', 4],
    ] as const) {
      const wrong = { name: 'RangeError', message: new RegExp(`^\\w+: lladdr must be 6 bytes long, not ${bytes} `) }
      await assert.rejects(nl.addNeighbour({ ...entry, lladdr }), wrong)
      await assert.rejects(nl.replaceNeighbour({ ...entry, lladdr }), wrong)
      await assert.rejects(nl.addNeighbour({ family: 'bridge', link: 'v0', lladdr }), wrong)
    }
    await assert.rejects(nl.addNeighbour({ ...entry, link: 'nobody', lladdr: LONG }), {
      code: 'ENODEV',
      attribute: 'link',
    })
    await assert.rejects(
      nl.batch((b) => b.addNeighbour({ ...entry, lladdr: LONG })),
      { name: 'TypeError', message: /^batch: call 1 \(addNeighbour\): lladdr must be at most 6 bytes long in a batch/ },
    )
    assert.equal(run('ip neighbour show nud all to 10.0.0.9'), '')
  })

  it('does not prevent one that fits', async () => {
    const { nl, ip } = here()
    await nl.setLink('v0', { address: '02:00:00:00:00:0A', broadcast: 'ff:ff:ff:ff:ff:fe' })
    const shown = ip('-j link show v0')[0]
    assert.deepEqual([shown?.address, shown?.broadcast], ['02:00:00:00:00:0a', 'ff:ff:ff:ff:ff:fe'])
  })
})

describe('the hardware address of a tunnel over IP', () => {
  needs('gre', 'ipip', 'sit', 'ip6tnl', 'ip6gre', 'vti')
  const here = eachPlace(`
    ip link add gr0 type gre local 10.9.0.1 remote 10.9.0.2
    ip link add ii0 type ipip local 10.9.0.1 remote 10.9.0.2
    ip link add si0 type sit local 10.9.0.1 remote 10.9.0.2
    ip link add vt0 type vti local 10.9.0.1 remote 10.9.0.2 key 1
    ip link add t60 type ip6tnl local fd00::1 remote fd00::2
    ip link add g60 type ip6gre local fd00::1 remote fd00::2
    ip link add nb0 type gre local 10.9.0.1 key 7
    ip link set nb0 up
    ip address add 10.77.0.1/24 dev nb0
    ip neighbour add 10.77.0.2 lladdr 192.0.2.9 dev nb0
  `)

  it('is an IP address, as ip has it', async () => {
    for (const name of ['gr0', 'ii0', 'si0', 'vt0', 't60', 'g60', 'nb0']) {
      const { address, broadcast } = await here().nl.getLink(name)
      const shown = here().ip(`-j link show ${name}`)[0]
      assert.deepEqual([address, broadcast], [shown?.address, shown?.broadcast], name)
    }
  })

  it('can be set as such, and not to one of the other family', async () => {
    const { nl, ip } = here()
    await nl.setLink('ii0', { broadcast: '10.9.0.3' })
    assert.equal(ip('-j link show ii0')[0]?.broadcast, '10.9.0.3')
    await assert.rejects(nl.setLink('ii0', { broadcast: 'fd00::3' }), {
      message: /broadcast must be 4 bytes long, not 16/,
    })
  })

  it('is that of a neighbour too, which can be given back', async () => {
    const { nl, run } = here()
    const before = run('ip neighbour show dev nb0')
    const [entry] = await nl.listNeighbours({ link: 'nb0' })
    assert.ok(entry?.link)
    assert.equal(entry.lladdr, '192.0.2.9')
    await nl.deleteNeighbour({ ...entry, link: entry.link })
    assert.equal(run('ip neighbour show dev nb0'), '')
    await nl.addNeighbour({ ...entry, link: entry.link })
    assert.equal(run('ip neighbour show dev nb0'), before)
  })
})
