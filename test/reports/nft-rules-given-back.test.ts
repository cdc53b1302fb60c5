import assert from 'node:assert/strict'
import type { NftCommands } from '../../lib/nftables/index.ts'
import { oneHandle } from '../nftables/support/handle.ts'
import { flushByNft, listByNft, runNft, scriptByNft } from '../nftables/support/nft-command.ts'
import { needs } from '../support/needs.ts'

const text = (): string => runNft(['list', 'ruleset']).output

describe('what nft loaded comes back from apply(list())', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()
  beforeEach(flushByNft)

  async function again(): Promise<void> {
    const listed = await nft().list()
    await nft().flushRuleset()
    await nft().apply(listed)
  }

  function inTable(declarations: string, ...rules: string[]): string {
    return `table ip t {\n${declarations}\nchain c {\n${rules.join('\n')}\n}\n}\n`
  }

  it('constants as data that a rule puts into a map', async () => {
    scriptByNft(
      inTable(
        'map m {\ntype ipv4_addr : mark\nflags dynamic,timeout\n}\nmap n {\ntype ipv4_addr : ipv4_addr . inet_service\nflags dynamic\n}',
        'update @m { ip saddr : 0x2 }',
        'update @m { ip saddr timeout 5s : 0x2 }',
        'update @m { 10.2.3.4 : meta mark }',
        'update @n { ip saddr : 1.2.3.4 . 7 }',
        'update @n { ip saddr : ip daddr . 7 }',
      ),
    )
    const before = text()
    await again()
    assert.equal(text(), before)
  })

  it('constants as keys that a rule puts into a set, which nft lists as an invalid type', async () => {
    scriptByNft(
      inTable(
        'set s {\ntype ipv4_addr\nflags dynamic,timeout\n}\nset k {\ntype ipv4_addr . inet_service\nflags dynamic\n}\nset m {\ntype mark\nflags dynamic\n}\nset l {\ntype ifname\nflags dynamic\n}',
        'add @s { 10.2.3.4 timeout 2s }',
        'add @m { 0x5 counter }',
        'add @k { 10.2.3.4 . 55 }',
        'add @l { "eth0" }',
      ),
    )
    const before = text()
    const listed = await nft().list()
    const elements = listed.nftables.flatMap((object) =>
      'rule' in object
        ? (object.rule.expr ?? []).map((statement) => (statement as { set: { elem: unknown } }).set.elem)
        : [],
    )
    assert.deepEqual(elements, [{ elem: { val: '10.2.3.4', timeout: 2 } }, 5, { concat: ['10.2.3.4', 55] }, 'eth0'])
    await again()
    assert.equal(text(), before)
  })

  it('elements with several statements, in the order of the set', async () => {
    scriptByNft(
      inTable(
        'set s {\ntype ipv4_addr\nlimit rate 1/second counter\nelements = { 1.2.3.4 limit rate 1/second counter packets 5 bytes 6 }\n}',
      ),
    )
    const before = text()
    await again()
    assert.equal(text(), before)
  })

  it('the JSON of nft, which shows the first statement of an element alone', async () => {
    scriptByNft(
      inTable(
        'set s {\ntype ipv4_addr\nlimit rate 1/second counter\nelements = { 1.2.3.4 limit rate 7/second counter packets 5 bytes 6 }\n}',
      ),
    )
    const json = listByNft()
    flushByNft()
    await nft().apply(json as NftCommands)
    assert.match(text(), /elements = \{ 1\.2\.3\.4 limit rate 7\/second counter packets 0 bytes 0 \}/)
    const element = {
      family: 'ip',
      table: 't',
      name: 's',
      elem: [{ elem: { val: '1.2.3.5', counter: { packets: 1, bytes: 2 } } }],
    }
    await nft().apply([{ add: { element } }] as NftCommands)
    assert.match(text(), /1\.2\.3\.5 limit rate 1\/second counter packets 1 bytes 2/)
  })

  it('statements that a rule gives to its elements, in the order of the JSON', async () => {
    const orders = [
      [{ limit: { rate: 5, per: 'second' } }, { counter: null }],
      [{ counter: null }, { limit: { rate: 5, per: 'second' } }],
    ]
    const saddr = { payload: { protocol: 'ip', field: 'saddr' } }
    const at = { family: 'ip', table: 't' }
    await nft().apply([
      { add: { table: { family: 'ip', name: 't' } } },
      { add: { chain: { ...at, name: 'c' } } },
      { add: { set: { ...at, name: 'd', type: 'ipv4_addr', flags: ['dynamic'] } } },
      ...orders.map((statements) => ({
        add: {
          rule: {
            ...at,
            chain: 'c',
            expr: [{ set: { op: 'add', set: '@d', elem: { elem: Object.assign({ val: saddr }, ...statements) } } }],
          },
        },
      })),
    ] as NftCommands)
    assert.match(
      text(),
      /ip saddr limit rate 5\/second counter \}\s+add @d \{ ip saddr counter limit rate 5\/second \}/,
    )
  })

  it("link names that end in '*', which are not prefixes", async () => {
    scriptByNft(
      inTable(
        'set s {\ntype ifname\nelements = { "a\\*" }\n}\nmap m {\ntype ifname : mark\nelements = { "x\\*" : 5 }\n}',
        'iifname "a\\*" accept',
        'iifname "b*" accept',
      ),
    )
    const before = text()
    await again()
    assert.equal(text(), before)
    const element = { family: 'ip', table: 't', name: 's', elem: ['b*'] }
    await assert.rejects(nft().apply([{ add: { element } }] as NftCommands), /prefix of names.*with '\\\*'/)
  })
})

