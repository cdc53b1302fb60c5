import assert from 'node:assert/strict'
import { addAddress } from '../../../lib/address/index.ts'
import { createBridge, createVeth, setLink } from '../../../lib/link/index.ts'
import { addRoute } from '../../../lib/route/index.ts'
import { addon } from '../../../lib/transport/native.ts'
import { on } from '../../../lib/verb/verb.ts'
import { Dice } from '../../nftables/support/mutation.ts'
import { Noting } from './support/noting.ts'

type Options = Record<string, unknown>
type Values = Readonly<Record<string, readonly unknown[]>>

/** Usual values first, then those of another size or family, and invalid ones. */
const ADDRESSES = [
  '172.18.0.2/16',
  '172.18.0.3/16',
  '10.0.0.4',
  'fd00::1/64',
  'fd00::2',
  '127.0.0.2/8',
  '10.0.0.5/33',
  'x',
  5,
]
const NAMES = [
  'a0',
  'a1',
  'a10',
  'a100',
  'a1000',
  'four',
  'seven-b',
  'fifteen-bytes-x',
  'sixteen-bytes-xy',
  'a/b',
  '',
  '%d',
  5,
  null,
]
const LINKS = ['v0', 'v1', 5, 6, { index: 7 }, '', -1, 0, null]
const MACS = [undefined, '02:00:00:00:00:01', '02:00:00:00:00:02', '02:00', 'x', null]
const NETNS = ['c0', '/run/netns/c1', { fd: 5 }, { fd: 6 }, { pid: 7 }, undefined, { fd: -1 }, '', 'refused', 5, null]

const CALLS: readonly { verb: (...args: never[]) => unknown; values: Values; nested?: string }[] = [
  {
    verb: addAddress,
    values: {
      link: LINKS,
      address: ADDRESSES,
      label: [undefined, 'v0:1'],
      peer: [undefined, undefined, '10.9.0.1'],
      unknown: [undefined, undefined, 1],
    },
  },
  {
    verb: addRoute,
    values: {
      dst: ['10.0.0.0/8', '10.1.2.0/24', 'fd00::/64', 'default', '100', 'x', 5],
      gateway: ['10.0.0.1', '10.0.0.2', 'fd00::1', undefined, ''],
      oif: LINKS,
      table: [undefined, 100, 1000, 'main'],
      nhId: [undefined, undefined, undefined, 1],
      type: [undefined, 'unicast', 'blackhole'],
    },
  },
  {
    verb: createBridge,
    values: {
      name: NAMES,
      address: MACS,
      up: [true, false, undefined, 1],
      index: [undefined, 9, 'x'],
      data: [undefined, undefined, { vlanFiltering: true }],
    },
  },
  {
    verb: createVeth,
    nested: 'peer',
    values: {
      name: NAMES,
      up: [true, undefined, false],
      master: [undefined, 'br0', 'br1', 4, null],
      address: MACS,
      mtu: [undefined, 1400, 1500, -1],
      kind: [undefined, undefined, 'veth', 'bridge'],
      'peer.name': NAMES,
      'peer.netns': NETNS,
      'peer.address': MACS,
      'peer.mtu': [undefined, 1400],
      'peer.up': [undefined, undefined, true],
    },
  },
  {
    verb: setLink,
    nested: 'change',
    values: {
      link: LINKS,
      'change.up': [true, false, undefined, 1],
      'change.mtu': [undefined, 1400, 1500],
      'change.name': [undefined, undefined, 'other'],
      'change.address': [undefined, undefined, '02:00:00:00:00:01', '02:00'],
      'change.master': [undefined, undefined, 'br0', null],
    },
  },
]

const TIMES = 2_000

