import type { Symbols } from '../datatype/symbols.ts'
import type { NftCommand, NftObject } from '../json.ts'

/** How a transaction is applied. */
export interface ApplyOptions {
  /** Return what was made, with the handles that the kernel gave. */
  echo?: boolean
  /** Let the kernel check the transaction, and change nothing. */
  check?: boolean
}

/** Commands that are being applied, on one transport of netfilter. */
export interface Work {
  operation: string
  commands: readonly (NftCommand | NftObject)[]
  options: ApplyOptions
  links(): Promise<Symbols>
}
