import type { SetElement } from './bytecode.ts'
import type { BytesColumn, ElementColumns, NameColumn } from './native.ts'

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
