/**
 * Bytes as the kernel has them: a Uint8Array. Only its tag is asked for, because an editor would offer the methods of a Uint8Array among the
 * properties that an option has as an object.
 */
export interface RawBytes {
  /** What every Uint8Array has. */
  readonly [Symbol.toStringTag]: 'Uint8Array'
}
