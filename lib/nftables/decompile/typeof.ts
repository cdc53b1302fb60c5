import { BIG, HOST } from '../datatype/byteorder.ts'
import { bigInteger, hostInteger } from '../datatype/table.ts'
import { sctpChunks } from '../protocol/chunk.ts'
import { type Extension, OP_IP_OPTION, OP_IPV6, OP_SCTP_CHUNK, OP_TCP_OPTION } from '../protocol/extension.ts'
import { exthdrs } from '../protocol/exthdr.ts'
import type { Field } from '../protocol/field.ts'
import { ipOptions, tcpOptions } from '../protocol/option.ts'
import { protocols } from '../protocol/table.ts'
import { ctNumbered } from '../selector/ct.ts'
import { type Key, metaNumbered } from '../selector/meta.ts'
import { fibResults, ipsecKeys, osfKey, rtKeys, socketKeys } from '../selector/other.ts'
import { readUserdata, recordNumber } from '../selector/userdata.ts'
import type { Part } from './known.ts'

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
  9: (data) => keyPart(metaNumbered(numberAt(data, 0) ?? -1)),
  10: (data) => keyPart(numbered(socketKeys, data)),
  11: () => keyPart(osfKey),
  12: (data) => keyPart(ctNumbered(numberAt(data, 0) ?? -1)),
  23: () => ({ type: hostInteger, order: HOST, bits: 32 }),
  24: () => ({ type: hostInteger, order: HOST, bits: 32 }),
  25: (data) => keyPart(numbered(rtKeys, data)),
  26: (data) => keyPart(numbered(fibResults, data)),
  27: (data) => keyPart(numbered(ipsecKeys, data)),
}

function numbered<K extends Key>(rows: readonly K[], data: Records): K | undefined {
  const number = numberAt(data, 0)
  return rows.find((row) => row.key === number)
}

function keyPart(key: Key | undefined): Part | undefined {
  return key && { type: key.datatype, order: key.byteorder, bits: key.length }
}

function fieldPart(field: Field | undefined): Part | undefined {
  return field && { type: field.datatype, order: field.byteorder, bits: field.length }
}

/** A field by the numbers of its protocol and of itself, or raw bits by their length. */
function readPayload(data: Records): Part | undefined {
  const id = numberAt(data, 0)
  const protocol = id === 0 ? undefined : protocols.find((candidate) => candidate.id === id)
  const field = protocol?.fields.find((candidate) => candidate.id === numberAt(data, 1))
  const bits = numberAt(data, 4)
  return fieldPart(field) ?? (bits === undefined ? undefined : { type: bigInteger, order: BIG, bits })
}

const tables: Readonly<Record<number, readonly Extension[]>> = {
  [OP_IPV6]: exthdrs,
  [OP_TCP_OPTION]: tcpOptions,
  [OP_IP_OPTION]: ipOptions,
  [OP_SCTP_CHUNK]: sctpChunks,
}

/** Extension headers are numbered by nft, options by the kernel. */
function readOption(data: Records): Part | undefined {
  const op = numberAt(data, 2) ?? OP_IPV6
  const number = numberAt(data, 0)
  const extension = tables[op]?.find((row) => (op === OP_IPV6 ? row.id : row.type) === number)
  return fieldPart(extension?.fields.find((field) => field.id === numberAt(data, 1)))
}
