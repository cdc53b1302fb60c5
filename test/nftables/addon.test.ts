import assert from 'node:assert/strict'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Expression, Rule } from '../../lib/nftables/bytecode.ts'
import { NFT_MSG } from '../../lib/nftables/kernel.ts'
import { addon, type Command, type ElementColumns } from '../../lib/nftables/native.ts'
import { loadAddon } from '../../lib/transport/native.ts'

const u8 = (...bytes: number[]) => Uint8Array.from(bytes)

function ruleOf(...expressions: Expression[]): Command {
  return { type: NFT_MSG.NEWRULE, flags: 0, object: { family: 2, table: 't', chain: 'c', expressions } }
}

/** The expressions of libnftnl's text. */
function printed(...expressions: Expression[]): string[] {
  const [, ...lines] = addon()
    .print(ruleOf(...expressions))
    .trim()
    .split('\n')
  return lines.map((line) => line.trim())
}

/** A dynset in a dynset in a dynset. */
function nested(depth: number): Expression {
  const expressions = depth === 0 ? [] : [nested(depth - 1)]
  return { name: 'dynset', op: 0, sregKey: 1, setName: 's', expressions }
}

function written(command: Command): Buffer {
  return Buffer.from(addon().buildRequest(command, 7))
}

function read(bytes: Uint8Array): unknown {
  return addon().parse(bytes)[0]?.object
}

/** A netlink attribute. */
function attribute(type: number, ...parts: (Uint8Array | Buffer)[]): Buffer {
  const payload = Buffer.concat(parts)
  const header = Buffer.alloc(4)
  header.writeUInt16LE(payload.length + 4, 0)
  header.writeUInt16LE(type, 2)
  return Buffer.concat([header, payload, Buffer.alloc(-payload.length & 3)])
}

const text = (value: string) => Buffer.from(`${value}\0`)
const be32 = (value: number) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value])

/** A message of nftables, family ip. */
function message(type: number, ...attributes: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from([2, 0, 0, 0]), ...attributes])
  const header = Buffer.alloc(16)
  header.writeUInt32LE(body.length + 16, 0)
  header.writeUInt16LE((10 << 8) | type, 4)
  return Buffer.concat([header, body])
}

/** NFTA_RULE_EXPRESSIONS (4) with NFTA_LIST_ELEM (1) of NFTA_EXPR_NAME (1) and NFTA_EXPR_DATA (2). */
const expression = (name: string, ...data: Buffer[]) =>
  attribute(1, attribute(1, text(name)), attribute(2, Buffer.concat(data)))
const ruleMessage = (...expressions: Buffer[]) =>
  message(NFT_MSG.NEWRULE, attribute(1, text('t')), attribute(2, text('c')), attribute(4, ...expressions))

