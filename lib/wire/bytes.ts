/** True on little-endian machines; netlink uses the byte order of the machine. */
export const LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/**
 * Bytes from the kernel, with views of every width. Messages and attributes are aligned to four bytes, so 16- and 32-bit values are read
 * by index, in the byte order of the machine.
 */
export class Bytes {
  readonly u8: Uint8Array
  readonly u16: Uint16Array
  readonly u32: Uint32Array
  readonly view: DataView
  /** Offset of the fixed header of the current message, for types that depend on it (prefixes). */
  header = 0

  constructor(buffer: ArrayBufferLike, offset = 0, length = buffer.byteLength - offset) {
    this.u8 = new Uint8Array(buffer, offset, length)
    this.u16 = new Uint16Array(buffer, offset, length >> 1)
    this.u32 = new Uint32Array(buffer, offset, length >> 2)
    this.view = new DataView(buffer, offset, length)
  }
}
