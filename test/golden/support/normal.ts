/**
 * What the kernel reads in a message, without any code of the library: the order of attributes, the bit NLA_F_NESTED and the zero that
 * may end a string make no difference to it.
 */
export interface Normal {
  type: number
  flags: number
  /** Behind struct nlmsghdr, in hexadecimal. */
  header: string
  /** `number hex`, in the order of numbers; what nests holds the same inside. */
  attributes: string[]
}

/** What cannot be seen in the bytes themselves; attributes are paths of numbers, `3`, `8.16`. */
export interface Layout {
  /** Size of the fixed header. */
  readonly header: number
  /** Attributes that hold a string. */
  readonly strings?: readonly string[]
  /** Attributes that hold attributes. */
  readonly nests?: readonly string[]
  /** Sizes of fixed headers in front of what nests hold. */
  readonly inner?: Readonly<Record<string, number>>
  /** Attributes that hold next hops: struct rtnexthop, then attributes. */
  readonly hops?: readonly string[]
}

const NLMSGHDR = 16
const RTNEXTHOP = 8
const TYPE_MASK = 0x3fff

export function normal(message: Uint8Array, layout: Layout): Normal {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength)
  if (view.getUint32(0, true) !== message.length) throw new Error(`${message.length} bytes are not what nlmsg_len says`)
  const body = NLMSGHDR + layout.header
  return {
    type: view.getUint16(4, true),
    flags: view.getUint16(6, true),
    header: hex(message.subarray(NLMSGHDR, body)),
    attributes: attributes(message.subarray(body), '', layout),
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** The pieces that begin with their own 16-bit length. */
export function pieces(bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at] as number) | ((bytes[at + 1] as number) << 8)
    if (length < 4 || at + length > bytes.length) throw new Error(`a length of ${length} at ${at} of ${hex(bytes)}`)
    found.push(bytes.subarray(at, at + length))
    at += (length + 3) & ~3
  }
  return found
}

function attributes(bytes: Uint8Array, path: string, layout: Layout): string[] {
  const found = pieces(bytes).map((piece) => {
    const number = ((piece[2] as number) | ((piece[3] as number) << 8)) & TYPE_MASK
    return { number, text: `${number} ${payload(piece.subarray(4), path + number, layout)}` }
  })
  return found.sort((one, other) => one.number - other.number).map(({ text }) => text)
}

function payload(bytes: Uint8Array, path: string, layout: Layout): string {
  if (layout.nests?.includes(path)) return nest(bytes, path, layout)
  if (layout.hops?.includes(path))
    return `[ ${pieces(bytes)
      .map((hop) => nexthop(hop, path, layout))
      .join(', ')} ]`
  const text = hex(bytes)
  return layout.strings?.includes(path) ? text.replace(/(00)+$/, '') : text
}

function nest(bytes: Uint8Array, path: string, layout: Layout): string {
  const size = layout.inner?.[path] ?? 0
  const header = size === 0 ? [] : [hex(bytes.subarray(0, size))]
  return `{ ${[...header, ...attributes(bytes.subarray(size), `${path}.`, layout)].join(', ')} }`
}

function nexthop(bytes: Uint8Array, path: string, layout: Layout): string {
  const inside = attributes(bytes.subarray(RTNEXTHOP), `${path}.`, layout)
  return `{ ${[hex(bytes.subarray(2, RTNEXTHOP)), ...inside].join(', ')} }`
}
