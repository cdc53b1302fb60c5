import type { Byteorder } from './byteorder.ts'
import type { Names } from './names.ts'
import type { Symbols } from './symbols.ts'

/** What arithmetic a type allows: numbers, sets of bits, or bytes of text (numbers in network order here). */
export type Basetype = 'integer' | 'bitmask' | 'string' | 'none'

/** One row of the table of datatypes; compiler and decompiler read the same. */
export interface Datatype {
  /** nft's number of it, as `key_type` and `data_type` of sets carry it. */
  readonly id: number
  readonly name: string
  readonly description: string
  /** Bits; 0 where the expression decides. */
  readonly size: number
  readonly byteorder: Byteorder
  readonly base: Basetype
  readonly symbols?: Symbols
  /** nft writes intervals of it as prefixes where they are one. */
  readonly prefix?: boolean
  /** The parts of a concatenation. */
  readonly parts?: readonly Datatype[]
  /** A bare number is the value, and not a word that the type has its own reading of. */
  readonly readsNumbers: boolean
  /** The number of a word; undefined where it is none. */
  parse(text: string, names: Names): bigint | undefined
  /** The word or number that `nft -j` shows for a value of so many bits. */
  print(value: bigint, bits: number, names: Names): string | number
}

/** Digits as GMP reads them with base 0 (`0x`, `0b`, leading `0` for octal). */
export function parseInteger(text: string): bigint | undefined {
  if (/^(0[xX][0-9a-fA-F]+|0[bB][01]+|0|[1-9][0-9]*)$/.test(text)) return BigInt(text)
  return /^0[0-7]+$/.test(text) ? BigInt(`0o${text.slice(1)}`) : undefined
}

export function printInteger(value: bigint): number {
  return Number(value)
}

/** A type whose values are numbers, some of which have words. */
export function numberType(
  id: number,
  name: string,
  description: string,
  size: number,
  byteorder: Byteorder,
  more: { symbols?: Symbols; base?: Basetype; prefix?: boolean } = {},
): Datatype {
  const { symbols, base = 'integer', prefix = false } = more
  return {
    id,
    name,
    description,
    size,
    byteorder,
    base,
    prefix,
    readsNumbers: true,
    ...(symbols && { symbols }),
    parse(text) {
      const number = symbols?.numbers.get(text)
      return number === undefined ? parseInteger(text) : BigInt(number)
    },
    print: (value) => symbols?.words.get(Number(value)) ?? printInteger(value),
  }
}

/** A type whose words stand in a file of the machine. */
export function namedType(
  id: number,
  name: string,
  description: string,
  table: (names: Names) => Symbols,
  prefix = false,
): Datatype {
  return {
    id,
    name,
    description,
    size: 32,
    byteorder: 1,
    base: 'integer',
    prefix,
    readsNumbers: true,
    parse(text, names) {
      const number = table(names).numbers.get(text)
      return number === undefined ? parseInteger(text) : BigInt(number)
    },
    print: (value, _bits, names) => table(names).words.get(Number(value)) ?? printInteger(value),
  }
}
