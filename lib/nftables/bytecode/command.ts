import type * as border from '../../../types/nftables.d.ts'
import type { Variant } from '../tape/variant.ts'
import type { Expression } from './expression.ts'
import type { Chain, Flowtable, Set as NftSet, Rule, StatefulObject, Table } from './object.ts'

/** Elements of a set, column by column; see types/nftables.d.ts. */
export interface ElementColumns extends border.ElementColumns {
  /** Undefined for a row without any. */
  expressions?: (Expression[] | undefined)[]
}

/** Elements as the kernel listed them, with the set that they belong to. */
export interface ElementList extends ElementColumns {
  family: number
  table: string
  set: string
}

/** A set as the target of element messages. */
export interface ElementTarget {
  family: number
  table: string
  name?: string
  id?: number
}

/** NFTA_GEN_* */
export interface Generation {
  id: number
  procPid?: number
  procName?: string
}

/** A rule that goes out; of rules that are made alike the expressions need not be there in full. */
export interface OutgoingRule extends Omit<Rule, 'expressions'> {
  expressions: Expression[] | Variant
}

/** Attributes that no table knows, as they came; they are written behind the others. */
interface Rest {
  rest?: Uint8Array
}

/** One message of a batch; of many elements several, with the same sequence number. */
export interface Command {
  /** NFT_MSG_* */
  type: number
  /** NLM_F_*; NLM_F_REQUEST is added. */
  flags: number
  object: (Table | Chain | OutgoingRule | NftSet | StatefulObject | Flowtable | ElementTarget | { family: number }) &
    Rest
  /** For NFT_MSG_*SETELEM. */
  elements?: ElementColumns
}

/** A message of the kernel; `type` (NFT_MSG_*) says what `object` is. */
export interface Message {
  type: number
  flags: number
  sequence: number
  object: (Table | Chain | Rule | NftSet | StatefulObject | Flowtable | Generation) & Rest
}
