/**
 * Raw bytes: a Uint8Array. The type requires only its tag, because an editor would otherwise offer the methods of a Uint8Array among the
 * properties of an option.
 */
export interface RawBytes {
  /** The tag of a Uint8Array. */
  readonly [Symbol.toStringTag]: 'Uint8Array'
}
