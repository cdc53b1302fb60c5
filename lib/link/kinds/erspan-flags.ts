import { withKeyFlags } from './gre-rows.ts'

interface Given {
  readonly collectMetadata?: unknown
  readonly erspanVer?: unknown
  readonly iflags?: unknown
  readonly oflags?: unknown
}

/** The data of a tunnel for a request: versions 1 and 2 have a key and a sequence number, without which the kernel rejects them (erspan_validate). */
export function withErspanFlags(data: object): object {
  if (data instanceof Uint8Array || Array.isArray(data)) return data
  const { collectMetadata, erspanVer, iflags = ['key', 'seq'], oflags = ['key', 'seq'] } = data as Given
  if (collectMetadata === true || erspanVer === 0) return withKeyFlags(data)
  return withKeyFlags({ ...data, iflags, oflags })
}
