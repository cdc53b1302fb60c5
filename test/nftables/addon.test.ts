import assert from 'node:assert/strict'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Expression, Rule } from '../../lib/nftables/bytecode.ts'
import { NFT_MSG } from '../../lib/nftables/kernel.ts'
import { addon, type Command } from '../../lib/nftables/native.ts'
import { loadAddon } from '../../lib/transport/native.ts'
import { read, written } from './support/addon-message.ts'

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
    bad('data that are not bytes', /^TypeError: .*data must be a Uint8Array/, cmp([1]))
    bad(
      'data longer than a register',
      /^RangeError: .*data must be at most 64 bytes long, not 65/,
      cmp(new Uint8Array(65)),
    )
    bad(
      'a number for a bigint',
      /^TypeError: .*packets must be a bigint/,
      ruleOf({ name: 'counter', packets: 1 } as never),
    )
    bad('a negative bigint', /^RangeError: .*packets/, ruleOf({ name: 'counter', packets: -1n }))
    bad(
      'a name with a zero in it',
      /^RangeError: .*setName|set must not contain a NUL/,
      ruleOf({ name: 'lookup', sreg: 1, set: 'a\0b' }),
    )
    bad(
      'a name that is too long',
      /^RangeError: .*set must be at most 255 bytes long, not 256/,
      ruleOf({ name: 'lookup', sreg: 1, set: 'x'.repeat(256) }),
    )
    bad('an expression that there is not', /^TypeError: .*name is not an expression/, ruleOf({ name: 'nope' } as never))
    bad('a message that there is not', /^TypeError: .*type is not a message/, { ...ruleOf(), type: 99 })
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
