import assert from 'node:assert/strict'
import { callerError } from '../../lib/errors.ts'
import type { Netlink } from '../../lib/index.ts'
import { attrs } from '../../lib/wire/attrs.ts'
import { u32 } from '../../lib/wire/integers.ts'
import { struct } from '../../lib/wire/struct.ts'
import { iproute2 } from '../../lib/wire/unknown.ts'
import { Writer } from '../../lib/wire/writer.ts'
import { onePlace } from '../support/place.ts'

/** What a caller hears who gives these options to a verb of this table. */
function heard(options: object, strict = false): string {
  const writer = new Writer(256)
  writer.begin(0, 0, 0, strict)
  try {
    table.write(writer, options as never)
  } catch (thrown) {
    return String(callerError('makeIt', thrown))
  }
  return 'nothing'
}

const table = attrs('X', {
  oif: [1, iproute2(u32, 'dev')],
  prefered: [2, u32],
  data: [3, attrs('Y', { ageingTime: [1, iproute2(u32, 'ageing')], id: [2, u32], seen: [3, u32, 'report'] })],
  range: [4, iproute2(struct({ start: u32, end: u32 }), 'sport')],
  qdisc: [5, u32, 'report'],
  first: [6, u32],
  second: [7, u32],
  third: [8, u32],
})

describe('an option that is not there', () => {
  it('gets its name here if it is a word of iproute2', () => {
    assert.equal(heard({ dev: 1 }), 'TypeError: makeIt: `dev` is `oif` here')
    assert.equal(heard({ data: { ageing: 1 } }), 'TypeError: makeIt: `data.ageing` is `data.ageingTime` here')
    assert.equal(heard({ sport: 1 }), 'TypeError: makeIt: `sport` is `range` here')
  })

  it('gets its place if it belongs in a nest', () => {
    assert.equal(heard({ id: 1 }), 'TypeError: makeIt: `id` belongs in `data`')
    assert.equal(heard({ ageing: 1 }), 'TypeError: makeIt: `ageing` is `data.ageingTime` here')
    assert.equal(heard({ end: 1 }), 'TypeError: makeIt: `end` belongs in `range`')
  })

  it('gets the nearest name', () => {
    assert.equal(heard({ prefered_: 1 }), "TypeError: makeIt: unknown option 'prefered_'; did you mean 'prefered'?")
    assert.equal(heard({ preferred: 1 }), "TypeError: makeIt: unknown option 'preferred'; did you mean 'prefered'?")
    assert.equal(heard({ fisrt: 1 }), "TypeError: makeIt: unknown option 'fisrt'; did you mean 'first'?")
    assert.equal(heard({ data: { ids: 1 } }), "TypeError: makeIt: unknown option 'data.ids'; did you mean 'data.id'?")
    assert.equal(
      heard({ colour: 1 }),
      "TypeError: makeIt: unknown option 'colour'; known are oif, prefered, data, range, first, second, third",
    )
  })

  it('is refused even where its name is that of an inner property of JavaScript', () => {
    assert.match(heard(JSON.parse('{"__proto__":{"oif":1}}')), /unknown option '__proto__'/)
    assert.match(heard({ constructor: 1 }), /unknown option 'constructor'/)
  })
})

describe('an option that the kernel only reports', () => {
  it('is left out of a request, and refused by a verb that is strict', () => {
    assert.equal(heard({ qdisc: 1, oif: 1 }), 'nothing')
    assert.equal(
      heard({ qdisc: 1 }, true),
      'TypeError: makeIt: `qdisc` is only reported by the kernel and cannot be set',
    )
    assert.equal(
      heard({ data: { seen: 1 } }, true),
      'TypeError: makeIt: `data.seen` is only reported by the kernel and cannot be set',
    )
  })
})

