import type { Attribute } from '../../wire/attrs.ts'
import type { Type } from '../../wire/type.ts'

/** A table of attributes that reads `Report` and writes `Data`. */
export interface Table<out Report, in Data> extends Type<Report, Data> {
  readonly prefix: string
  readonly rows: readonly Attribute[]
}

/** A kind of link, as a file of this folder declares it. */
export interface Kind<Report = unknown, Data = never> {
  /** Contents of IFLA_INFO_DATA; absent if the kind has no properties. */
  readonly table?: Table<Report, Data>
  /** Contents of IFLA_INFO_SLAVE_DATA of a link whose master is of this kind. */
  readonly port?: Table<unknown, never>
  /** The option for the lower link; 'none' if the kind has none and the kernel would ignore `link`. */
  readonly lower?: 'link' | 'data.link' | 'none'
  /** Options without which the kernel makes no such link, or not the one that is meant; of each group, one is enough. */
  readonly required?: readonly (readonly string[])[]
  /** Whether links are made in pairs: `peer` is the other end, and the table has a row of that name for its message. */
  readonly pair?: boolean
  /** Whether a change returns all properties to their defaults that it does not contain: the others must be sent as well. */
  readonly whole?: boolean
  /** Properties that the kernel refuses to change once the link exists. */
  readonly fixed?: readonly string[]
  /** Completes the data of a request, if the kernel requires more than a listed link contains. */
  readonly toRequest?: (data: object) => object
  /** The data of a new link, without what the kernel reports but rejects on creation. */
  readonly ofNew?: (data: object) => object
}
