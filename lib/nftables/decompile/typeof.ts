import type { Expression } from '../bytecode.ts'
import { BIG, HOST } from '../datatype/byteorder.ts'
import { bigInteger, hostInteger } from '../datatype/table.ts'
import type { Expr } from '../json.ts'
import { sctpChunks } from '../protocol/chunk.ts'
import { type Extension, OP_IP_OPTION, OP_IPV6, OP_SCTP_CHUNK, OP_TCP_OPTION } from '../protocol/extension.ts'
import { exthdrs } from '../protocol/exthdr.ts'
import type { Field } from '../protocol/field.ts'
import { ipOptions, tcpOptions } from '../protocol/option.ts'
import type { Base } from '../protocol/protocol.ts'
import { protocols } from '../protocol/table.ts'
import { readUserdata, recordNumber } from '../selector/userdata.ts'
import type { Part } from './known.ts'
import { load } from './load.ts'
import type { Node } from './node.ts'
import { option } from './option.ts'
import { rawPayload } from './payload.ts'
import { printOption, printPayload, printSelector } from './print.ts'

/** What the userdata of a typeof set hold: the kind of its expression (nft's `enum expr_types`), and records of it. */
const KIND = 0
const DATA = 1
const CONCAT = 13

type Records = Map<number, Uint8Array>

function numberAt(records: Records, type: number): number | undefined {
  const record = records.get(type)
  return record && recordNumber(record)
}

/** The parts of a key that a set was made like; undefined where nothing is known of the expression. */
export function readTypeof(record: Uint8Array): Part[] | undefined {
  const records = readUserdata(record)
  const kind = numberAt(records, KIND)
  const data = readUserdata(records.get(DATA) ?? new Uint8Array(0))
  const parts = kind === CONCAT ? [...data.values()].map(readUserdata) : [records]
  const read = parts.map((part) => readPart(numberAt(part, KIND), readUserdata(part.get(DATA) ?? new Uint8Array(0))))
  return read.every((part) => part !== undefined) ? read : undefined
}

function readPart(kind: number | undefined, data: Records): Part | undefined {
  const reader = kind === undefined ? undefined : readers[kind]
  return reader?.(data)
}

/** By nft's number of the kind of expression. */
const readers: Readonly<Record<number, (data: Records) => Part | undefined>> = {
  7: readPayload,
  8: readOption,
  9: (data) => loaded({ name: 'meta', key: first(data), dreg: 0 }),
  10: (data) => loaded({ name: 'socket', key: first(data), level: 0, dreg: 0 }),
  11: () => loaded({ name: 'osf', dreg: 0, ttl: 0, flags: 0 }),
  12: (data) => loaded({ name: 'ct', key: first(data), dreg: 0, ...directionOf(data) }),
  23: (data) => loaded({ name: 'numgen', type: first(data), ...modulusOf(data, 1, 2), dreg: 0 }),
  24: () => ({ type: hostInteger, order: HOST, bits: 32 }),
  25: (data) => loaded({ name: 'rt', key: first(data), dreg: 0 }),
  26: (data) => loaded({ name: 'fib', result: first(data), flags: numberAt(data, 1) ?? 0, dreg: 0 }),
  27: (data) => loaded({ name: 'xfrm', key: first(data), ...pathOf(data), dreg: 0 }),
}

function first(data: Records): number {
  return numberAt(data, 0) ?? -1
}

/** Only 0 and 1 are directions; nft writes -1 for none. */
function directionOf(data: Records): { dir?: number } {
  const dir = numberAt(data, 1)
  return dir === 0 || dir === 1 ? { dir } : {}
}

function modulusOf(data: Records, modulus: number, offset: number): { modulus: number; offset: number } {
  return { modulus: numberAt(data, modulus) ?? 0, offset: numberAt(data, offset) ?? 0 }
}

function pathOf(data: Records): { spnum: number; dir: number } {
  return { spnum: numberAt(data, 1) ?? 0, dir: numberAt(data, 2) ?? 0 }
}

/** The part that an expression loads. */
function loaded(expression: Expression): Part | undefined {
  const node = load(expression)
  return node && { type: node.type, order: node.order, bits: node.bits, like: jsonOf(node) }
}

function jsonOf(node: Node): Expr | undefined {
  if (node.kind === 'source') return node.json
  return node.kind === 'meta' || node.kind === 'ct' ? printSelector(node) : undefined
}

function fieldPart(field: Field, like: Expr): Part {
  return { type: field.datatype, order: field.byteorder, bits: field.length, like }
}

/** A field by the numbers of its protocol and of itself, or raw bits by their place. */
function readPayload(data: Records): Part | undefined {
  const id = numberAt(data, 0)
  const protocol = id === 0 ? undefined : protocols.find((candidate) => candidate.id === id)
  const field = protocol?.fields.find((candidate) => candidate.id === numberAt(data, 1))
  if (protocol && field) return fieldPart(field, { payload: { protocol: protocol.name, field: field.token } })
  const [base = 0, offset = 0, bits] = [numberAt(data, 2), numberAt(data, 3), numberAt(data, 4)]
  const like = bits !== undefined && printPayload(rawPayload(base as Base, offset, bits))
  return like ? { type: bigInteger, order: BIG, bits, like } : undefined
}

const tables: Readonly<Record<number, readonly Extension[]>> = {
  [OP_IPV6]: exthdrs,
  [OP_TCP_OPTION]: tcpOptions,
  [OP_IP_OPTION]: ipOptions,
  [OP_SCTP_CHUNK]: sctpChunks,
}

/** Extension headers are numbered by nft, options by the kernel: there one number can have several names. */
function readOption(data: Records): Part | undefined {
  const op = numberAt(data, 2) ?? OP_IPV6
  const number = numberAt(data, 0)
  const id = numberAt(data, 1)
  for (const extension of tables[op] ?? []) {
    const field = extension.fields.find((row) => row.id === id)
    if (!field || (op === OP_IPV6 ? extension.id : extension.type) !== number) continue
    const { type } = extension
    const { offset, length: bits } = field
    return fieldPart(field, printOption({ ...option({ op, type, offset: 0, len: 0 }), extension, field, offset, bits }))
  }
  return undefined
}
