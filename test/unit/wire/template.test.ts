import assert from 'node:assert/strict'
import { address } from '../../../lib/address/message.ts'
import { InputError } from '../../../lib/errors.ts'
import { link } from '../../../lib/link/message.ts'
import { neighbour } from '../../../lib/neighbour/message.ts'
import { route } from '../../../lib/route/message.ts'
import { rule } from '../../../lib/rule/message.ts'
import type { Preset } from '../../../lib/wire/message.ts'
import { Template } from '../../../lib/wire/template.ts'
import { Writer } from '../../../lib/wire/writer.ts'
import { Dice } from '../../nftables/support/mutation.ts'
import { toHex } from './support/bytes.ts'

interface Table {
  compose(writer: Writer, value: object, preset: Preset | undefined): void
}

/** One message: its bytes, and where the names of links go; or what is wrong with its options. */
type Outcome = { bytes: string; names: [offset: number, name: string][] } | { path: string; message: string }

function written(writer: Writer, table: Table, value: object, preset?: Preset, strict = false): Outcome {
  writer.begin(24, 5, 1, strict)
  const before = writer.fixups.length
  try {
    table.compose(writer, value, preset)
  } catch (thrown) {
    writer.rollback()
    if (!(thrown instanceof InputError)) throw thrown
    return { path: thrown.path, message: thrown.message }
  }
  writer.end()
  const names: [number, string][] = []
  for (let i = before; i < writer.fixups.length; i += 2)
    names.push([(writer.fixups[i] as number) - writer.start, writer.names[writer.fixups[i + 1] as number] as string])
  return { bytes: toHex(writer.u8.subarray(writer.start, writer.at)), names }
}

/** A writer whose namespaces are descriptors that count up. */
function counting(): Writer {
  let fd = 10
  return new Writer(64, () => ({ fd: fd++, close: () => undefined }))
}

const INET: Preset = { family: 'inet' }

/** Values that routes, addresses, neighbours and rules may have, and some that they may not. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  dst: [
    '10.0.0.0/8',
    '10.0.0.1',
    '10.1.2.0/24',
    'default',
    'fd00::/64',
    'fd00::1',
    '100',
    '10.0.0.0/33',
    'nonsense',
    5,
  ],
  src: ['default', 'fd00::/48', '10.0.0.0/8'],
  address: ['10.0.0.1/24', '10.0.0.2/24', '10.0.0.2/25', 'fd00::1/64', 'fd00::2', ''],
  gateway: ['10.0.0.1', '10.0.0.2', 'fd00::1', 'fd00::2'],
  local: ['10.0.0.1', '10.0.0.7', 'fd00::1'],
  family: ['inet', 'inet6', 'unspec', 4, 6, 2, 'bridge', 'mpls', 'nonsense'],
  oif: ['v0', 'v1', 'a longer name', 5, 6, { index: 7 }, '', -1, null],
  link: ['v0', 'v1', 3, { index: 4 }, null],
  iifname: ['v0', 'v10', 'a name too long for it'],
  lladdr: ['02:00:00:00:00:01', '02:00:00:00:00:02', '02:00', '10.0.0.1'],
  priority: [1, 2, 2 ** 32 - 1, 2 ** 32, -1, Number.NaN, '5', 0, -0],
  table: ['main', 'local', 100, 1000],
  scope: ['link', 'universe', 253, 'nonsense'],
  state: ['permanent', 'reachable', ['noarp'], 0x80],
  flags: [['onlink'], [], 'onlink'],
  label: ['v0', 'v0:1', 'v0:12'],
  pref: ['low', 'high'],
  expires: [60, 61],
  nhId: [0, 1],
  mark: [0, 7],
  tunId: ['0x5', '0x6', 7n, 7],
  cacheinfo: [{}, { valid: 5 }],
  ifindex: [1, 'v0'],
  l3mdev: [true, false],
  unknown: [1],
}

const TABLES: Readonly<Record<string, { table: Table; presets: readonly Preset[]; keys: readonly string[] }>> = {
  routes: {
    table: route,
    presets: [
      { ...INET, table: 'main', protocol: 'boot', scope: 'link', type: 'unicast' },
      { ...INET, table: 'local', scope: 'host', type: 'local' },
    ],
    keys: [
      'dst',
      'oif',
      'gateway',
      'priority',
      'table',
      'scope',
      'family',
      'flags',
      'pref',
      'src',
      'expires',
      'nhId',
      'unknown',
      'cacheinfo',
    ],
  },
  addresses: {
    table: address,
    presets: [{ scope: 'host' }],
    keys: ['address', 'local', 'link', 'label', 'scope', 'family', 'flags', 'cacheinfo'],
  },
  neighbours: {
    table: neighbour,
    presets: [{ state: 'permanent' }],
    keys: ['dst', 'link', 'lladdr', 'state', 'family', 'ifindex', 'cacheinfo'],
  },
  rules: {
    table: rule,
    presets: [{ ...INET, action: 'to_tbl' }],
    keys: ['dst', 'src', 'priority', 'table', 'family', 'iifname', 'tunId', 'l3mdev', 'mark'],
  },
}

/** How many messages of each table. */
const TIMES = 5_000

