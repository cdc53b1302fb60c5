import assert from 'node:assert/strict'
import type { Nexthop, NexthopBucket, NexthopFilter, Route } from '../../lib/index.ts'
import type { Answer } from '../support/answer.ts'
import { needs, needsHere } from '../support/needs.ts'
import { eachPlace, onePlace, type Place, TWO_LINKS } from '../support/place.ts'
import { nexthopCases } from './nexthop-cases.ts'

const ID = 7
const MEMBERS = `${TWO_LINKS}
ip nexthop add id 1 via 10.0.0.2 dev v0
ip nexthop add id 2 via 10.0.1.2 dev v1 proto static
ip nexthop add id 3 via 192.0.2.1 fdb
`

function shown(place: Place): Answer | undefined {
  return place.ip('-j -d nexthop show').find(({ id }) => (id as unknown) === ID)
}

function members(whole: object, part: object): object {
  return Object.fromEntries(Object.keys(part).map((key) => [key, (whole as Record<string, unknown>)[key]]))
}

/** `-6 dev v0` is about IPv6. */
function addByIp(place: Place, words: string): void {
  const family = words.startsWith('-6 ') ? '-6' : ''
  place.run(`ip ${family} nexthop add id ${ID} ${words.replace('-6 ', '')}`)
}

describe('nexthops and ip', () => {
  const here = onePlace(MEMBERS)

  afterEach(async () => {
    for (const { id } of await here().nl.listNexthops()) if (id > 3) await here().nl.deleteNexthop(id)
  })

  for (const { what, ours, ip, listed = ours } of nexthopCases) {
    it(`agree on ${what}`, async () => {
      const made = await here().nl.addNexthop({ ...ours, id: ID })
      assert.deepEqual(members(made, listed), listed)
      assert.deepEqual(await here().nl.getNexthop(ID), made)
      const seen = shown(here())
      await here().nl.deleteNexthop(made)
      assert.equal(shown(here()), undefined)
      addByIp(here(), ip)
      assert.deepEqual(shown(here()), seen)
      assert.deepEqual(await here().nl.getNexthop({ id: ID }), made)
    })

    it(`have ${what} again after it was listed, deleted and added`, async () => {
      addByIp(here(), ip)
      const before = shown(here())
      const [found] = (await here().nl.listNexthops()).filter(({ id }) => id === ID)
      await here().nl.deleteNexthop(found as Nexthop)
      await here().nl.addNexthop(found as Nexthop)
      assert.deepEqual(shown(here()), before)
      await here().nl.replaceNexthop(found as Nexthop)
      assert.deepEqual(shown(here()), before)
    })
  }
})