const kinds = ['table', 'chain', 'rule', 'set', 'map', 'element', 'counter', 'flow of elements'] as const

function commented(kind: (typeof kinds)[number], comment: string): NftCommands {
  const at = { family: 'ip', table: 't' } as const
  const own = { ...at, name: 'x', comment }
  const elem = [{ elem: { val: 5, comment } }]
  const base = [{ add: { table: { family: 'ip', name: 't' } } }, { add: { chain: { ...at, name: 'c' } } }]
  const rows: Record<(typeof kinds)[number], object[]> = {
    table: [{ add: { table: { family: 'ip', name: 'x', comment } } }],
    chain: [{ add: { chain: own } }],
    rule: [{ add: { rule: { ...at, chain: 'c', expr: [{ accept: null }], comment } } }],
    set: [{ add: { set: { ...own, type: 'mark' } } }],
    map: [{ add: { map: { ...own, type: 'mark', map: 'mark' } } }],
    element: [{ add: { set: { ...at, name: 'x', type: 'mark', elem } } }],
    counter: [{ add: { counter: own } }],
    'flow of elements': [
      { add: { set: { ...at, name: 'x', type: 'mark' } } },
      { add: { element: { ...at, name: 'x', elem } } },
    ],
  }
  return [...base, ...rows[kind]] as NftCommands
}

describe('comments', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()

  for (const kind of kinds) {
    it(`have up to 128 bytes, as nft's: ${kind}`, async () => {
      for (const longest of ['x'.repeat(128), 'ä'.repeat(64)]) {
        flushByNft()
        await nft().apply(commented(kind, longest))
        const before = text()
        assert.ok(before.includes(`comment "${longest}"`), before)
        flushByNft()
        scriptByNft(before)
        const listed = await nft().list()
        flushByNft()
        await nft().apply(listed)
        assert.equal(text(), before)
      }
      for (const longer of ['x'.repeat(129), `${'ä'.repeat(64)}x`])
        await assert.rejects(nft().apply(commented(kind, longer)), { name: 'RangeError', message: /at most 128 bytes/ })
    })
  }
})

const most = '18446744073709551615'
const odd = '9007199254740993'

describe('numbers of 64 bits', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()
  beforeEach(flushByNft)

  const script = `table ip t {
	counter c {
		packets ${odd} bytes ${most}
	}

	quota q {
		${odd} bytes used ${odd} bytes
	}

	set s {
		type mark
		counter
		elements = { 0x00000005 counter packets ${odd} bytes ${most} }
	}

	chain c {
		counter packets ${odd} bytes ${most}
		quota ${odd} bytes
		limit rate ${odd}/second burst 5 packets
		ct bytes ${odd}
	}
}
`

  it('are exact both ways', async () => {
    scriptByNft(script)
    const before = text()
    assert.match(before, new RegExp(`packets ${odd} bytes ${most}`))
    const listed = await nft().list()
    const counter = listed.nftables.find((object) => 'counter' in object)
    assert.deepEqual(counter?.counter, {
      family: 'ip',
      table: 't',
      name: 'c',
      handle: counter?.counter.handle,
      packets: odd,
      bytes: most,
    })
    await nft().flushRuleset()
    await nft().apply(JSON.parse(JSON.stringify(listed)))
    assert.equal(text(), before)
  })

  it('are taken as numbers, bigints and strings, and refused beyond', async () => {
    const counters = [
      [5, 6],
      [BigInt(odd), BigInt(most)],
      [odd, most],
    ] as const
    const commands = (packets: unknown, bytes: unknown) =>
      [
        { add: { table: { family: 'ip', name: 't' } } },
        { add: { counter: { family: 'ip', table: 't', name: 'c', packets, bytes } } },
      ] as NftCommands
    for (const [packets, bytes] of counters) {
      flushByNft()
      await nft().apply(commands(packets, bytes))
      assert.match(text(), new RegExp(`packets ${packets} bytes ${bytes}`))
    }
    flushByNft()
    for (const beyond of ['18446744073709551616', 2n ** 64n, -1n, 2 ** 53])
      await assert.rejects(nft().apply(commands(0, beyond)), {
        name: 'RangeError',
        message: /counter\.bytes must be from 0 to/,
      })
    for (const wrong of ['-1', '5k', '', true])
      await assert.rejects(nft().apply(commands(0, wrong)), {
        name: 'TypeError',
        message: /counter\.bytes must be a number, a bigint or a string/,
      })
    const rule = { family: 'ip', table: 't', chain: 'c', expr: [{ quota: { val: most, val_unit: 'kbytes' } }] }
    await assert.rejects(nft().apply([{ add: { rule } }] as NftCommands), {
      name: 'RangeError',
      message: /quota\.val must be at most/,
    })
  })

  it('are taken as bigints where they are compared with', async () => {
    const expr = [{ match: { op: '==', left: { ct: { key: 'bytes', dir: 'original' } }, right: BigInt(odd) } }]
    await nft().apply([
      { add: { table: { family: 'ip', name: 't' } } },
      { add: { chain: { family: 'ip', table: 't', name: 'c' } } },
      { add: { rule: { family: 'ip', table: 't', chain: 'c', expr } } },
    ] as NftCommands)
    assert.match(text(), new RegExp(`ct original bytes ${odd}`))
  })
})
