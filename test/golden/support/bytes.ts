/** Captured bytes as they stand in the tests: hexadecimal, in any grouping, with a comment behind `#` on every line. */
export function bytes(annotated: string): Uint8Array {
  const hex = annotated.replace(/#.*$/gm, '').replace(/\s+/g, '')
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new Error(`not hexadecimal: ${hex}`)
  return new Uint8Array(Buffer.from(hex, 'hex'))
}

/** Several messages, one behind the other, as one datagram of the kernel. */
export function datagram(messages: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(messages))
}
