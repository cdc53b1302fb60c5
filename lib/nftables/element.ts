import type { Expression, SetElement } from './bytecode.ts'
import type { BytesColumn, ElementColumns, NameColumn } from './native.ts'

/** NFT_SET_ELEM_* of <linux/netfilter/nf_tables.h>. */
export const INTERVAL_END = 1
export const CATCHALL = 2

/** Elements one by one into columns, as they cross to the addon. All keys are equally long, and so are all data. */
export function packElements(elements: readonly SetElement[]): ElementColumns {
  const count = elements.length
  const keyLen = elements.find(({ key }) => key !== undefined)?.key?.length ?? 0
  const columns: ElementColumns = { count, keyLen, keys: rows(elements, keyLen, ({ key }) => key) }
  const has = (field: keyof SetElement) => elements.some((element) => element[field] !== undefined)
  if (has('keyEnd')) columns.keyEnds = rows(elements, keyLen, ({ key, keyEnd }) => keyEnd ?? key)
  if (has('data')) {
    columns.dataLen = elements.find(({ data }) => data !== undefined)?.data?.length ?? 0
    columns.data = rows(elements, columns.dataLen, ({ data }) => data)
  }
  if (has('flags')) columns.flags = Uint32Array.from(elements, ({ flags = 0 }) => flags)
  if (has('verdict')) columns.verdicts = Int32Array.from(elements, ({ verdict = 0 }) => verdict)
  if (has('timeout')) columns.timeouts = BigUint64Array.from(elements, ({ timeout = 0n }) => timeout)
  if (has('expiration')) columns.expirations = BigUint64Array.from(elements, ({ expiration = 0n }) => expiration)
  if (has('chain')) columns.chains = names(elements, ({ chain }) => chain)
  if (has('objref')) columns.objrefs = names(elements, ({ objref }) => objref)
  if (has('userdata')) columns.userdata = bytes(elements, ({ userdata }) => userdata)
  if (has('expressions')) columns.expressions = elements.map(({ expressions }) => expressions)
  return columns
}

function rows(
  elements: readonly SetElement[],
  length: number,
  field: (element: SetElement) => Uint8Array | undefined,
): Uint8Array {
  const out = new Uint8Array(elements.length * length)
  for (let i = 0; i < elements.length; i++) {
    const value = field(elements[i] as SetElement)
    if (value === undefined) continue
    if (value.length !== length) throw new RangeError(`element ${i} has ${value.length} bytes, others have ${length}`)
    out.set(value, i * length)
  }
  return out
}

function names(elements: readonly SetElement[], field: (element: SetElement) => string | undefined): NameColumn {
  const places = new Map<string, number>()
  const index = new Int32Array(elements.length).fill(-1)
  for (let i = 0; i < elements.length; i++) {
    const name = field(elements[i] as SetElement)
    if (name === undefined) continue
    const place = places.get(name) ?? places.size
    places.set(name, place)
    index[i] = place
  }
  return { names: [...places.keys()], index }
}

function bytes(elements: readonly SetElement[], field: (element: SetElement) => Uint8Array | undefined): BytesColumn {
  const offsets = new Uint32Array(elements.length + 1)
  for (let i = 0; i < elements.length; i++)
    offsets[i + 1] = (offsets[i] as number) + (field(elements[i] as SetElement)?.length ?? 0)
  const out = new Uint8Array(offsets[elements.length] as number)
  for (let i = 0; i < elements.length; i++) out.set(field(elements[i] as SetElement) ?? [], offsets[i])
  return { bytes: out, offsets }
}

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

/** Columns as elements one by one: for sets that are not large. */
export function unpackElements(columns: ElementColumns): SetElement[] {
  return Array.from({ length: columns.count }, (_, i) => elementAt(columns, i))
}
