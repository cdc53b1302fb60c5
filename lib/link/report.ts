import { AF_UNSPEC } from '../wire/af.ts'
import { type Attribute, numbered, readAttributes } from '../wire/attrs.ts'
import type { Bytes } from '../wire/bytes.ts'
import { choice } from '../wire/choice.ts'
import { keepOrigin, lazy } from '../wire/lazy.ts'
import type { Message } from '../wire/message.ts'
import { plain } from '../wire/plain.ts'
import type { Field } from '../wire/struct.ts'
import type { AnyType } from '../wire/type.ts'
import { header, IFF } from './header.ts'
import { portTables } from './kinds/index.ts'

/** Attributes that few programs use and that take most of the decoding time: 49 counters and 93 settings of the 230 values of a link. */
const LAZY: ReadonlySet<string> = new Set(['stats', 'stats64', 'afSpec', 'map'])

const [family, type, index, flags] = ['family', 'type', 'index', 'flags'].map((key) => header.byKey.get(key)) as [
  Field,
  Field,
  Field,
  Field,
]

function fieldOf(field: Field, bytes: Bytes, at: number): unknown {
  return field.type.read(bytes, at + field.offset, field.type.size)
}

/**
 * Decodes the message of a link directly into the public object: the nested attributes of the kind are spread, and internal fields
 * (`change`, an unspecified family) are never added. Deleting them afterwards would turn each link into a dictionary, of 14 KB instead of 4.
 */
export function reportOf<M extends Pick<Message<never, never>, 'headerSize' | 'rows'>>(message: M) {
  const { headerSize, rows } = message
  const byNumber = numbered(rows.map(intoLink))
  const Out = plain()

  return {
    ...message,
    wire: message,
    /** The result refers to its bytes. */
    keepsBytes: true,
    read(bytes: Bytes, at: number, length: number): object {
      const out = new Out()
      const outer = bytes.header
      bytes.header = at
      keepOrigin(out, bytes, at + headerSize, length - headerSize)
      if (bytes.u8[at] !== AF_UNSPEC) out.family = fieldOf(family, bytes, at)
      out.type = fieldOf(type, bytes, at)
      out.index = fieldOf(index, bytes, at)
      out.flags = fieldOf(flags, bytes, at)
      out.up = ((bytes.u32[(at + flags.offset) >> 2] as number) & IFF.up) !== 0
      readAttributes(bytes, at + headerSize, length - headerSize, byNumber, out)
      bytes.header = outer
      return out
    },
  }
}

function intoLink(row: Attribute): Attribute {
  if (row.key === 'linkinfo') return spread(row)
  return LAZY.has(row.key) ? lazy(row) : row
}

/** Public names of the nested attributes, if different. */
const PUBLIC: Readonly<Record<string, { key: string; type?: AnyType }>> = {
  slaveKind: { key: 'portKind' },
  slaveData: { key: 'port', type: choice('portKind', portTables) },
}

/** Adds the nested attributes to the link itself. */
function spread(row: Attribute): Attribute {
  const { rows } = row.type as AnyType & { readonly rows: readonly Attribute[] }
  const inner = numbered(rows.map((one) => ({ ...one, ...PUBLIC[one.key] })))
  return { ...row, into: (bytes, at, length, out) => readAttributes(bytes, at, length, inner, out) }
}
