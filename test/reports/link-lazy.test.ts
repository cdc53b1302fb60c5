import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import type { Link } from '../../lib/index.ts'
import { link as table } from '../../lib/link/message.ts'
import { answered } from '../../lib/transport/answer.ts'
import { SLAB } from '../../lib/transport/slab.ts'
import { Bytes } from '../../lib/wire/bytes.ts'
import { HEADER } from '../../lib/wire/header.ts'
import { captured } from '../robustness/support/captured.ts'
import { needs, needsHere } from '../support/needs.ts'
import { onePlace, TWO_LINKS } from '../support/place.ts'

/** What of a link is decoded when it is first read. */
const LATER = ['stats', 'stats64', 'afSpec', 'map'] as const

type Plain = Record<string, unknown>

describe('what of a link is decoded when it is first read', () => {
  needs('veth', 'bridge', 'macvlan')
  const place = onePlace(`${TWO_LINKS}
    ip link add br0 type bridge
    ip link set p0 master br0
    ip link add link v0 name m0 type macvlan mode private`)
  let messages: { verb: Parameters<typeof answered>[0]; message: Uint8Array }[]

  before(async () => {
    messages = (await captured(place())).filter(({ verb }) => verb.operation === 'listLinks')
    assert.ok(messages.length > 10)
  })

  /** Every link as the library gives it, and the same with everything decoded at once, by the table alone. */
  function* pairs(): Generator<{ fresh: () => Plain; eager: Plain }> {
    for (const { verb, message } of messages) {
      const fresh = () => answered(verb, new Bytes(message.slice().buffer), 0) as Plain
      const whole: Plain = table.read(new Bytes(message.slice().buffer), HEADER, message.length - HEADER)
      const lazy = fresh()
      const keys = Object.keys(lazy)
      yield { fresh, eager: Object.fromEntries(keys.map((key) => [key, isLater(key) ? whole[key] : lazy[key]])) }
    }
  }

  it('are the counters and what address families keep', () => {
    const [{ fresh }] = [...pairs()] as [{ fresh: () => Plain; eager: Plain }]
    const lazy = fresh()
    const accessors = Object.keys(lazy).filter((key) => Object.getOwnPropertyDescriptor(lazy, key)?.get !== undefined)
    assert.deepEqual(accessors.sort(), [...LATER].sort())
  })

  it('are read through an object that inherits from the link, and refused to any other receiver', () => {
    for (const { fresh, eager } of pairs()) {
      for (const key of LATER.filter((one) => one in eager)) {
        const heir = Object.create(Object.create(fresh())) as Plain
        assert.deepEqual(heir[key], eager[key])
        heir[key] = 5
        assert.deepEqual([heir[key], (Object.getPrototypeOf(heir) as Plain)[key]], [5, eager[key]])
        assert.throws(() => Reflect.get(fresh(), key, {}), {
          name: 'TypeError',
          message: `${key} can be read only from the listed object, or from one that inherits from it`,
        })
      }
    }
  })

  const ways: Readonly<Record<string, (lazy: Plain) => unknown>> = {
    'read by name': (lazy) => Object.fromEntries(Object.keys(lazy).map((key) => [key, lazy[key]])),
    'read twice': (lazy) => Object.assign(lazy, { mtu: { ...lazy }.mtu }),
    spread: (lazy) => ({ ...lazy }),
    'taken apart': ({ ...rest }) => rest,
    'copied by Object.assign': (lazy) => Object.assign({}, lazy),
    'listed by Object.entries': (lazy) => Object.fromEntries(Object.entries(lazy)),
    'copied by structuredClone': (lazy) => structuredClone(lazy),
    'sent to another thread': (lazy) => deserialize(serialize(lazy)),
    'printed as JSON': (lazy) => JSON.parse(JSON.stringify(lazy)),
    frozen: (lazy) => Object.freeze(lazy),
    sealed: (lazy) => Object.seal(lazy),
  }
  for (const [way, make] of Object.entries(ways)) {
    it(`is there when a link is ${way}`, () => {
      for (const { fresh, eager } of pairs()) {
        const expected = way === 'printed as JSON' ? JSON.parse(JSON.stringify(eager)) : eager
        assert.deepStrictEqual(make(fresh()), expected)
        assert.deepStrictEqual(expected, make(fresh()))
        assert.equal(JSON.stringify(make(fresh())), JSON.stringify(expected))
      }
    })
  }

  it('is unequal where it is', () => {
    const [{ fresh, eager }] = [...pairs()] as [{ fresh: () => Plain; eager: Plain }]
    assert.notDeepStrictEqual(fresh(), { ...eager, stats64: { ...(eager.stats64 as object), rxPackets: -1 } })
    assert.notDeepStrictEqual(fresh(), { ...eager, afSpec: {} })
  })

  it('is shown as any other value, at every depth', function () {
    needsHere(this, 'node')
    for (const { fresh, eager } of pairs()) {
      assert.equal(inspect(fresh()), inspect(eager))
      assert.equal(inspect(fresh(), { depth: 9 }), inspect(eager, { depth: 9 }))
      assert.equal(inspect([fresh(), { link: fresh() }]), inspect([eager, { link: eager }]))
      assert.equal(inspect(fresh(), { compact: false, sorted: true }), inspect(eager, { compact: false, sorted: true }))
    }
  })

  it('is there through a proxy, and in an object that inherits', () => {
    for (const { fresh, eager } of pairs()) {
      const proxy = new Proxy(fresh(), {})
      for (const key of LATER) assert.deepStrictEqual(proxy[key], eager[key])
      assert.deepStrictEqual({ ...proxy }, eager)
      const wrapping: ProxyHandler<Plain> = {
        get(target, key, receiver) {
          const value: unknown = Reflect.get(target, key, receiver)
          return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !(value instanceof Map)
            ? new Proxy(value as Plain, wrapping)
            : value
        },
      }
      assert.deepEqual(JSON.parse(JSON.stringify(new Proxy(fresh(), wrapping))), JSON.parse(JSON.stringify(eager)))
      const heir = Object.create(fresh()) as Plain
      for (const key of LATER) assert.deepStrictEqual(heir[key], eager[key])
      assert.deepEqual(Object.keys(heir), [])
      assert.equal(inspect(heir), inspect(Object.create(eager)))
    }
  })

  it('can be assigned, deleted and defined, there alone', () => {
    for (const { fresh, eager } of pairs()) {
      const lazy = fresh()
      lazy.stats = 5
      assert.deepStrictEqual({ ...lazy }, { ...eager, stats: 5 })
      delete lazy.afSpec
      const { afSpec: _, ...rest } = eager
      assert.deepStrictEqual({ ...lazy }, { ...rest, stats: 5 })
      const base = fresh()
      const heir = Object.create(base) as Plain
      heir.map = 7
      assert.deepEqual(Object.entries(heir), [['map', 7]])
      assert.deepStrictEqual(base, eager)
      const proxy = new Proxy(base, {})
      proxy.map = 8
      assert.deepStrictEqual(base, { ...eager, map: 8 })
    }
  })

  it('cannot be assigned where the link is frozen', () => {
    const [{ fresh, eager }] = [...pairs()] as [{ fresh: () => Plain; eager: Plain }]
    const frozen = Object.freeze(fresh())
    assert.throws(() => {
      ;(frozen as { stats: unknown }).stats = 5
    }, TypeError)
    assert.deepStrictEqual(frozen, eager)
  })

  it('is the same object each time it is read', () => {
    for (const { fresh } of pairs()) {
      const lazy = fresh()
      for (const key of LATER) assert.equal(lazy[key], lazy[key])
    }
  })

  it('does not change when other lists are read, and is what ip shows', async () => {
    const { nl, ip } = place()
    const before = await nl.listLinks()
    const kept = structuredClone(await nl.listLinks())
    for (let i = 0; i < 8; i++) await nl.listLinks({ kind: 'bridge' })
    const settled = (links: Link[]) => links.map(({ name, map, afSpec }) => ({ name, map, conf: afSpec?.inet?.conf }))
    assert.deepEqual(settled(before), settled(kept))
    for (const link of await nl.listLinks({ kind: 'veth' })) {
      const [shown] = ip<{ stats64: { rx: { packets: number } } }>(`-j -s link show dev ${link.name}`)
      assert.ok((link.stats64?.rxPackets as number) <= (shown?.stats64.rx.packets as number))
      assert.equal(link.afSpec?.inet6?.conf?.mtu6, link.mtu)
    }
  })

  it('keeps no more of the list alive than a piece of it', async () => {
    for (const link of await place().nl.listLinks()) {
      const states = Object.getOwnPropertySymbols(link).map((key) => (link as never as Record<symbol, unknown>)[key])
      const buffers = states.flatMap((state) =>
        (state as { bytes?: Bytes }).bytes ? [(state as { bytes: Bytes }).bytes.u8.buffer.byteLength] : [],
      )
      assert.equal(buffers.length, 1)
      assert.ok((buffers[0] as number) <= SLAB)
    }
  })

  it('does not hinder a link from being given back', async () => {
    const { nl, ip } = place()
    const listed = await nl.getLink('m0')
    const before = ip('-j -d link show dev m0')
    await nl.deleteLink(listed)
    await nl.createLink(listed as Parameters<typeof nl.createLink>[0])
    const without = ({ ifindex, operstate, flags, ...rest }: Plain) => rest
    assert.deepEqual(ip('-j -d link show dev m0').map(without as never), before.map(without as never))
    await nl.deleteLink('m0')
    await nl.createMacvlan({ ...(listed as object) } as Parameters<typeof nl.createMacvlan>[0])
    assert.deepEqual(ip('-j -d link show dev m0').map(without as never), before.map(without as never))
  })
})

function isLater(key: string): boolean {
  return (LATER as readonly string[]).includes(key)
}
