import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { eachPlace, openPlace, type Place } from '../support/place.ts'

describe('the peer of a veth in another namespace', () => {
  needs('veth', 'bridge')
  const here = eachPlace('ip link add br0 type bridge')
  let there: Place

  beforeEach(async () => {
    there = await openPlace('ip link add br1 type bridge; ip link add name eth9 type ifb')
  })
  afterEach(() => there.close())

  const far = () => there.ip('-j -d link show dev eth0')[0]
  const isUp = () => / UP /.test(there.run('ip -br link show dev eth0'))
  const names = (place: Place) =>
    place
      .ip<{ ifname: string }>('-j link show')
      .map(({ ifname }) => ifname)
      .sort()

  it('is up, a port, and whatever else was asked, as a peer at home is', async () => {
    const made = await here().nl.createVeth({
      name: 'v0',
      up: true,
      master: 'br0',
      peer: {
        name: 'eth0',
        netns: there.netns,
        up: true,
        mtu: 1400,
        master: 'br1',
        port: { isolated: true, cost: 7 },
        alias: 'far',
        altnames: ['far-end-of-the-cable'],
      },
    })
    const found = far()
    assert.ok(isUp())
    assert.deepEqual(
      [found?.mtu, found?.master, found?.ifalias, found?.altnames, found?.ifindex],
      [1400, 'br1', 'far', ['far-end-of-the-cable'], made.link],
    )
    const port = found?.linkinfo?.info_slave_data
    assert.deepEqual([port?.isolated, port?.cost], [true, 7])
    assert.equal((await here().nl.getLink('v0')).carrier, true)
  })

  it('needs no name, and none at the near end: it goes by index', async () => {
    await there.nl.createIfb({ name: 'veth0' })
    const made = await here().nl.createVeth({ peer: { netns: there.netns, up: true } })
    const peer = await there.nl.getLink(made.link as number)
    assert.deepEqual([peer.up, peer.kind], [true, 'veth'])
    assert.equal((await there.nl.getLink('veth0')).up, false)
  })

  it('is set up where both ends are made in namespaces', async () => {
    const third = await openPlace()
    try {
      const made = await here().nl.createVeth({
        name: 'eth0',
        netns: third.netns,
        up: true,
        peer: { name: 'eth0', netns: there.netns, up: true },
      })
      assert.deepEqual([made.up, made.carrier], [true, true])
      assert.ok(isUp())
    } finally {
      await third.close()
    }
  })

  it('is whole or not at all: where the peer cannot be as was asked, neither end stays', async () => {
    const before = [names(here()), names(there)]
    await assert.rejects(
      here().nl.createVeth({
        name: 'v0',
        up: true,
        peer: { name: 'eth0', netns: there.netns, up: true, master: 'br0' },
      }),
      { code: 'ENODEV', attribute: 'peer.master', message: /^createVeth: no link named 'br0'/ },
    )
    await assert.rejects(
      here().nl.createVeth({ name: 'v0', peer: { name: 'eth0', netns: there.netns, altnames: ['eth9'] } }),
      { code: 'EEXIST', message: /^createVeth eth0: / },
    )
    await assert.rejects(
      here().nl.createVeth({ name: 'v0', peer: { name: 'eth0', netns: there.netns, port: { cost: 5 } } }),
      { code: 'EOPNOTSUPP' },
    )
    await assert.rejects(
      here().nl.createVeth({
        name: 'v0',
        peer: { name: 'eth0', netns: there.netns, up: true, alias: 'x'.repeat(256) },
      }),
      { name: 'RangeError', message: /^createVeth: peer\.alias must be at most/ },
    )
    assert.deepEqual([names(here()), names(there)], before)
  })
})