describe('the verbs', () => {
  const place = onePlace()
  const ADDRESS = "addAddress: unknown option 'lnik'; did you mean 'link'?"
  const ROUTE = "deleteRoute: unknown option 'dts'; did you mean 'dst'?"
  const wrong: [string, (nl: Netlink) => Promise<unknown>, string][] = [
    ['a rule from', (nl) => nl.addRule({ from: '10.0.0.0/8' } as never), 'addRule: `from` is `src` here'],
    ['a rule of a preference', (nl) => nl.addRule({ pref: 5 } as never), 'addRule: `pref` is `priority` here'],
    ['a rule for a port', (nl) => nl.addRule({ dport: 80 } as never), 'addRule: `dport` is `dportRange` here'],
    [
      'an address of a device',
      (nl) => nl.addAddress({ dev: 'lo', address: '10.0.0.1' } as never),
      'addAddress: `dev` is `link` here',
    ],
    ['an address with a mistyped link', (nl) => nl.addAddress({ lnik: 'lo' } as never), ADDRESS],
    ['a neighbour of a device', (nl) => nl.addNeighbour({ dev: 'lo' } as never), 'addNeighbour: `dev` is `link` here'],
    [
      'an entry of a hardware address',
      (nl) => nl.addNeighbour({ family: 'bridge', link: 'lo', mac: '02:00:00:00:00:01' } as never),
      'addNeighbour: `mac` is `lladdr` here',
    ],
    [
      'a route to somewhere',
      (nl) => nl.addRoute({ to: '10.0.0.0/8', via: '10.0.0.1' } as never),
      'addRoute: `to` is `dst` here',
    ],
    ['a route to delete', (nl) => nl.deleteRoute({ dts: 'default' } as never), ROUTE],
    [
      'a VLAN with its id outside',
      (nl) => nl.createVlan({ link: 1, id: 5 } as never),
      'createVlan: `id` belongs in `data`',
    ],
    [
      'a bridge',
      (nl) => nl.createBridge({ ageing_time: 5 } as never),
      'createBridge: `ageing_time` is `data.ageingTime` here',
    ],
    [
      'a mistyped name',
      (nl) => nl.createBridge({ nmae: 'x' } as never),
      "createBridge: unknown option 'nmae'; did you mean 'name'?",
    ],
  ]
  it('are named by createLink too where they may be the kind that is missing', async () => {
    const { nl } = place()
    const refused: [object, RegExp][] = [
      [{ name: 'x0', knid: 'dummy' }, /^createLink: unknown option 'knid'; did you mean 'kind'\?$/],
      [{ name: 'x0', peer: { name: 'x1' } }, /^createLink: .*`peer` belongs in `data`/],
      [{ name: 'x0', dstport: 4789 }, /^createLink: `dstport` is `data.port` here$/],
      [{ name: 'x0', type: 'dummy' }, /^createLink: kind is missing; `type` of `ip link add` is `kind` here$/],
    ]
    for (const [options, message] of refused)
      await assert.rejects(nl.createLink(options as never), { name: 'TypeError', message })
  })

  it('say what is missing where nothing else is wrong', async () => {
    const { nl } = place()
    const missing: [Promise<unknown>, string][] = [
      [nl.addAddress({ address: '10.0.0.1', peer: '10.0.0.2' } as never), 'addAddress: link is missing'],
      [nl.addAddress({ link: 'lo' } as never), 'addAddress: address is missing'],
      [nl.addNeighbour({ link: 'lo' } as never), 'addNeighbour: dst is missing'],
      [nl.addNeighbour({ dst: '10.0.0.1' } as never), 'addNeighbour: link is missing'],
      [nl.addRoute({ oif: 'lo' } as never), "addRoute: dst is missing; use 'default' for every destination"],
      [nl.createLink({ name: 'x0', up: true, netns: 'y', flags: [] } as never), 'createLink: kind is missing'],
    ]
    for (const [asked, message] of missing) await assert.rejects(asked, { name: 'TypeError', message })
  })

  for (const [what, ask, message] of wrong) {
    it(`name what was meant by ${what}`, async () => {
      await assert.rejects(ask(place().nl), { name: 'TypeError', message })
    })
  }
})
