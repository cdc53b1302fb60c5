import { BIG, type Byteorder } from '../datatype/byteorder.ts'
import type { Datatype } from '../datatype/datatype.ts'

/** One row of a header: a field by nft's word, its place in bits, and the type of its values. */
export interface Field {
  readonly token: string
  /** nft's number of the field within its header, as the userdata of typeof sets carries it. */
  readonly id: number
  readonly datatype: Datatype
  /** Bits from the beginning of the header. */
  readonly offset: number
  /** Bits. */
  readonly length: number
  readonly byteorder: Byteorder
  /** The field only means this in messages of these types (ICMP); the first one is what nft writes. */
  readonly messages?: readonly number[]
}

/** `[token, datatype, offset, length]`, numbered from one as nft does. */
export type FieldRow = readonly [string, Datatype, number, number, (readonly number[])?]

export function fields(rows: readonly FieldRow[], first = 1): readonly Field[] {
  return rows.map(([token, datatype, offset, length, messages], index) => ({
    token,
    id: first + index,
    datatype,
    offset,
    length,
    byteorder: BIG,
    ...(messages && { messages }),
  }))
}
