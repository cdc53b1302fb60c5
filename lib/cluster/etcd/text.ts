/** Keys and values travel in base64. */
export function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}

export function decode(text: unknown): string {
  return typeof text === 'string' ? Buffer.from(text, 'base64').toString('utf8') : ''
}

/** The key after the last one that begins with `prefix`: its last byte plus one (etcd's `range_end`). */
export function endOf(prefix: string): string {
  const bytes = Buffer.from(prefix, 'utf8')
  bytes[bytes.length - 1] = (bytes.at(-1) as number) + 1
  return bytes.toString('base64')
}

/** A 64-bit number, which the gateway writes as a string and leaves out if it is 0. Revisions stay below 2^53. */
export function numberOf(value: unknown): number {
  return value === undefined ? 0 : Number(value)
}
