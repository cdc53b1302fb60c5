import type { Symbols } from '../datatype/symbols.ts'
import type { NftCommand, NftObject } from '../json.ts'

/** Options of `apply`. */
export interface ApplyOptions {
  /** Returns the new objects with their handles. */
  echo?: boolean
  /** Validates the transaction in the kernel without applying it; `nft -c`. */
  check?: boolean
}

/** Commands that are being applied, on one transport of netfilter. */
export interface Work {
  operation: string
  commands: readonly (NftCommand | NftObject)[]
  options: ApplyOptions
  links(): Promise<Symbols>
  /** The path that callers know, if they do not give the commands themselves. */
  publish?(path: string): string
}
