import assert from 'node:assert/strict'
import { bytecode, type Conditions } from '../../lib/sockets/bytecode.ts'
import { readSockets, type SocketFilter } from '../../lib/sockets/filter.ts'
import { conditionsOf } from '../../lib/sockets/inet.ts'
import { PROTOCOLS } from '../../lib/sockets/kinds.ts'
import { Writer } from '../../lib/wire/writer.ts'
import { entries, runs } from '../sockets/support/bytecode.ts'

/** Filters of ss 6.1, the programs that it sends, captured by strace, and the same filters here. */
const CASES: readonly (readonly [ss: string, program: string, filter: SocketFilter])[] = [
  ['sport = :80', '07101400000000005000000000000000', { local: ':80' }],
  ['dport >= :1024', '04080c0000000004', { remote: { port: { from: 1024 } } }],
  ['sport >= :8000 and sport <= :8999', '020814000000401f03080c0000002723', { local: ':8000-8999' }],
  ['src 10.0.0.0/8', '0710140002080000ffffffff0a000000', { local: '10.0.0.0/8' }],
  [
    'src 10.0.0.0/8 and sport = :80',
    '0710240002080000ffffffff0a00000007101400000000005000000000000000',
    { local: '10.0.0.0/8:80' },
  ],
  ['src 10.1.2.3:80', '0710140002200000500000000a010203', { local: { address: '10.1.2.3', port: 80 } }],
  ['dst fe80::/10', '081c20000a0a0000fffffffffe800000000000000000000000000000', { remote: 'fe80::/10' }],
  [
    'dst [2001:db8::1]:443',
    '081c20000a800000bb01000020010db8000000000000000000000001',
    { remote: '[2001:db8::1]:443' },
  ],
  ['fwmark = 0x10/0xff', '0a0c100010000000ff000000', { mark: { mark: 0x10, mask: 0xff } }],
  ['fwmark = 7', '0a0c100007000000ffffffff', { mark: 7 }],
  [
    'src 127.0.0.0/9 and dst 10.0.0.0/30 and dport <= :99',
    '07102c0002090000ffffffff7f00000008101c00021e0000ffffffff0a00000005080c0000006300',
    { local: '127.0.0.0/9', remote: { address: '10.0.0.0/30', port: '0-99' } },
  ],
]

function compiled(conditions: Conditions): Uint8Array {
  const writer = new Writer(256)
  bytecode.write(writer, conditions)
  return writer.u8.slice(0, writer.at)
}

const programOf = (filter: SocketFilter) =>
  compiled(conditionsOf(readSockets('listSockets', filter, undefined, PROTOCOLS).selected))

describe('filters of sockets', () => {
  const sockets = entries()

  for (const [ss, captured, filter] of CASES)
    it(`select what ss selects: ${ss}`, () => {
      const program = programOf(filter)
      const theirs = Uint8Array.from(Buffer.from(captured, 'hex'))
      const selected = sockets.map((socket) => runs(program, socket))
      assert.deepEqual(
        selected,
        sockets.map((socket) => runs(theirs, socket)),
      )
      assert.ok(selected.includes(true) && selected.includes(false))
    })

  it('are compiled to one condition after the other, each with a jump beyond the end', () => {
    const program = programOf({ local: '10.0.0.0/8:80', remote: ':443', link: 2, mark: 1, cgroup: 3 })
    const operations: [code: number, yes: number, beyond: number][] = []
    for (let at = 0; at < program.length; at += program[at + 1] as number) {
      const no = (program[at + 2] as number) | ((program[at + 3] as number) << 8)
      operations.push([program[at] as number, program[at + 1] as number, at + no - program.length])
    }
    assert.deepEqual(operations, [
      ...[
        [2, 8, 4],
        [3, 8, 4],
        [4, 8, 4],
        [5, 8, 4],
      ],
      ...[
        [7, 16, 4],
        [9, 8, 4],
        [10, 12, 4],
        [13, 12, 4],
      ],
    ])
  })

  it('need no condition for every port', () => {
    assert.throws(() => programOf({ local: ':0-65535' }), /must have a condition/)
  })
})
