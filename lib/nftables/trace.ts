import { nfgenmsg } from '../protocol/nfnetlink.ts'
import type { AnyMessage } from '../transport/message.ts'
import { type Attribute, attrs, type Rows } from '../wire/attrs.ts'
import { be32, be64, scaled } from '../wire/integers.ts'
import { list } from '../wire/list.ts'
import { message } from '../wire/message.ts'
import { binary, text } from '../wire/text.ts'
import type { Type } from '../wire/type.ts'
import { messageNames, SUBSYSTEM } from './kernel/number.ts'

// What a line of a trace shows of nftables: what the message is about, and the names of what it holds. libnftnl reads all of it.

const name = text(255)
const expressionList = list(1, attrs('NFTA_EXPR', { name: [1, name] }))
const elementList = list(1, binary)

/** Expressions by their names: `payload cmp immediate`. */
const expressions: Type<string, never> = {
  size: 0,
  read: (bytes, at, length) =>
    expressionList
      .read(bytes, at, length)
      .map((expression) => expression.name)
      .join(' '),
  write: expressionList.write,
}

/** How many there are. */
const count: Type<number, never> = {
  size: 0,
  read: (bytes, at, length) => elementList.read(bytes, at, length).length,
  write: elementList.write,
}

/** Signed, unlike every other number here. */
const priority = scaled(
  be32,
  (wire) => wire | 0,
  (value) => value >>> 0,
)

const hook = attrs('NFTA_HOOK', { hooknum: [1, be32], priority: [2, priority], dev: [3, name] })

const table = { name: [1, name], flags: [2, be32], use: [3, be32], handle: [4, be64] } as const satisfies Rows
const chain = {
  table: [1, name],
  handle: [2, be64],
  name: [3, name],
  hook: [4, hook],
  policy: [5, be32],
  use: [6, be32],
  type: [7, name],
  flags: [10, be32],
  id: [11, be32],
} as const satisfies Rows
const rule = {
  table: [1, name],
  chain: [2, name],
  handle: [3, be64],
  expressions: [4, expressions],
  position: [6, be64],
  userdata: [7, binary],
  id: [9, be32],
  positionId: [10, be32],
} as const satisfies Rows
const set = {
  table: [1, name],
  name: [2, name],
  flags: [3, be32],
  keyType: [4, be32],
  keyLen: [5, be32],
  dataType: [6, be32],
  dataLen: [7, be32],
  id: [10, be32],
  handle: [16, be64],
} as const satisfies Rows
const elements = { table: [1, name], set: [2, name], elements: [3, count], setId: [4, be32] } as const satisfies Rows
const generation = { id: [1, be32], procPid: [2, be32], procName: [3, name] } as const satisfies Rows
const object = { table: [1, name], name: [2, name], type: [3, be32], use: [5, be32], handle: [6, be64] } as const
const flowtable = { table: [1, name], name: [2, name], hook: [3, hook], use: [4, be32], handle: [5, be64] } as const

const TABLE = message('NFTA_TABLE', nfgenmsg, table)
const CHAIN = message('NFTA_CHAIN', nfgenmsg, chain)
const RULE = message('NFTA_RULE', nfgenmsg, rule)
const SET = message('NFTA_SET', nfgenmsg, set)
const ELEMENTS = message('NFTA_SET_ELEM_LIST', nfgenmsg, elements)
const GENERATION = message('NFTA_GEN', nfgenmsg, generation)
const TRACE = message('NFTA_TRACE', nfgenmsg, {})
const OBJECT = message('NFTA_OBJ', nfgenmsg, object)
const FLOWTABLE = message('NFTA_FLOWTABLE', nfgenmsg, flowtable)

/** The edges of a batch: the generation of the ruleset for which the batch was made. */
const EDGE = message('NFNL_BATCH', nfgenmsg, { genid: [1, be32] })

type Face = AnyMessage & { readonly prefix: string; readonly rows: readonly Attribute[] }

const FACES: Readonly<Record<string, Face>> = {
  TABLE,
  CHAIN,
  RULE,
  SET,
  SETELEM: ELEMENTS,
  GEN: GENERATION,
  TRACE,
  OBJ: OBJECT,
  FLOWTABLE,
}

/** The table that shows a message of nfnetlink: `number` is that of the subsystem. */
export function traceTable(number: number, message: number): Face | undefined {
  if (number === 0) return EDGE
  const noun =
    number === SUBSYSTEM ? messageNames[message]?.replace(/^NFT_MSG_(NEW|GET|DEL|DESTROY)?|_RESET$/g, '') : undefined
  return noun === undefined ? undefined : FACES[noun]
}
