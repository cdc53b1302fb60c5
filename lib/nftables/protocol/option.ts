import { bigInteger as integer } from '../datatype/table.ts'
import { type Extension, fields, OP_IP_OPTION, OP_TCP_OPTION } from './extension.ts'
import type { Field, FieldRow } from './field.ts'

const kindRow: FieldRow = ['kind', integer, 0, 8]
const lengthRow: FieldRow = ['length', integer, 8, 8]

function tcpOption(name: string, type: number, rows: readonly FieldRow[] = []): Extension {
  return { name, id: 0, op: OP_TCP_OPTION, type, fields: fields([kindRow, lengthRow, ...rows], 0) }
}

/** The edges of block number `block` of a selective acknowledgement. */
function sackBlock(block: number): FieldRow[] {
  return [
    ['left', integer, 16 + 64 * block, 32],
    ['right', integer, 48 + 64 * block, 32],
  ]
}

const SACK = 5

/** TCP options; `sack1` to `sack3` are the further blocks of `sack`. */
export const tcpOptions: readonly Extension[] = [
  { name: 'eol', id: 0, op: OP_TCP_OPTION, type: 0, fields: fields([kindRow], 0) },
  { name: 'nop', id: 0, op: OP_TCP_OPTION, type: 1, fields: fields([kindRow], 0) },
  tcpOption('maxseg', 2, [['size', integer, 16, 16]]),
  tcpOption('window', 3, [['count', integer, 16, 8]]),
  tcpOption('sack-perm', 4),
  tcpOption('sack', SACK, sackBlock(0)),
  tcpOption('sack0', SACK, sackBlock(0)),
  { name: 'sack1', id: 0, op: OP_TCP_OPTION, type: SACK, fields: fields(sackBlock(1), 4) },
  { name: 'sack2', id: 0, op: OP_TCP_OPTION, type: SACK, fields: fields(sackBlock(2), 6) },
  { name: 'sack3', id: 0, op: OP_TCP_OPTION, type: SACK, fields: fields(sackBlock(3), 8) },
  tcpOption('timestamp', 8, [
    ['tsval', integer, 16, 32],
    ['tsecr', integer, 48, 32],
  ]),
  tcpOption('md5sig', 19),
  tcpOption('mptcp', 30, [['subtype', integer, 16, 4]]),
  tcpOption('fastopen', 34),
]

const ipHead = fields([['type', integer, 0, 8], lengthRow], 1)

function ipOption(name: string, type: number, rest: readonly Field[]): Extension {
  return { name, id: 0, op: OP_IP_OPTION, type, fields: [...ipHead, ...rest] }
}

/** nft numbers the fields of all options of IPv4 together. */
const value = fields([['value', integer, 16, 16]], 3)
const route = fields(
  [
    ['ptr', integer, 16, 8],
    ['addr', integer, 24, 32],
  ],
  4,
)

/** IPv4 options. */
export const ipOptions: readonly Extension[] = [
  ipOption('lsrr', 131, route),
  ipOption('rr', 7, route),
  ipOption('ssrr', 137, route),
  ipOption('ra', 148, value),
]
