/**
 * The whole border between TypeScript and the addon `nftables` (native/nftables). Nothing else crosses it.
 *
 * The addon turns objects into netlink messages and back, by libnftnl; it opens no socket and has no thread. Every
 * function is synchronous. A value that does not fit is a TypeError or RangeError that names the property.
 *
 * Objects go out on a tape (lib/nftables/tape/recorder.ts lays it), because asking for each property across the border takes five times
 * as long: native u32 and u64, bytes as a length and the bytes, texts as bytes with a final zero, all padded to four.
 *
 *     command     type, flags, number of its columns in `elements` (or 0xffffffff), family, subject
 *     subject     table, chain, set, flowtable: properties, rest
 *                 rule: properties, 1 and expressions (or 0 and empty bytes), rest
 *                 stateful object: NFT_OBJECT_*, properties, properties of its kind (when known), timeouts as bytes of pairs, rest
 *                 elements: text table, text set, 1 or 0, id;  generation: nothing
 *     properties  a count, then the number of each row of {@link tables} and its value
 *     expressions bytes that hold for each: bytes of the number of its table and its properties; or of 0xffffffff, text kind,
 *                 bytes raw
 *     rest        bytes: attributes of netlink
 */

/** Strings of a column, each kept once: `names[index[i]]`, -1 for a row without one. */
export interface NameColumn {
  names: string[]
  index: Int32Array
}

/** Bytes of a column: row i is `bytes[offsets[i] .. offsets[i + 1])`, empty for a row without any. */
export interface BytesColumn {
  bytes: Uint8Array
  offsets: Uint32Array
}

/**
 * Elements of one set, column by column: row i of every column that is there is element i. Rows that an element does not
 * have: keys of NFT_SET_ELEM_CATCHALL, data and verdicts of NFT_SET_ELEM_INTERVAL_END, a zero of `flags`, `timeouts`
 * and `expirations`, and what {@link NameColumn} and {@link BytesColumn} say.
 */
export interface ElementColumns {
  count: number
  /** Bytes of one key. */
  keyLen: number
  keys: Uint8Array
  /** The upper ends of ranges in a set of concatenations; as long as `keys`. */
  keyEnds?: Uint8Array
  /** Bytes of the data of one element. */
  dataLen?: number
  data?: Uint8Array
  /** NFT_SET_ELEM_* */
  flags?: Uint32Array
  /** NF_ACCEPT, NFT_JUMP, ... */
  verdicts?: Int32Array
  /** Where NFT_JUMP and NFT_GOTO go. */
  chains?: NameColumn
  objrefs?: NameColumn
  /** Milliseconds. */
  timeouts?: BigUint64Array
  /** Milliseconds. */
  expirations?: BigUint64Array
  userdata?: BytesColumn
}

/** Columns on their way to the kernel: expressions are bytes, each row as on a tape. */
export interface OutgoingColumns extends ElementColumns {
  expressions?: BytesColumn
}

/** Columns from the kernel: expressions are a tape of their own, with those of each row. */
export interface IncomingColumns extends ElementColumns {
  expressions?: Uint8Array<ArrayBuffer>
}

/** Elements with the set that they belong to. */
export interface ElementList extends IncomingColumns {
  family: number
  table: string
  set: string
}

/** One attribute: `limit` is the greatest length of texts, bytes and lists. */
export interface Row {
  name: string
  kind: 'u8' | 'u16' | 'u32' | 's32' | 'u64' | 'string' | 'bytes' | 'u8List' | 'devices' | 'expressions'
  limit: number
}

/** What there is, by number. */
export interface Tables {
  expressions: { name: string; rows: Row[] }[]
  table: Row[]
  chain: Row[]
  rule: Row[]
  set: Row[]
  flowtable: Row[]
  object: Row[]
  /** By NFT_OBJECT_*; a hole where libnftnl does not know the kind. */
  kinds: (Row[] | undefined)[]
}

export function tables(): Tables

/** Messages with sequence numbers that count up: those of command i begin with `sequences[i]`, and `end` is that of the batch's end. */
export interface Batch {
  bytes: Uint8Array<ArrayBuffer>
  sequences: Uint32Array<ArrayBuffer>
  end: number
}

/**
 * A batch: NFNL_MSG_BATCH_BEGIN with the sequence number `sequence`, the commands (one message each, more for many elements), and
 * NFNL_MSG_BATCH_END unless `open`. With `generation`, the kernel refuses it (ERESTART) when that is not the generation of its ruleset.
 */
export function buildBatch(
  tape: Uint8Array,
  elements: OutgoingColumns[],
  sequence: number,
  options?: { generation?: number; open?: boolean },
): Batch

/** One message outside of any batch: gets and dumps. */
export function buildRequest(tape: Uint8Array, elements: OutgoingColumns[], sequence: number): Uint8Array<ArrayBuffer>

/**
 * Every message of nftables in `bytes`, in order, on a tape; control messages and set elements are left out. A RangeError where the
 * messages are not well formed.
 *
 *     tape        where the texts begin, messages; then the texts: a count, and bytes of each
 *     message     type, flags, sequence number, object
 *     object      table, chain, set, flowtable: properties, rest;  rule: properties, expressions, rest
 *                 stateful object: NFT_OBJECT_*, properties (rows of the kind behind those of all), timeouts as bytes of pairs, rest
 *                 generation: id, process id, text process name
 *     properties  a count, then the number of each row of {@link tables} and its value; a text is its number
 *     expressions a count, and for each a number below 1024 that is the same for equal ones, with the highest bit when what it is
 *                 follows: the number of its table and its properties, or 0xffffffff, text kind, bytes raw. In a list among
 *                 properties: a count, and of each what it is
 */
export function parse(bytes: Uint8Array): Uint8Array<ArrayBuffer>

/** Gathers the elements of element messages, chunk by chunk; another set begins another list. */
export class ElementReader {
  constructor()
  add(bytes: Uint8Array): void
  /** Returns what was gathered, and starts empty again. */
  take(): ElementList[]
}

/** The text of libnftnl for what the first command of the tape carries, as `nft --debug=netlink` prints it. */
export function print(tape: Uint8Array, elements: OutgoingColumns[]): string