describe('lists of nexthops', () => {
  needs('bridge')
  const here = onePlace(`${MEMBERS}
    ip link add red type bridge
    ip link set v1 master red
    ip nexthop replace id 2 via 10.0.1.2 dev v1 proto static
    ip -6 nexthop add id 4 dev v0
    ip nexthop add id 10 group 1/2
    ip nexthop add id 11 group 1 type resilient buckets 4
    ip nexthop add id 12 group 3 fdb
  `)

  const filters: readonly (readonly [NexthopFilter, string | undefined, readonly number[]])[] = [
    [{}, '', [1, 2, 3, 4, 10, 11, 12]],
    [{ oif: 'v0' }, 'dev v0', [1, 4]],
    [{ master: 'red' }, 'master red', [2]],
    [{ group: true }, 'groups', [10, 11, 12]],
    [{ group: false }, undefined, [1, 2, 3, 4]],
    [{ fdb: true }, undefined, [3, 12]],
    [{ fdb: true, group: false }, undefined, [3]],
    [{ fdb: false, group: true }, undefined, [10, 11]],
    [{ family: 'inet6' }, undefined, [4]],
    [{ protocol: 'static' }, 'protocol 4', [2]],
    [{ protocol: 4 }, undefined, [2]],
  ]
  for (const [filter, ip, ids] of filters) {
    it(`with ${JSON.stringify(filter)} have ${ids.join(', ')}, as streams do`, async () => {
      assert.deepEqual(
        (await here().nl.listNexthops(filter)).map(({ id }) => id),
        ids,
      )
      const streamed: number[] = []
      for await (const { id } of here().nl.streamNexthops(filter)) streamed.push(id)
      assert.deepEqual(streamed, ids)
      if (ip === undefined) return
      const theirs = here().ip<{ id: number }>(`-j nexthop show ${ip}`)
      assert.deepEqual(
        theirs.map(({ id }) => id),
        ids,
      )
    })
  }

  it('refuse a filter that they do not have', async () => {
    await assert.rejects(here().nl.listNexthops({ dev: 'v0' } as object), {
      name: 'TypeError',
      message: 'listNexthops: `dev` is `oif` here',
    })
  })

  it('have the buckets that ip has', async () => {
    const brief = ({ id, index, nhId }: NexthopBucket) => ({ id, bucket: { index, nhid: nhId } })
    const theirs = (words: string) =>
      here()
        .ip<{ id: number; bucket: { index: number; nhid: number } }>(`-j nexthop bucket show ${words}`)
        .map(({ id, bucket: { index, nhid } }) => ({ id, bucket: { index, nhid } }))
    for (const [filter, words] of [
      [{}, ''],
      [{ id: 11 }, 'id 11'],
      [{ nhId: 1 }, 'nhid 1'],
      [{ oif: 'v0' }, 'dev v0'],
    ] as const) {
      const buckets = await here().nl.listNexthopBuckets(filter)
      assert.equal(buckets.length, 4)
      assert.deepEqual(buckets.map(brief), theirs(words))
      for (const { idleTime } of buckets) assert.ok(idleTime >= 0 && idleTime < 60_000, String(idleTime))
    }
    assert.deepEqual(await here().nl.listNexthopBuckets({ nhId: 2 }), [])
    await assert.rejects(here().nl.listNexthopBuckets({ id: 10 }), { code: 'EINVAL', operation: 'listNexthopBuckets' })
  })
})

