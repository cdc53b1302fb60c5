/**
 * The whole border between TypeScript and the addon `nftables` (native/nftables). Nothing else crosses it.
 *
 * The addon turns objects into netlink messages and back, by libnftnl; it opens no socket and has no thread. Every
 * function is synchronous. A value that does not fit is a TypeError or RangeError that names the property.
 */

/** An expression of lib/nftables/bytecode, which says what is in each. */
export interface AnyExpression {
  name: string
}

/**
 * A table, chain, rule, set, stateful object or flowtable of lib/nftables/bytecode, or the target of elements (family, table,
 * name or id). `rest` holds attributes that no row of the addon knows, as they came, and is written behind the others.
 */
export interface AnySubject {
  family: number
  rest?: Uint8Array
}

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
  expressions?: (AnyExpression[] | undefined)[]
}

/** Elements with the set that they belong to. */
export interface ElementList extends ElementColumns {
  family: number
  table: string
  set: string
}

/** One message, or for many elements several with the same sequence number. */
export interface Command {
  /** NFT_MSG_* */
  type: number
  /** NLM_F_*; NLM_F_REQUEST is added. */
  flags: number
  object: AnySubject
  /** For NFT_MSG_*SETELEM. */
  elements?: ElementColumns
}

/**
 * A batch: NFNL_MSG_BATCH_BEGIN with the sequence number `sequence`, command i with `sequence + 1 + i`, and NFNL_MSG_BATCH_END
 * unless `open`. With `generation`, the kernel refuses it (ERESTART) when that is not the generation of its ruleset.
 */
export function buildBatch(
  commands: readonly Command[],
  sequence: number,
  options?: { generation?: number; open?: boolean },
): Uint8Array

/** One message outside of any batch: gets and dumps. */
export function buildRequest(command: Command, sequence: number): Uint8Array

/** A message of the kernel, other than elements. The object of NFT_MSG_NEWGEN is `{ id, procPid, procName }`. */
export interface Message {
  /** NFT_MSG_* */
  type: number
  flags: number
  sequence: number
  object: AnySubject
}

/**
 * Every message of nftables in `bytes`, in order; control messages and set elements are left out. Bytes of the results are views
 * into one buffer of their own. A RangeError where the messages are not well formed.
 */
export function parse(bytes: Uint8Array): Message[]

/** Gathers the elements of element messages, chunk by chunk; another set begins another list. */
export class ElementReader {
  constructor()
  add(bytes: Uint8Array): void
  /** What was gathered, and begins anew. */
  take(): ElementList[]
}

/** The text of libnftnl for what the command carries, as `nft --debug=netlink` prints it. */
export function print(command: Command): string
