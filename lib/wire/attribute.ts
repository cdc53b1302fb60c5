/** The buffer of attributes: bytes to read, or a writer. */
interface Words {
  readonly u16: Uint16Array
}

/** struct nlattr of include/uapi/linux/netlink.h: the length of header and payload, then the number, 16 bits each. */
export const ATTRIBUTE = 4

/** NLA_F_NESTED, in the number of an attribute that contains others. */
export const NESTED = 0x8000
/** NLA_TYPE_MASK: the two upper bits mean "nested" and "network byte order". */
export const TYPE_MASK = 0x3fff

/** The length of the attribute at `at`, with its header and without padding. */
export function sizeAt(bytes: Words, at: number): number {
  return bytes.u16[at >> 1] as number
}

export function numberAt(bytes: Words, at: number): number {
  return (bytes.u16[(at >> 1) + 1] as number) & TYPE_MASK
}

/** Whether there is a complete attribute at `at`. */
export function attributeAt(bytes: Words, at: number, end: number): boolean {
  if (at + ATTRIBUTE > end) return false
  const size = sizeAt(bytes, at)
  return size >= ATTRIBUTE && at + size <= end
}

/** Where the attribute after the one at `at` begins. */
export function nextAttribute(bytes: Words, at: number): number {
  return at + ((sizeAt(bytes, at) + 3) & ~3)
}

/** Whether the attribute at `at` contains byte `offset`. */
export function attributeHolds(bytes: Words, at: number, offset: number): boolean {
  return offset >= at && offset < at + sizeAt(bytes, at)
}

/** Where the payload of the attribute `number` begins, among those from `at` to `end`; -1 if there is none. */
export function payloadOf(bytes: Words, at: number, end: number, number: number): number {
  for (; attributeAt(bytes, at, end); at = nextAttribute(bytes, at)) {
    if (numberAt(bytes, at) === number) return at + ATTRIBUTE
  }
  return -1
}
