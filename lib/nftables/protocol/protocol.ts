import type { Datatype } from '../datatype/datatype.ts'
import type { Field } from './field.ts'

/** nft's bases; the kernel's are these less one. */
export const LINK = 1
export const NETWORK = 2
export const TRANSPORT = 3
export const INNER = 4

export type Base = typeof LINK | typeof NETWORK | typeof TRANSPORT | typeof INNER

export const baseNames: Readonly<Record<Base, string>> = {
  [LINK]: 'link layer',
  [NETWORK]: 'network layer',
  [TRANSPORT]: 'transport layer',
  [INNER]: 'payload data',
}

/** A header; the fields stand in the order of their offsets. */
export interface Protocol {
  readonly name: string
  /** nft's number of it, as the userdata of typeof sets carries it; 0 for protocols that only nft's context knows. */
  readonly id: number
  readonly base: Base
  readonly fields: readonly Field[]
  /** The field that says what follows. */
  readonly key?: string
  /** What says what follows where it is no field of the header: a meta key, its type and bits. */
  readonly metaKey?: { readonly key: number; readonly datatype: Datatype; readonly length: number }
  /** What follows, by number; filled once all protocols are there. */
  readonly uppers: readonly (readonly [number, Protocol])[]
  /** Bits of a header that another one of the same layer can follow. */
  readonly length?: number
  /** The checksum over the header, and the kernel's way to mend it. */
  readonly checksum?: { readonly field: string; readonly type: number }
  /** Fields that the transport checksum covers too. */
  readonly pseudoHeader?: readonly string[]
}

export function fieldOf(protocol: Protocol, token: string): Field | undefined {
  for (const field of protocol.fields) if (field.token === token) return field
  return undefined
}

/** The number by which `lower` announces `upper`. */
export function announcement(lower: Protocol, upper: Protocol): number | undefined {
  for (const row of lower.uppers) if (row[1] === upper) return row[0]
  return undefined
}

export function announced(lower: Protocol, number: number): Protocol | undefined {
  for (const row of lower.uppers) if (row[0] === number) return row[1]
  return undefined
}
