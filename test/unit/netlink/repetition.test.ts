import assert from 'node:assert/strict'
import { builder, Collector, type Part } from '../../../lib/netlink/collector.ts'
import { verbs } from '../../../lib/netlink/verbs.ts'
import { Batch } from '../../../lib/transport/batch.ts'
import type { Handle } from '../../../lib/transport/handle.ts'
import { addon } from '../../../lib/transport/native.ts'
import { Writer } from '../../../lib/wire/writer.ts'
import { Dice } from '../../nftables/support/mutation.ts'
import { toHex } from '../wire/support/bytes.ts'

type Call = (options: unknown, more?: unknown) => void
type Options = Record<string, unknown>

/** A batch that is never sent, and the methods of its builder. */
function collecting() {
  const collector = new Collector({ batch: () => new Batch(1, new Writer(512)) } as unknown as Handle)
  return { collector, methods: builder(collector) as unknown as Record<string, Call> }
}

/** The last message of a batch without its sequence number, and the names of links in it. */
function last({ parts }: Collector): { bytes: string; names: [number, string][] } {
  const { writer, entries } = (parts.at(-1) as Part).requests
  const start = entries.at(-1)?.start as number
  const names: [number, string][] = []
  for (let i = 0; i < writer.fixups.length; i += 2) {
    const at = writer.fixups[i] as number
    if (at >= start) names.push([at - start, writer.names[writer.fixups[i + 1] as number] as string])
  }
  const bytes = writer.u8.slice(start, writer.at)
  bytes.fill(0, 8, 12)
  return { bytes: toHex(bytes), names }
}

function outcome(collector: Collector, call: Call, options: unknown): unknown {
  const before = collector.operations
  try {
    call(options)
  } catch (thrown) {
    // Only the first invalid call of a batch has its position in the message.
    return (thrown as Error).message.replace(/^batch: call \d+ \((\w+)\)/, '$1')
  }
  assert.equal(collector.operations, before + 1)
  return last(collector)
}

