import { describeValue, InputError } from '../../errors.ts'
import { u32 } from '../../wire/integers.ts'
import { checkObject } from '../../wire/struct.ts'
import type { Type } from '../../wire/type.ts'
import { unknownOption } from '../../wire/unknown.ts'

type Bits = Readonly<Record<string, number>>

export type MaskedFlags<B extends Bits> = { -readonly [K in keyof B]?: boolean }
export type MaskedFlagsInput<B extends Bits> = { readonly [K in keyof B]?: boolean | undefined }

/**
 * Flags that can be changed individually: a word of values, then a mask of those to change (struct ifla_vlan_flags,
 * struct br_boolopt_multi). `{ gvrp: true }` turns one on and leaves the others unchanged. A report contains every flag of its mask.
 */
export function maskedFlags<const B extends Bits>(bits: B): Type<MaskedFlags<B>, MaskedFlagsInput<B>> {
  const entries = Object.entries(bits) as [keyof B, number][]
  return {
    size: 8,
    words: bits,
    read(bytes, at) {
      const values = u32.read(bytes, at, 4)
      const mask = u32.read(bytes, at + 4, 4)
      const out: MaskedFlags<B> = {}
      for (const [word, bit] of entries) if ((mask & bit) !== 0) out[word] = (values & bit) !== 0
      return out
    },
    write(writer, value) {
      checkObject(value)
      const on = bitsThatAre(true, value, bits)
      u32.write(writer, on)
      u32.write(writer, (on | bitsThatAre(false, value, bits)) >>> 0)
    },
  }
}

function bitsThatAre(on: boolean, value: object, bits: Readonly<Record<string, number>>): number {
  let found = 0
  for (const [word, state] of Object.entries(value)) {
    if (state === undefined) continue
    if (!Object.hasOwn(bits, word)) throw unknownOption(word, Object.keys(bits))
    if (typeof state !== 'boolean')
      throw new InputError(`must be true or false, not ${describeValue(state)}`).under(word)
    if (state === on) found |= bits[word] as number
  }
  return found >>> 0
}
