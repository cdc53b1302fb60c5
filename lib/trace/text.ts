import { inspect } from '../builtin.ts'
import type { AnyMessage } from '../transport/message.ts'
import type { Protocol } from '../transport/protocol.ts'
import { ATTRIBUTE, attributeAt, nextAttribute, numberAt, sizeAt } from '../wire/attribute.ts'
import type { Bytes } from '../wire/bytes.ts'
import { flagsAt, HEADER, lengthAt, typeAt } from '../wire/header.ts'
import { flagWords, typeName } from './names.ts'

/** A link's name in a request, and the byte of the message where its index will be. */
export interface Named {
  readonly at: number
  readonly name: string
}

type Values = Record<string, unknown>

/** Number of bytes to show of unknown values. */
const SHOWN = 32

/** One message as text: its type, flags and decoded contents: `RTM_NEWROUTE create excl { family: 'inet', ... }`. */
export function messageText(
  protocol: Protocol,
  bytes: Bytes,
  at: number,
  face?: AnyMessage,
  named: readonly Named[] = [],
  requested = false,
): string {
  const type = typeAt(bytes, at)
  const heading = typeName(protocol, type) + flagWords(protocol, type, flagsAt(bytes, at))
  const own = (requested ? face?.asked : face?.wire) ?? face?.wire ?? face
  const message = protocol.messageOf?.(type) ?? own
  const start = at + HEADER
  const length = lengthAt(bytes, at) - HEADER
  if (message === undefined) return `${heading} ${valueText(bytes.u8.subarray(start, start + length))}`
  const value = message.read(bytes, start, length) as Values
  if (requested) dropEmpty(value, message, bytes, start)
  for (const one of named) place(value, message.locate?.(bytes, start, length, at + one.at, {})?.path, one.name)
  return `${heading} ${valueText(value)}${message === own ? strangers(message, bytes, start, length) : ''}`
}

/** Removes fields of the fixed header that are zero, which means not given. */
function dropEmpty(value: Values, { header }: AnyMessage, bytes: Bytes, start: number): void {
  for (const { key, offset, type } of header?.fields ?? []) {
    const from = start + offset
    if (bytes.u8.subarray(from, from + type.size).some((byte) => byte !== 0)) continue
    // An attribute of the same name, as of a routing table beyond 255, was read over it.
    if (valueText(value[key]) === valueText(type.read(bytes, from, type.size))) delete value[key]
  }
}

/** Inserts a name whose index is not yet resolved; the path is that of {@link AnyMessage.locate}, `multipath[0].oif`. */
function place(value: Values, path: string | undefined, name: string): void {
  const keys = path?.split(/[.[\]]+/) ?? []
  const last = keys.pop()
  let inner: Values | undefined = value
  for (const key of keys) inner = inner?.[key] as Values | undefined
  if (typeof inner === 'object' && last !== undefined) inner[last] = name
}

/** Attributes without a row, by number: ` and #66 04000000`. */
function strangers(message: AnyMessage, bytes: Bytes, start: number, length: number): string {
  if (message.headerSize === undefined) return ''
  const end = start + length
  let text = ''
  for (let at = start + ((message.headerSize + 3) & ~3); attributeAt(bytes, at, end); at = nextAttribute(bytes, at)) {
    const number = numberAt(bytes, at)
    if (message.name?.(number, {}) !== undefined) continue
    text += ` and #${number} ${valueText(bytes.u8.subarray(at + ATTRIBUTE, at + sizeAt(bytes, at)))}`
  }
  return text
}

/** A value on one line, bytes in hexadecimal. */
export function valueText(value: unknown): string {
  if (value instanceof Uint8Array) return bytesText(value)
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return inspect(value)
  const pairs = Object.entries(value).map(([key, item]) => `${key}: ${valueText(item)}`)
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
}

function bytesText(bytes: Uint8Array): string {
  const hex = Array.from(bytes.subarray(0, SHOWN), (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (bytes.length === 0) return '(empty)'
  return bytes.length > SHOWN ? `${hex}... (${bytes.length} bytes)` : hex
}