/** Options that mostly keep their keys, with nested ones under paths. */
function* changing(dice: Dice, values: Values): Generator<Options> {
  let flat: Options = {}
  for (let i = 0; i < TIMES; i++) {
    const fresh = i === 0 || dice.roll(15) === 0
    if (fresh)
      flat = Object.fromEntries(
        Object.keys(values)
          .filter((_, n) => n < 2 || dice.roll(2) === 0)
          .map((key) => [key, undefined]),
      )
    flat = { ...flat }
    for (const key of Object.keys(flat)) {
      const choices = values[key] as readonly unknown[]
      const usual = Math.min(dice.roll(choices.length), dice.roll(choices.length), dice.roll(choices.length))
      if (fresh || dice.roll(4) === 0) flat[key] = choices[usual]
    }
    yield flat
  }
}

/** `{ 'peer.name': 'x' }` as `{ peer: { name: 'x' } }`. */
function nest(flat: Options): Options {
  const out: Options = {}
  for (const [path, value] of Object.entries(flat)) {
    const [key, inner] = path.split('.') as [string, string | undefined]
    if (inner === undefined) out[key] = value
    else out[key] = { ...(out[key] as Options | undefined), [inner]: value }
  }
  return out
}

describe('calls that are like the last one, on any handle', () => {
  before(() => {
    addon()
  })

  for (const { verb, values, nested } of CALLS) {
    it(`${verb.name}: the message is that of a call alone, and so is the error`, () => {
      const args = ({ link, change = {}, ...rest }: Options) =>
        nested === 'change' ? [link, change] : [{ link, ...rest }]
      const repeating = new Noting(true)
      let [sent, refused] = [0, 0]
      for (const flat of changing(new Dice(5), values)) {
        const alone = new Noting(false)
        const given = args(nest(flat)) as never[]
        const expected = alone.outcome(() => on(alone, verb)(...given))
        // A new buffer, as on another handle.
        if (sent % 7 === 0) repeating.renew()
        assert.deepEqual(
          repeating.outcome(() => on(repeating, verb)(...given)),
          expected,
          JSON.stringify(flat),
        )
        if (typeof expected === 'string') refused++
        else sent++
      }
      assert.ok(sent > TIMES / 20 && refused > TIMES / 50, `${sent} sent, ${refused} refused`)
      assert.ok(repeating.repeated > TIMES / 50, `${repeating.repeated} repeated`)
    })
  }

  it('are repeated although lengths of names differ, within a word', () => {
    const handle = new Noting(true)
    for (let i = 0; i < 100; i++)
      on(handle, createVeth)({ name: `h${i}`, master: 'br0', peer: { name: 'eth0', netns: 'c0' } })
    assert.ok(handle.repeated >= 97, `${handle.repeated}`)
  })

  it('are not repeated with options that are inherited', () => {
    const [handle, alone] = [new Noting(true), new Noting(false)]
    for (let i = 0; i < 3; i++) on(handle, createBridge)({ name: `b${i}`, up: true })
    const odd = Object.assign(Object.create({ up: true }), { name: 'b9' })
    for (const by of [handle, alone]) on(by, createBridge)(odd)
    assert.deepEqual(handle.last, alone.last)
  })

  it('may be made by a getter among the options of another', () => {
    const handle = new Noting(true)
    const call = (i: number) => on(handle, addAddress)({ link: `v${i}`, address: `10.0.0.${i}/8` })
    for (let i = 0; i < 3; i++) call(i)
    on(
      handle,
      addAddress,
    )({
      link: 'v8',
      get address() {
        call(7)
        return '10.0.0.8/8'
      },
    })
    assert.deepEqual(handle.last?.names, [[20, 'v8']])
  })

  it('copy what the caller may change later', () => {
    const handle = new Noting(true)
    const options = { name: 'h0', peer: { name: 'p0' } }
    for (let i = 0; i < 4; i++) {
      options.name = `h${i}`
      options.peer.name = `p${i}`
      on(handle, createVeth)(options)
    }
    assert.ok(handle.repeated >= 1)
    const { bytes } = handle.last as { bytes: string }
    assert.ok(bytes.includes(Buffer.from('h3').toString('hex')) && bytes.includes(Buffer.from('p3').toString('hex')))
  })
})
