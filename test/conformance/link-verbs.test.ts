import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import type { Link } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace, onePlace } from '../support/place.ts'

describe('changing links', () => {
  needs('veth', 'bridge', 'vxlan')
  const here = eachPlace(
    'ip link add br0 type bridge vlan_default_pvid 0; ip link add v0 type veth peer name v1; ip link add x0 type vxlan id 5 dstport 4789',
  )

  it('only what is given changes', async () => {
    const { nl } = here()
    const before = await nl.getLink('v0', { stats: false })
    await nl.setLink('v0', { txqlen: 5 })
    assert.deepEqual(await nl.getLink('v0', { stats: false }), { ...before, txqlen: 5 })
  })

  it('settings of a kind need no kind', async () => {
    await here().nl.setLink('x0', { data: { ageing: 77 }, txqlen: 7 })
    const { data, txqlen } = await here().nl.getLink('x0')
    assert.deepEqual([data?.ageing, txqlen], [77, 7])
    await assert.rejects(
      here().nl.setLink('lo', { data: { ageing: 77 } }),
      /setLink: data is not allowed here: lo is a link without a kind/,
    )
    await assert.rejects(here().nl.setLink('nobody', { data: { ageing: 77 } }), { code: 'ENODEV', attribute: 'link' })
  })

  it('master and port travel together', async () => {
    const { nl } = here()
    await nl.setLink('v0', { master: 'br0', up: true, port: { cost: 7 } })
    assert.equal((await nl.getLink('v0')).port?.cost, 7)
    await nl.setLink('v0', { port: { cost: 8, backupPort: null } })
    assert.equal((await nl.getLink('v0')).port?.cost, 8)
    await nl.setLink('v0', { master: null })
    const free = await nl.getLink('v0')
    assert.deepEqual([free.master, free.port, free.portKind], [undefined, undefined, undefined])
    await assert.rejects(nl.setLink('v0', { port: { cost: 8 } }), { code: 'EOPNOTSUPP' })
  })

  it('an alias goes by null and by nothing', async () => {
    const { nl } = here()
    for (const none of [null, '']) {
      await nl.setLink('v0', { alias: 'one' })
      assert.equal((await nl.getLink('v0')).alias, 'one')
      await nl.setLink('v0', { alias: none })
      assert.equal((await nl.getLink('v0')).alias, undefined)
    }
  })

  it('a group never stands for its members', async () => {
    const { nl } = here()
    await Promise.all([nl.setLink('v0', { group: 9 }), nl.setLink('v1', { group: 9 })])
    await nl.setLink('v0', { group: 9, mtu: 1300 })
    assert.deepEqual([(await nl.getLink('v0')).mtu, (await nl.getLink('v1')).mtu], [1300, 1500])
  })

  it('what cannot change says so', async () => {
    const { nl } = here()
    for (const change of [{ index: 7 }, { link: 1 }, { numTxQueues: 2 }]) {
      await assert.rejects(nl.setLink('v0', change as object), /setLink: \w+ cannot be changed once the link exists/)
    }
    await assert.rejects(nl.setLink('v0', { altnames: ['x'] } as object), /use addAltname/)
    await assert.rejects(nl.setLink('nobody', { up: true }), { code: 'ENODEV', attribute: 'link' })
    await assert.rejects(nl.setLink(4711, { up: true }), { code: 'ENODEV' })
  })

  it('a bridge forgets what it has learnt', async () => {
    const { nl, run } = here()
    await Promise.all([
      nl.setLink('v0', { master: 'br0', up: true }),
      nl.setLink('v1', { up: true }),
      nl.setLink('br0', { up: true }),
    ])
    while ((await nl.getLink('v0')).port?.state !== 'forwarding') await setImmediate()
    const learnt = () =>
      run('bridge fdb show br br0')
        .split('\n')
        .filter((line) => line.startsWith('02:00:00:00:00:77')).length
    const learn = () => run('bridge fdb add 02:00:00:00:00:77 dev v0 master dynamic')
    learn()
    assert.equal(learnt(), 1)
    await nl.setLink('br0', { data: { fdbFlush: true } })
    assert.equal(learnt(), 0)
    learn()
    await nl.setLink('v0', { port: { flush: true } })
    assert.equal(learnt(), 0)
  })

  it('switches of a bridge change one by one', async () => {
    const { nl, ip } = here()
    await nl.setLink('br0', { data: { multiBoolopt: { noLlLearn: true } } })
    const json = ip('-j -d link show dev br0')[0]
    assert.equal(json?.linkinfo?.info_data?.no_linklocal_learn, 1)
    await nl.setLink('br0', { data: { multiBoolopt: { mcastVlanSnooping: false } } })
    const options = (await nl.getLink('br0')).data?.multiBoolopt
    assert.deepEqual([options?.noLlLearn, options?.mcastVlanSnooping], [true, false])
  })
})