/** Usual values first, then those of another family or size, and invalid ones. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  dst: [
    '10.0.0.0/8',
    '10.1.2.0/24',
    '10.0.0.7',
    'fd00::/64',
    'fd00::1',
    'default',
    '0.0.0.0/0',
    '100',
    '10.0.0.0/33',
    'x',
    5,
  ],
  src: ['10.0.0.0/8', '10.1.0.0/16', 'fd00::/48', 'default', '0.0.0.0/-0', null],
  gateway: ['10.0.0.1', '10.0.0.2', 'fd00::1', 'fd00::2', '10.0.0.1/24', ''],
  prefsrc: ['10.0.0.9', '10.0.0.8', 'fd00::9'],
  oif: ['v0', 'v1', 5, 6, { index: 7 }, '', -1, null],
  iif: ['v0'],
  link: ['v0', 'v1', 3, 4, { index: 4 }, null, 0],
  lladdr: ['02:00:00:00:00:01', '02:00:00:00:00:02', '02:00', '02:00:00:00:00:00:00:09', 'x'],
  priority: [1, 2, 2 ** 32 - 1, 2 ** 32, -1, Number.NaN, '5', 0],
  table: ['main', 100, 1000, 'local', 254],
  type: ['unicast', 'local', 'blackhole', undefined],
  family: [undefined, 'inet', 'inet6', 'bridge', 'mpls'],
  nhId: [undefined, 1],
  protocol: ['static', 'boot', 200],
  fwmark: [1, 2, 2 ** 32],
  action: [undefined, 'blackhole'],
  flags: [undefined, ['onlink'], ['proxy']],
  state: [undefined, 'permanent', 'stale'],
  vlan: [undefined, 5],
  unknown: [undefined, undefined, 1],
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  Route: [
    'dst',
    'gateway',
    'oif',
    'priority',
    'table',
    'prefsrc',
    'type',
    'family',
    'protocol',
    'nhId',
    'flags',
    'src',
    'unknown',
  ],
  Neighbour: ['link', 'dst', 'lladdr', 'family', 'state', 'flags', 'vlan', 'unknown'],
  Rule: ['src', 'dst', 'priority', 'table', 'fwmark', 'action', 'family', 'unknown'],
}

const TIMES = 4_000

function* changing(dice: Dice, keys: readonly string[]): Generator<Options> {
  let options: Options = {}
  for (let i = 0; i < TIMES; i++) {
    options = { ...options }
    if (dice.roll(25) === 0)
      options = Object.fromEntries(keys.filter((_, i) => i < 2 || dice.roll(3) === 0).map((key) => [key, 0]))
    for (const key of Object.keys(options)) {
      const values = VALUES[key] as readonly unknown[]
      const usual = Math.min(dice.roll(values.length), dice.roll(values.length), dice.roll(values.length))
      if (options[key] === 0 || dice.roll(3) === 0) options[key] = values[usual]
    }
    yield options
  }
}

const repeated = verbs.filter((verb) => verb.alike !== undefined)

describe('calls in a batch that are like the last one', () => {
  before(() => {
    addon()
  })

  for (const { name } of repeated) {
    it(`${name}: the message is that of a call alone, and so is the error`, () => {
      const together = collecting()
      const keys = Object.entries(KEYS).find(([noun]) => name.endsWith(noun))?.[1] as readonly string[]
      let sent = 0
      let refused = 0
      for (const options of changing(new Dice(3), keys)) {
        const alone = collecting()
        const expected = outcome(alone.collector, alone.methods[name] as Call, options)
        assert.deepEqual(
          outcome(together.collector, together.methods[name] as Call, options),
          expected,
          JSON.stringify(options),
        )
        if (typeof expected === 'string') refused++
        else sent++
      }
      assert.ok(sent > TIMES / 20 && refused > TIMES / 20, `${sent} sent, ${refused} refused`)
    })
  }

  it('do not run the verb again: each option is read once', () => {
    const { collector, methods } = collecting()
    let reads = 0
    const route = (n: number) => ({
      get dst() {
        reads++
        return `10.0.${n}.0/24`
      },
      gateway: '10.255.0.1',
      oif: 'v0',
    })
    for (let n = 0; n < 2; n++) methods.addRoute?.(route(n))
    reads = 0
    for (let n = 2; n < 12; n++) methods.addRoute?.(route(n))
    assert.equal(reads, 10)
    assert.equal(collector.parts[0]?.requests.entries.length, 12)
  })

  it('are refused alike with a second argument, inherited options, or no options', () => {
    for (const odd of [
      (call: Call) => call({ dst: '10.0.2.0/24', oif: 5 }, { signal: undefined }),
      (call: Call) => call(Object.create({ dst: '10.0.2.0/24', oif: 5 })),
      (call: Call) => call(Object.assign(Object.create({ gateway: '10.0.0.1' }), { dst: '10.0.2.0/24', oif: 5 })),
      (call: Call) => call(Promise.resolve()),
      (call: Call) => call(undefined),
      (call: Call) => call(null),
    ]) {
      const [together, alone] = [collecting(), collecting()]
      for (let n = 0; n < 2; n++) together.methods.addRoute?.({ dst: `10.0.${n}.0/24`, oif: 5 })
      const outcomes = [together, alone].map(({ collector, methods }) =>
        outcome(collector, () => odd(methods.addRoute as Call), undefined),
      )
      assert.deepEqual(outcomes[0], outcomes[1])
    }
  })

  it('may not be asked for by a getter among the options of another', () => {
    const { collector, methods } = collecting()
    for (let n = 0; n < 2; n++) methods.addRoute?.({ dst: `10.0.${n}.0/24`, oif: 5 })
    const options = {
      get dst() {
        methods.addRoute?.({ dst: '10.9.0.0/24', oif: 5 })
        return '10.0.3.0/24'
      },
      oif: 5,
    }
    assert.throws(() => methods.addRoute?.(options), /while the options of another request are read/)
    assert.ok(collector.invalid !== undefined)
  })

  it('go into the next buffer when one is full', () => {
    const { collector, methods } = collecting()
    for (let n = 0; n < 45_000; n++)
      methods.addRoute?.({ dst: `10.${n >> 8}.${n & 255}.0/24`, gateway: '10.255.0.1', oif: 5 })
    assert.deepEqual(
      collector.parts.map(({ operations, requests }) => operations.length - requests.entries.length),
      [0, 0, 0],
    )
    assert.equal(collector.parts.flatMap(({ operations }) => operations).at(-1), 44_999)
  })
})
