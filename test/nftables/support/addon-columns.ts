import type { Expression, SetElement } from '../../../lib/nftables/bytecode.ts'
import { CATCHALL, INTERVAL_END } from '../../../lib/nftables/compile/segment.ts'
import type { BytesColumn, ElementColumns, NameColumn } from '../../../lib/nftables/native.ts'

/** Row `i` of the columns as one element. Its bytes are views into the columns. */
export function elementAt(columns: ElementColumns, i: number): SetElement {
  const { keyLen, keys, keyEnds, dataLen = 0, data, verdicts, expressions } = columns
  const flags = columns.flags?.[i] ?? 0
  const element: SetElement = flags === 0 ? {} : { flags }
  if ((flags & CATCHALL) === 0) {
    element.key = keys.subarray(i * keyLen, (i + 1) * keyLen)
    if (keyEnds !== undefined) element.keyEnd = keyEnds.subarray(i * keyLen, (i + 1) * keyLen)
  }
  if ((flags & INTERVAL_END) === 0) {
    if (verdicts !== undefined) element.verdict = verdicts[i] as number
    if (data !== undefined) element.data = data.subarray(i * dataLen, (i + 1) * dataLen)
  }
  const timeout = columns.timeouts?.[i] ?? 0n
  if (timeout !== 0n) element.timeout = timeout
  const expiration = columns.expirations?.[i] ?? 0n
  if (expiration !== 0n) element.expiration = expiration
  const chain = nameAt(columns.chains, i)
  if (chain !== undefined) element.chain = chain
  const objref = nameAt(columns.objrefs, i)
  if (objref !== undefined) element.objref = objref
  const userdata = bytesAt(columns.userdata, i)
  if (userdata !== undefined) element.userdata = userdata
  const list: Expression[] | undefined = expressions?.[i]
  if (list !== undefined) element.expressions = list
  return element
}

function nameAt(column: NameColumn | undefined, i: number): string | undefined {
  const place = column?.index[i] ?? -1
  return place < 0 ? undefined : column?.names[place]
}

function bytesAt(column: BytesColumn | undefined, i: number): Uint8Array | undefined {
  if (column === undefined) return undefined
  const start = column.offsets[i] as number
  const end = column.offsets[i + 1] as number
  return start === end ? undefined : column.bytes.subarray(start, end)
}

/** Columns as elements one by one. */
export function unpackElements(columns: ElementColumns): SetElement[] {
  return Array.from({ length: columns.count }, (_, i) => elementAt(columns, i))
}