describe('sources of a macvlan', () => {
  needs('macvlan')
  const here = onePlace('ip link add v0 type veth; ip link add m0 link v0 type macvlan mode source')
  const sources = async () => (await here().nl.getLink('m0')).data?.macaddrData ?? []

  it('are added, deleted and flushed', async () => {
    const { nl } = here()
    await nl.setLink('m0', { data: { macaddrMode: 'add', macaddr: '02:00:00:00:00:05' } })
    await nl.setLink('m0', { data: { macaddrMode: 'add', macaddr: '02:00:00:00:00:06' } })
    assert.deepEqual((await sources()).toSorted(), ['02:00:00:00:00:05', '02:00:00:00:00:06'])
    await nl.setLink('m0', { data: { macaddrMode: 'del', macaddr: '02:00:00:00:00:05' } })
    assert.deepEqual(await sources(), ['02:00:00:00:00:06'])
    await nl.setLink('m0', { data: { macaddrMode: 'flush' } })
    assert.deepEqual(await sources(), [])
  })
})

describe('reading links', () => {
  needs('veth', 'bridge', 'vxlan')
  const here = onePlace(`
    ip link add br0 type bridge
    ip link set br0 up
    for i in 0 1 2; do ip link add v$i type veth peer name p$i; ip link set v$i master br0; done
    ip link set v1 up
    ip link add x0 type vxlan id 5 dstport 4789
    ip link property add dev x0 altname the-only-vxlan-of-this-place
  `)
  const listed = async (filter: object) => (await here().nl.listLinks(filter)).map(({ name }) => name)

  it('a list can be narrowed by kind, master and state', async () => {
    assert.equal((await listed({})).length, 9)
    assert.deepEqual(await listed({ kind: 'vxlan' }), ['x0'])
    assert.deepEqual((await listed({ master: 'br0' })).sort(), ['v0', 'v1', 'v2'])
    assert.deepEqual(await listed({ master: 'br0', up: true }), ['v1'])
    assert.deepEqual((await listed({ master: null, kind: 'veth' })).sort(), ['p0', 'p1', 'p2'])
    assert.deepEqual(await listed({ up: true }), ['br0', 'v1'])
    assert.deepEqual(await listed({ kind: 'no-such-kind' }), [])
  })

  it('a stream gives the same', async () => {
    const streamed: string[] = []
    for await (const { name } of here().nl.streamLinks({ master: 'br0', stats: false })) streamed.push(name)
    assert.deepEqual(streamed, await listed({ master: 'br0' }))
  })

  it('a link is found by index, name and alternative name', async () => {
    const { nl } = here()
    const { index } = await nl.getLink('x0')
    assert.equal((await nl.getLink(index)).name, 'x0')
    assert.equal((await nl.getLink('the-only-vxlan-of-this-place')).name, 'x0')
  })

  it('one that is not there is ENODEV, and the error names it', async () => {
    const { nl } = here()
    await assert.rejects(nl.getLink('nobody'), {
      code: 'ENODEV',
      operation: 'getLink',
      attribute: 'link',
      message: /no link named 'nobody'/,
    })
    await assert.rejects(nl.getLink(4711), { code: 'ENODEV', message: /no link with index 4711/ })
    await assert.rejects(nl.getLink('no-such-alternative-name'), { code: 'ENODEV' })
    await assert.rejects(nl.listLinks({ master: 'nobody' }), { code: 'ENODEV', attribute: 'master' })
  })

  it('slips name the option', async () => {
    const { nl } = here()
    await assert.rejects(
      nl.listLinks({ knid: 'veth' } as object),
      /listLinks: unknown filter 'knid'; did you mean 'kind'\?/,
    )
    await assert.rejects(nl.getLink('br0', { stats: 'no' } as object), /getLink: stats must be true or false/)
    await assert.rejects(nl.getLink(undefined as never), /getLink: link must be the index or the name of a link/)
    await assert.rejects(nl.getLink('br0', { timeout: -1 }), /getLink: timeout must be/)
  })
})

