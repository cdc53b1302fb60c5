/**
 * What the kernel reads in a message, told without any code of the library: the order of attributes, the bit NLA_F_NESTED and the
 * zero that may end a string make no difference to it.
 */
export interface Normal {
  type: number
  flags: number
  /** Behind struct nlmsghdr, in hexadecimal. */
  header: string
  /** `number hex`, in the order of numbers; what nests holds the same inside. */
  attributes: string[]
}

/** What cannot be seen in the bytes themselves. */
export interface Layout {
  /** Size of the fixed header. */
  header: number
  /** Attributes that hold a string, as path of numbers: `3`, `8.16`. */
  strings: readonly string[]
  /** Attributes that hold attributes. */
  nests: readonly string[]
  /** Attributes that hold next hops: struct rtnexthop, then attributes. */
  hops: readonly string[]
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
function pieces(bytes: Uint8Array): Uint8Array[] {
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
  if (layout.nests.includes(path)) return `{ ${attributes(bytes, `${path}.`, layout).join(', ')} }`
  if (layout.hops.includes(path))
    return `[ ${pieces(bytes)
      .map((hop) => nexthop(hop, path, layout))
      .join(', ')} ]`
  const text = hex(bytes)
  return layout.strings.includes(path) ? text.replace(/(00)+$/, '') : text
}

function nexthop(bytes: Uint8Array, path: string, layout: Layout): string {
  const inside = attributes(bytes.subarray(RTNEXTHOP), `${path}.`, layout)
  return `{ ${[hex(bytes.subarray(2, RTNEXTHOP)), ...inside].join(', ')} }`
}