/** Options that change a little from one message to the next, so that many are like the one before. */
function* options(
  dice: Dice,
  keys: readonly string[],
  presets: readonly (Preset | undefined)[],
): Generator<{ value: Record<string, unknown>; preset: Preset | undefined; strict: boolean }> {
  let value: Record<string, unknown> = {}
  let preset = presets[0]
  for (let i = 0; i < TIMES; i++) {
    value = { ...value }
    if (dice.roll(12) === 0)
      value = Object.fromEntries(keys.filter(() => dice.roll(3) === 0).map((key) => [key, undefined]))
    if (dice.roll(20) === 0) preset = dice.pick(presets)
    for (const key of Object.keys(value)) {
      // The first values of each list are the usual ones.
      const values = VALUES[key] as readonly unknown[]
      if (value[key] === undefined || dice.roll(2) === 0)
        value[key] = values[Math.min(dice.roll(values.length), dice.roll(values.length))]
      if (dice.roll(60) === 0) value[key] = undefined
    }
    yield { value, preset, strict: dice.roll(40) === 0 }
  }
}

describe('a message that is written like the one before', () => {
  for (const [name, { table, keys, presets }] of Object.entries(TABLES)) {
    it(`has the same bytes and names as one that is written alone, and is refused alike: ${TIMES} ${name}`, () => {
      const dice = new Dice(7)
      const together = counting()
      let alike = 0
      let refused = 0
      for (const { value, preset, strict } of options(dice, keys, [undefined, INET, ...presets])) {
        const template = together.template
        const expected = written(counting(), table, value, preset, strict)
        assert.deepEqual(written(together, table, value, preset, strict), expected)
        if ('message' in expected) refused++
        else if (template !== undefined && together.template === template) alike++
      }
      assert.ok(alike > TIMES / 20, `only ${alike} were written like the one before`)
      assert.ok(refused > TIMES / 20, `only ${refused} were refused`)
    })
  }

  it('has a descriptor of its own where it holds one', () => {
    const writer = counting()
    const first = written(writer, link, { index: 5, netns: 'a' })
    assert.equal(writer.template, undefined)
    const second = written(writer, link, { index: 5, netns: 'b' })
    assert.notDeepEqual(first, second)
  })

  it('may be asked for by a getter among the options of another', () => {
    const writer = counting()
    const other = counting()
    const options = (n: number) => ({
      get dst() {
        written(other, route, { dst: `10.1.0.${n}`, oif: 'v1' })
        return `10.0.0.${n}`
      },
      oif: 'v0',
    })
    for (let n = 0; n < 5; n++)
      assert.deepEqual(
        written(writer, route, options(n)),
        written(counting(), route, { dst: `10.0.0.${n}`, oif: 'v0' }),
      )
  })

  it('is not what is inside of another message', () => {
    const writer = counting()
    written(writer, link, { name: 'a', linkinfo: { kind: 'veth', data: { peer: { name: 'b' } } } })
    assert.equal(writer.template, undefined)
  })

  it('is forgotten with the batch', () => {
    const writer = counting()
    written(writer, route, { dst: '10.0.0.1' })
    assert.ok(writer.template instanceof Template)
    writer.reset()
    assert.equal(writer.template, undefined)
    assert.equal(writer.at, 0)
  })
})