describe('changes of nexthops', () => {
  const here = eachPlace(MEMBERS)

  it('resolve with the id that the kernel chose', async () => {
    const { id } = await here().nl.addNexthop({ gateway: '10.0.0.3', oif: 'v0' })
    assert.ok(id > 0)
    assert.equal((await here().nl.getNexthop(id)).gateway, '10.0.0.3')
  })

  it('lead routes that name them', async () => {
    const { nl } = here()
    const { id } = await nl.addNexthop({ group: [{ id: 1 }, { id: 2, weight: 2 }] })
    await nl.addRoute({ dst: '10.9.0.0/16', nhId: id })
    assert.match(here().run('ip route show 10.9.0.0/16'), new RegExp(`nhid ${id} .*via 10.0.0.2 dev v0 weight 1`, 's'))
    await nl.replaceNexthop({ id, group: [{ id: 2 }] })
    assert.doesNotMatch(here().run('ip route show 10.9.0.0/16'), /10.0.0.2/)
    await nl.deleteNexthop(id)
    assert.equal(here().run('ip route show 10.9.0.0/16'), '')
  })

  it('exclude a next hop of the route itself, which a listed route has and which may be passed back', async () => {
    const { nl, run } = here()
    for (const [dst, own] of [
      ['10.9.0.0/16', { gateway: '10.0.0.2' }],
      ['10.9.0.0/16', { oif: 'v0', table: 'main' }],
      ['10.9.0.0/16', { multipath: [{ oif: 'v0' }] }],
      ['10.9.0.0/16', { encapType: 'mpls', type: 'unicast', scope: 'universe' }],
      ['fd09::/64', { gateway: 'fd00::2', protocol: 'static', flags: [] }],
    ] as const) {
      const reason = `${Object.keys(own)[0]} conflicts with nhId, which determines where the route leads`
      for (const verb of ['addRoute', 'replaceRoute', 'appendRoute', 'deleteRoute'] as const)
        await assert.rejects(nl[verb]({ dst, nhId: 1, ...own }), { name: 'TypeError', message: `${verb}: ${reason}` })
    }
    await nl.addRoute({ dst: '10.9.0.0/16', nhId: 1 })
    const before = run('ip route show 10.9.0.0/16')
    const [listed] = (await nl.listRoutes()).filter(({ nhId }) => nhId === 1)
    assert.equal(listed?.gateway, '10.0.0.2')
    await nl.deleteRoute(listed as Route)
    await nl.addRoute(JSON.parse(JSON.stringify(listed)) as Route)
    assert.equal(run('ip route show 10.9.0.0/16'), before)
  })

  it('travel in a batch', async () => {
    const results = await here().nl.batch((b) => {
      b.addNexthop({ id: 20, gateway: '10.0.0.9', oif: 'v0' })
      b.addNexthop({ id: 20, gateway: '10.0.0.9', oif: 'v0' })
      b.addRoute({ dst: '10.8.0.0/16', nhId: 20 })
      b.deleteNexthop(99)
    })
    assert.deepEqual(
      results.map((result) => (result.ok ? 'ok' : result.error?.code)),
      ['ok', 'EEXIST', 'ok', 'ENOENT'],
    )
  })

  it('take weights above 256', async function () {
    needsHere(this, 'linux 6.12')
    const made = await here().nl.addNexthop({
      id: 30,
      group: [
        { id: 1, weight: 0xffff },
        { id: 2, weight: 300 },
      ],
    })
    assert.deepEqual(
      made.group?.map(({ weight }) => weight),
      [0xffff, 300],
    )
  })

  it('say what is missing or wrong before anything is sent', async () => {
    const { nl } = here()
    const cases: readonly (readonly [() => Promise<unknown>, string, string])[] = [
      [() => nl.addNexthop({}), 'TypeError', 'addNexthop: one of gateway, oif, blackhole, group is missing'],
      [() => nl.addNexthop({ via: '10.0.0.2' } as object), 'TypeError', 'addNexthop: `via` is `gateway` here'],
      [() => nl.replaceNexthop({ oif: 'v0' }), 'TypeError', 'replaceNexthop: id is missing'],
      [
        () => nl.addNexthop({ group: [{ id: 1, weight: 0 }] }),
        'RangeError',
        'addNexthop: group[0].weight must be from 1 to 65535, not 0',
      ],
      [
        () => nl.deleteNexthop(0),
        'RangeError',
        'deleteNexthop: nexthop must be the id of a nexthop, from 1 to 4294967295, or a listed nexthop, not 0',
      ],
      [
        () => nl.listNexthopBuckets({ id: 0 }),
        'RangeError',
        'listNexthopBuckets: id must be from 1 to 4294967295, not 0',
      ],
    ]
    for (const [call, name, message] of cases) await assert.rejects(call, { name, message })
    assert.equal((await nl.listNexthops()).length, 3)
  })

  it('say in the kernel’s words what cannot be', async () => {
    const { nl } = here()
    await assert.rejects(nl.getNexthop(77), { code: 'ENOENT', operation: 'getNexthop' })
    await assert.rejects(nl.deleteNexthop(77), { code: 'ENOENT', operation: 'deleteNexthop' })
    await assert.rejects(nl.addNexthop({ id: 1, oif: 'v0' }), { code: 'EEXIST', operation: 'addNexthop' })
    await assert.rejects(nl.addNexthop({ group: [{ id: 55 }] }), { code: 'EINVAL', message: /Invalid nexthop id/ })
    await assert.rejects(nl.addNexthop({ oif: 'nosuchlink' }), { code: 'ENODEV', attribute: 'oif' })
  })
})