describe('the addon nftables', () => {
  it('gives libnftnl every property of an expression', () => {
    assert.deepEqual(
      printed(
        { name: 'payload', dreg: 1, base: 1, offset: 12, len: 4 },
        { name: 'bitwise', sreg: 1, dreg: 1, len: 4, mask: u8(255, 255, 0, 0), xor: u8(0, 0, 0, 0) },
        { name: 'cmp', sreg: 1, op: 0, data: u8(10, 0, 0, 0) },
        { name: 'immediate', dreg: 0, verdict: -3, chain: 'other' },
      ),
      [
        '[ payload load 4b @ network header + 12 => reg 1 ]',
        '[ bitwise reg 1 = ( reg 1 & 0x0000ffff ) ^ 0x00000000 ]',
        '[ cmp eq reg 1 0x0000000a ]',
        '[ immediate reg 0 jump -> other ]',
      ],
    )
  })

  it('keeps numbers of 64 bits, and the expressions of a dynset', () => {
    const expressions: Expression[] = [
      { name: 'counter', packets: 2n ** 63n, bytes: 2n ** 64n - 1n },
      { name: 'dynset', op: 0, sregKey: 1, setName: 's', timeout: 1000n, expressions: [{ name: 'counter' }] },
    ]
    assert.deepEqual(printed(...expressions), [
      '[ counter pkts 9223372036854775808 bytes 18446744073709551615 ]',
      '[ dynset add reg_key 1 set s timeout 1000ms expr [ counter pkts 0 bytes 0 ] ]',
    ])
    assert.deepEqual((read(written(ruleOf(...expressions))) as Rule).expressions[0], expressions[0])
  })

  it('writes what libnftnl writes: a cmp, byte for byte', () => {
    // struct nlmsghdr, struct nfgenmsg, NFTA_RULE_TABLE, NFTA_RULE_CHAIN, NFTA_RULE_EXPRESSIONS of NFTA_LIST_ELEM of
    // NFTA_EXPR_NAME and NFTA_EXPR_DATA of NFTA_CMP_SREG, NFTA_CMP_OP and NFTA_CMP_DATA of NFTA_DATA_VALUE
    const bytes =
      '60000000 060a 0100 07000000 00000000 02 00 0000' +
      '0600 0100 74000000 0600 0200 63000000' +
      '3000 0480 2c00 0180 0800 0100 636d7000' +
      '2000 0280 0800 0100 00000001 0800 0200 00000000 0c00 0380 0800 0100 0a000001'
    const { length } = bytes.replaceAll(' ', '')
    const made = written(ruleOf({ name: 'cmp', sreg: 1, op: 0, data: u8(10, 0, 0, 1) })).toString('hex')
    assert.equal(made.slice(8, length), bytes.replaceAll(' ', '').slice(8))
  })

  describe('refuses', () => {
    const bad = (name: string, expected: RegExp, command: unknown) =>
      it(name, () => assert.throws(() => addon().buildRequest(command as Command, 1), expected))
    const cmp = (data: unknown) => ruleOf({ name: 'cmp', sreg: 1, op: 0, data } as Expression)

    bad(
      'a number that is none',
      /^TypeError: .*commands\[0\].object.expressions\[0\].sreg/,
      ruleOf({ name: 'cmp', sreg: '1' } as never),
    )
    bad(
      'a number with a fraction',
      /^RangeError: .*sreg must be a whole number/,
      ruleOf({ name: 'cmp', sreg: 1.5 } as never),
    )
    bad('a number that is too large', /^RangeError: .*code/, ruleOf({ name: 'reject', type: 0, code: 256 }))
    bad('data that are no bytes', /^TypeError: .*data must be a Uint8Array/, cmp([1]))
    bad('data longer than a register', /^RangeError: .*data is 65 bytes long/, cmp(new Uint8Array(65)))
    bad(
      'a number for a bigint',
      /^TypeError: .*packets must be a bigint/,
      ruleOf({ name: 'counter', packets: 1 } as never),
    )
    bad('a negative bigint', /^RangeError: .*packets/, ruleOf({ name: 'counter', packets: -1n }))
    bad(
      'a name with a zero in it',
      /^RangeError: .*setName|set holds a zero/,
      ruleOf({ name: 'lookup', sreg: 1, set: 'a\0b' }),
    )
    bad(
      'a name that is too long',
      /^RangeError: .*set is 256 bytes long/,
      ruleOf({ name: 'lookup', sreg: 1, set: 'x'.repeat(256) }),
    )
    bad('an expression that there is not', /^TypeError: .*name is no expression/, ruleOf({ name: 'nope' } as never))
    bad('a message that there is not', /^TypeError: .*type is no message/, { ...ruleOf(), type: 99 })
    bad(
      'a rule that no attribute can hold',
      /^RangeError: .*65535/,
      ruleOf(...Array<Expression>(2000).fill({ name: 'cmp', sreg: 1, op: 0, data: u8(1) })),
    )
    bad('expressions that lie deep in each other', /^RangeError: .*too deep/, ruleOf(nested(9)))
    bad('what it cannot read as attributes', /^RangeError: .*rest/, {
      ...ruleOf(),
      object: { ...ruleOf().object, rest: u8(3, 0, 1, 0) },
    })
  })

  describe('keeps what it does not know', () => {
    const strange = expression('inner', attribute(1, be32(7)), attribute(99, Buffer.from('abc')))

    it('an expression, whole', () => {
      const bytes = ruleMessage(expression('notrack'), strange, expression('notrack'))
      const rule = read(bytes) as Rule
      assert.deepEqual(
        rule.expressions.map(({ name }) => name),
        ['notrack', 'unknown', 'notrack'],
      )
      assert.deepEqual(read(written({ type: NFT_MSG.NEWRULE, flags: 0, object: rule })), rule)
    })

    it('a known expression with an attribute that is new', () => {
      const raw = Buffer.concat([attribute(1, be32(1)), attribute(9, be32(5))])
      const rule = read(ruleMessage(expression('cmp', raw))) as Rule
      assert.deepEqual(rule.expressions, [{ name: 'unknown', kind: 'cmp', raw: new Uint8Array(raw) }])
    })

    it('attributes of a table, behind the others', () => {
      const rest = attribute(50, Buffer.from('new!'))
      const table = read(message(NFT_MSG.NEWTABLE, attribute(1, text('t')), rest))
      assert.deepEqual(table, { family: 2, name: 't', rest: new Uint8Array(rest) })
      const again = written({ type: NFT_MSG.NEWTABLE, flags: 0, object: table as { family: number } })
      assert.deepEqual(again.subarray(-rest.length), rest)
    })

    it('a stateful object of a new kind', () => {
      const data = attribute(4, attribute(1, be32(3)))
      const object = read(
        message(NFT_MSG.NEWOBJ, attribute(1, text('t')), attribute(2, text('o')), attribute(3, be32(77)), data),
      )
      assert.deepEqual(object, { type: 77, family: 2, table: 't', name: 'o', rest: new Uint8Array(data) })
      assert.deepEqual(read(written({ type: NFT_MSG.NEWOBJ, flags: 0, object: object as { family: number } })), object)
    })
  })

  describe('reads no length that is wrong', () => {
    const whole = ruleMessage(expression('cmp', attribute(1, be32(1))))
    const broken = (at: number, value: number) => {
      const bytes = Buffer.from(whole)
      bytes.writeUInt16LE(value, at)
      return bytes
    }
    for (const length of [0, 1, 15, 19, whole.length + 1, 0xffff])
      it(`a message of ${length} bytes`, () => assert.throws(() => addon().parse(broken(0, length)), RangeError))
    for (const length of [0, 3, 0xffff])
      it(`an attribute of ${length} bytes`, () => assert.throws(() => addon().parse(broken(20, length)), RangeError))
    it('an attribute of the wrong size is kept from libnftnl', () => {
      const table = read(message(NFT_MSG.NEWTABLE, attribute(1, text('t')), attribute(2, Buffer.from([1, 2]))))
      assert.deepEqual(table, { family: 2, name: 't', rest: new Uint8Array(attribute(2, Buffer.from([1, 2]))) })
    })
    it('a text without an end is kept from libnftnl', () => {
      assert.deepEqual(read(message(NFT_MSG.NEWTABLE, attribute(1, Buffer.from('open')))), {
        family: 2,
        rest: new Uint8Array(attribute(1, Buffer.from('open'))),
      })
    })
  })

  describe('elements', () => {
    const target = { family: 2, table: 't', name: 's' }
    const build = (elements: ElementColumns) =>
      addon().buildBatch([{ type: NFT_MSG.NEWSETELEM, flags: 0, object: target, elements }], 1)
    const taken = (elements: ElementColumns) => {
      const reader = addon().elementReader()
      reader.add(build(elements).bytes)
      return reader.take()
    }

    it('fill as many messages as they need, in order', () => {
      const count = 20_000
      const keys = new Uint8Array(new Uint32Array(count).map((_, i) => i).buffer)
      const { sequences, end } = build({ count, keyLen: 4, keys })
      assert.deepEqual([...sequences], [2])
      assert.equal(end > 5, true)
      const [list, ...more] = taken({ count, keyLen: 4, keys })
      assert.deepEqual(more, [])
      assert.deepEqual(list, { family: 2, table: 't', set: 's', count, keyLen: 4, keys })
    })

    it('keep every column', () => {
      const columns: ElementColumns = {
        count: 3,
        keyLen: 4,
        keys: u8(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2),
        keyEnds: u8(0, 0, 0, 0, 1, 1, 1, 9, 2, 2, 2, 9),
        dataLen: 2,
        data: u8(0, 0, 0, 80, 0, 81),
        flags: Uint32Array.of(2, 0, 0),
        timeouts: BigUint64Array.of(0n, 1000n, 2n ** 63n),
        expirations: BigUint64Array.of(0n, 999n, 0n),
        objrefs: { names: ['a', 'b'], index: Int32Array.of(-1, 1, 0) },
        userdata: { bytes: u8(9, 8, 7), offsets: Uint32Array.of(0, 0, 1, 3) },
        expressions: [
          undefined,
          [{ name: 'counter', packets: 1n, bytes: 2n }],
          [{ name: 'notrack' }, { name: 'notrack' }],
        ],
      }
      const [list] = taken(columns)
      const objrefs = { names: ['b', 'a'], index: Int32Array.of(-1, 0, 1) }
      assert.deepEqual(list, { family: 2, table: 't', set: 's', ...columns, data: u8(0, 0, 0, 80, 0, 81), objrefs })
    })

    it('keep verdicts and their chains', () => {
      const [list] = taken({
        count: 2,
        keyLen: 1,
        keys: u8(6, 17),
        verdicts: Int32Array.of(-3, 0),
        chains: { names: ['x'], index: Int32Array.of(0, -1) },
      })
      assert.deepEqual(list?.verdicts, Int32Array.of(-3, 0))
      assert.deepEqual(list?.chains, { names: ['x'], index: Int32Array.of(0, -1) })
    })

    it('of another length begin another list', () => {
      const reader = addon().elementReader()
      reader.add(build({ count: 1, keyLen: 4, keys: u8(1, 2, 3, 4) }).bytes)
      reader.add(build({ count: 1, keyLen: 2, keys: u8(1, 2) }).bytes)
      assert.deepEqual(
        reader.take().map(({ keyLen }) => keyLen),
        [4, 2],
      )
      assert.deepEqual(reader.take(), [])
    })

    const short = (columns: object, expected: RegExp) => {
      const elements = { count: 2, keyLen: 4, keys: new Uint8Array(8), ...columns } as ElementColumns
      it(`are refused where a column does not fit: ${Object.keys(columns)}`, () =>
        assert.throws(() => build(elements), expected))
    }
    short({ keys: new Uint8Array(7) }, /^RangeError: .*keys has 7 items, not 8/)
    short({ flags: new Uint32Array(1) }, /^RangeError: .*flags has 1 items/)
    short({ flags: new Uint8Array(2) }, /^TypeError: .*flags is not a typed array of the right type/)
    short({ keyLen: 65 }, /^RangeError: .*keyLen/)
    short({ count: -1 }, /^RangeError: .*count/)
    short(
      { chains: { names: ['x'], index: Int32Array.of(0, 1) } },
      /^RangeError: .*chains.index points behind the names/,
    )
    short(
      { userdata: { bytes: u8(1), offsets: Uint32Array.of(0, 2, 1) } },
      /^RangeError: .*userdata.offsets do not fit/,
    )
    short({ userdata: { bytes: u8(1), offsets: Uint32Array.of(0, 1, 2) } }, /^RangeError: .*userdata.bytes has 1 items/)
  })

  it('does not trust a tape', () => {
    const native = loadAddon('nftables') as {
      buildRequest(tape: Uint8Array, elements: unknown[], sequence: number): Uint8Array
    }
    const tape = Uint32Array.of(NFT_MSG.NEWTABLE, 0, 0xffffffff, 2, 1, 77, 0)
    for (let words = 0; words <= tape.length; words++)
      assert.throws(() => native.buildRequest(new Uint8Array(tape.buffer, 0, words * 4), [], 1), RangeError)
  })

  it('works in a worker at the same time', async () => {
    const folder = process.env.NETLINK_TS_NATIVE_DIR ?? join(import.meta.dirname, '../../build/Release')
    const file = resolve(folder, 'nftables.node')
    const worker = new Worker(
      `const { parentPort } = require('node:worker_threads')
      parentPort.postMessage(require(${JSON.stringify(file)}).tables().expressions.length)`,
      { eval: true },
    )
    const answer = await new Promise((done, reject) => worker.once('message', done).once('error', reject))
    assert.equal(answer, 39)
    await worker.terminate()
  })
})
