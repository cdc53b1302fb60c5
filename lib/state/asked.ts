import { attributeAt, namesIn } from '../transport/answer.ts'
import type { Batch } from '../transport/batch.ts'
import type { Entry } from '../transport/requests.ts'
import { HEADER, lengthAt } from '../wire/header.ts'

export type Fields = Readonly<Record<string, unknown>>

/** A request of a batch, decoded from its bytes. */
export interface Asked {
  /** The verb, `addRoute`. */
  readonly operation: string
  /** Position of the call in the batch, from 0. */
  readonly call: number
  readonly fields: Fields
  /** Message type and flags of the request. */
  readonly type: number
  readonly flags: number
  /** IFF_* that a request about a link changes. */
  readonly changed: number
}

/** Offset of `ifi_change` in struct ifinfomsg. */
const CHANGE = 12

/** The request at this position. Until it is sent, an option that names a link holds the name instead of an index. */
export function readAsked(requests: Batch, position: number, call: number): Asked {
  const { verb, start } = requests.entries[position] as Entry
  const bytes = requests.bytes()
  const at = start + HEADER
  const fields = verb.message.read(bytes, at, lengthAt(bytes, start) - HEADER) as Record<string, unknown>
  for (const named of namesIn(requests, position)) {
    const path = attributeAt(verb, bytes, start, named.at - start)
    if (path !== undefined && bytes.u32[named.at >> 2] === 0) fields[path] = named.name
  }
  const { operation, type, flags } = verb
  return { operation, call, type, flags, fields, changed: bytes.u32[(at + CHANGE) >> 2] ?? 0 }
}

/** The link that a request about one is for: its index, or its name. */
export function targetOf({ fields }: Asked): number | string | undefined {
  const { link, index, name, altIfname } = fields
  const found = typeof link === 'string' ? link : index === 0 ? undefined : index
  return (found ?? name ?? altIfname) as number | string | undefined
}