/** Numbers, counters and detected values, which differ when a link is created again. */
const PASSING = ['carrierChanges', 'carrierUpCount', 'carrierDownCount', 'operstate', 'carrier', 'flags', 'tsoMaxSize']
const PASSING_OF_PORT = ['state', 'designatedPort', 'id', 'no']

function less(whole: object | undefined, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(whole ?? {}).filter(([key]) => !keys.includes(key)))
}

function lasting({ afSpec, port, data, ...rest }: Link): object {
  return {
    ...less(rest, rest.kind === 'veth' ? [...PASSING, 'link'] : PASSING),
    port: less(port, PASSING_OF_PORT),
    data: less(data, ['gcTimer', 'helloTimer']),
    inet: afSpec?.inet?.conf,
    mode: afSpec?.inet6?.addrGenMode,
  }
}

describe('a link that was listed', () => {
  needs('veth', 'bridge', 'vxlan', 'macvlan')
  const here = eachPlace(`
    ip link add br0 type bridge priority 4096 mcast_router 2 stp_state 0 no_linklocal_learn 1
    ip link add v0 type veth peer name v1
    ip link set v0 master br0 up mtu 1400 alias hello group 7
    ip link set v0 type bridge_slave isolated on cost 9 hairpin on mcast_router 2
    ip link property add dev v0 altname zero
    ip link add x4 type vxlan id 5 group 239.1.1.1 dev v1 dstport 4789 ttl 5 nolearning gbp srcport 1000 2000
    ip link add x6 type vxlan id 6 remote fd00::1 dstport 4790 ttl inherit df set
    ip link add xe type vxlan external dstport 4791
    ip link add m0 link v1 type macvlan mode bridge bcqueuelen 7
    ip link add t0 link v1 type macvtap mode vepa
    ip link add i0 type ifb
    ip link set m0 up promisc on
  `)

  for (const name of ['br0', 'v0', 'x4', 'x6', 'xe', 'm0', 't0', 'i0']) {
    it(`can be given back when it was deleted: ${name}`, async () => {
      const { nl } = here()
      const before = await nl.getLink(name, { stats: false })
      await nl.deleteLink(name)
      const { kind } = before
      assert.ok(kind)
      await nl.createLink({ ...before, kind })
      assert.deepEqual(lasting(await nl.getLink(name, { stats: false })), lasting(before))
    })
  }

  it('can be given back as the other end of a veth', async () => {
    const { nl } = here()
    await nl.setLink('v1', { up: true })
    const [near, far] = [await nl.getLink('v0', { stats: false }), await nl.getLink('v1', { stats: false })]
    await nl.deleteLink('v0')
    await nl.createVeth({ ...near, kind: undefined, peer: far } as object)
    assert.deepEqual(lasting(await nl.getLink('v0', { stats: false })), lasting(near))
    const alone = (found: Link) => less(lasting(found), ['promiscuity', 'allmultiCount'])
    assert.deepEqual(alone(await nl.getLink('v1', { stats: false })), alone(far))
  })

  it('can be given back when its other end is elsewhere: a new one is put there', async () => {
    const { nl } = here()
    const netns = await nl.createNetns()
    const made = await nl.createVeth({ name: 'n0', peer: { name: 'n1', netns } })
    await nl.deleteLink('n0')
    const again = await nl.createLink({ ...made, kind: 'veth' })
    assert.equal(again.linkNetnsid, made.linkNetnsid)
    await netns.close()
  })
})
