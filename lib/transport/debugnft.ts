import { type Attribute, attrs, type Rows } from '../wire/attrs.ts'
import { be32, be64, scaled, u8, u16 } from '../wire/integers.ts'
import { list } from '../wire/list.ts'
import { message } from '../wire/message.ts'
import { names } from '../wire/names.ts'
import { struct } from '../wire/struct.ts'
import { binary, text } from '../wire/text.ts'
import type { Type } from '../wire/type.ts'
import type { AnyMessage } from './verb.ts'

// What a line about nftables shows: what the message is about, and the names of what it holds. All of it is libnftnl's to read.

/** struct nfgenmsg of include/uapi/linux/netfilter/nfnetlink.h, its family in the words of nft. */
const nfgenmsg = struct({
  family: names(u8, { unspec: 0, inet: 1, ip: 2, arp: 3, netdev: 5, bridge: 7, ip6: 10 }),
  _version: u8,
  _resId: u16,
})

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
type Named = readonly [name: string, message: Face]

const three = (noun: string, face: Face): Named[] => ['NEW', 'GET', 'DEL'].map((verb) => [`${verb}${noun}`, face])

/** enum nf_tables_msg_types of include/uapi/linux/netfilter/nf_tables.h, in its order. */
const MESSAGES: readonly Named[] = [
  ...three('TABLE', TABLE),
  ...three('CHAIN', CHAIN),
  ...three('RULE', RULE),
  ...three('SET', SET),
  ...three('SETELEM', ELEMENTS),
  ['NEWGEN', GENERATION],
  ['GETGEN', GENERATION],
  ['TRACE', TRACE],
  ...three('OBJ', OBJECT),
  ['GETOBJ_RESET', OBJECT],
  ...three('FLOWTABLE', FLOWTABLE),
  ['GETRULE_RESET', RULE],
  ['DESTROYTABLE', TABLE],
  ['DESTROYCHAIN', CHAIN],
  ['DESTROYRULE', RULE],
  ['DESTROYSET', SET],
  ['DESTROYSETELEM', ELEMENTS],
  ['DESTROYOBJ', OBJECT],
  ['DESTROYFLOWTABLE', FLOWTABLE],
  ['GETSETELEM_RESET', ELEMENTS],
]

/** NLMSG_MIN_TYPE and what follows are messages of nfnetlink itself. */
const EDGES: readonly Named[] = [
  ['NFNL_MSG_BATCH_BEGIN', EDGE],
  ['NFNL_MSG_BATCH_END', EDGE],
]
const FIRST_EDGE = 16
/** NFNL_SUBSYS_NFTABLES of include/uapi/linux/netfilter/nfnetlink.h, in the upper half of a message type. */
const SUBSYSTEM = 10

/** The name of a message type of nfnetlink, and the table that shows it; undefined for those that are not of nftables. */
export function nfnetlinkMessage(type: number): Named | undefined {
  if (type >> 8 === 0) return EDGES[type - FIRST_EDGE]
  const known = type >> 8 === SUBSYSTEM ? MESSAGES[type & 0xff] : undefined
  return known === undefined ? undefined : [`NFT_MSG_${known[0]}`, known[1]]
}
