import { u8, u16 } from '../wire/integers.ts'
import { DECIMAL } from '../wire/ip-text.ts'
import { sizeOf, struct } from '../wire/struct.ts'
import { binary } from '../wire/text.ts'
import type { Type } from '../wire/type.ts'
import { textOf } from './address.ts'
import { unwritable } from './unwritable.ts'

const fields = struct(
  {
    family: u8,
    prefixlen: u8,
    keylen: u16,
    addr: { ...binary, size: 16, alignment: 4 },
    key: { ...binary, size: 80 },
  },
  'tcp_diag_md5sig',
)

/** A key by which TCP signs segments (RFC 2385). Only with CAP_NET_ADMIN. */
export interface Md5Key {
  /** Peers to whom the key applies, '10.0.0.1/32'. */
  prefix: string
  /** The key. */
  key: Uint8Array
}

const SIZE = sizeOf(fields.fields)

export const md5sig: Type<Md5Key[]> = {
  size: 0,
  parts: [fields],
  read(bytes, at, length) {
    const out: Md5Key[] = []
    for (let start = at; start + SIZE <= at + length; start += SIZE) {
      const { family, prefixlen, keylen, key } = fields.read(bytes, start, SIZE)
      const prefix = `${textOf(bytes.u8, start + 4, family)}/${DECIMAL[prefixlen]}`
      out.push({ prefix, key: key.slice(0, keylen) })
    }
    return out
  },
  write: unwritable,
}
