import type { Expr, Mapping } from '../json.ts'
import type { BytesColumn, ElementColumns } from '../native.ts'
import { ELEMENT_COMMENT, readUserdata, recordText } from '../selector/userdata.ts'
import { type Finish, printKeys } from './key.ts'
import type { KnownSet, Scope } from './known.ts'
import { type PrintedPart, prefixRun, printedParts, wholePrinter } from './part.ts'
import { printStateful } from './stateful.ts'
import type { Printer } from './value.ts'
import { printVerdict } from './verdict.ts'

/** The elements of a set, in nft's order. */
export function printElements(scope: Scope, set: KnownSet, shift = 0): (Expr | Mapping)[] {
  const { elements } = set
  if (!elements || elements.count === 0) return []
  return printKeys(scope, set, elements, shift, finisher(scope, set, elements))
}

/** Puts around a key what its element has beside it: properties, and the data of a map. */
function finisher(scope: Scope, set: KnownSet, elements: ElementColumns): Finish {
  const plain = !elements.timeouts && !elements.expirations && !elements.userdata && !elements.expressions
  const data = dataPrinter(scope, set, elements)
  if (plain && !data) return (_, key) => key
  const whole = (index: number, key: Expr): Expr => (plain ? key : withProperties(scope, elements, index, key))
  return data ? (index, key) => [whole(index, key), data(index)] : whole
}

function withProperties(scope: Scope, elements: ElementColumns, index: number, val: Expr): Expr {
  const timeout = elements.timeouts?.[index] ?? 0n
  const expiration = elements.expirations?.[index] ?? 0n
  const comment = elements.userdata && commentOf(elements.userdata, index)
  const statements = elements.expressions?.[index] ?? []
  if (timeout === 0n && expiration === 0n && comment === undefined && statements.length === 0) return val
  const stateful: object = Object.assign({}, ...statements.map((row) => printStateful(scope, row)))
  return {
    elem: {
      val,
      ...(timeout !== 0n && { timeout: Number(timeout / 1000n) }),
      ...(expiration !== 0n && { expires: Number(expiration / 1000n) }),
      ...(comment !== undefined && { comment }),
      ...stateful,
    },
  }
}

function commentOf({ bytes, offsets }: BytesColumn, index: number): string | undefined {
  const from = offsets[index] as number
  const to = offsets[index + 1] as number
  if (from === to) return undefined
  const record = readUserdata(bytes.subarray(from, to)).get(ELEMENT_COMMENT)
  return record && recordText(record)
}

/** The data of element `index`; undefined for sets. */
function dataPrinter(scope: Scope, set: KnownSet, elements: ElementColumns): ((index: number) => Expr) | undefined {
  const { objrefs, verdicts, chains, data, dataLen = 0 } = elements
  if (objrefs) return (index) => objrefs.names[objrefs.index[index] as number] ?? ''
  if (set.verdicts && verdicts)
    return (index) => printVerdict(verdicts[index] as number, chains?.names[chains.index[index] as number])
  if (!set.data || !data) return undefined
  const parts = printedParts(scope, set.data, { interval: false, shift: 0 })
  const print = set.dataInterval ? intervalPrinter(parts, dataLen / 2) : wholePrinter(parts)
  return (index) => print(data, index * dataLen)
}

/** From in the first half of the data, to in the second. */
function intervalPrinter(parts: readonly PrintedPart[], half: number): Printer {
  const [single] = parts
  if (single && parts.length === 1) return (bytes, at) => printRange(single, bytes, at, half, true)
  return (bytes, at) => ({ concat: parts.map((part) => printRange(part, bytes, at + part.place, half, false)) })
}

/** A value, a prefix where the type has them, or a range. A single address, where it is alone, is a prefix of full length. */
function printRange(
  { part, value, end }: PrintedPart,
  bytes: Uint8Array,
  at: number,
  half: number,
  alone: boolean,
): Expr {
  const run = prefixRun(bytes, at, bytes, at + half, part.bits / 8)
  if (run === 0 && !alone) return value(bytes, at)
  if (run >= 0 && (alone || part.type.prefix)) return { prefix: { addr: value(bytes, at), len: part.bits - run } }
  return { range: [end(bytes, at), end(bytes, at + half)] }
}
