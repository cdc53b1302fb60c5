import type { Attribute } from '../../wire/attrs.ts'
import type { Type } from '../../wire/type.ts'

/** A table of attributes that reads `Report` and writes `Data`. */
export interface Table<out Report, in Data> extends Type<Report, Data> {
  readonly prefix: string
  readonly rows: readonly Attribute[]
}

/** A kind of link, as a file of this folder declares it. */
export interface Kind<Report = unknown, Data = never> {
  /** What lies in IFLA_INFO_DATA; absent where the kind has no properties. */
  readonly table?: Table<Report, Data>
  /** What lies in IFLA_INFO_SLAVE_DATA of a link whose master is of this kind. */
  readonly port?: Table<unknown, never>
  /** The option that names the link that it is on; 'none' where there is none and the kernel would ignore `link`. */
  readonly lower?: 'link' | 'data.link' | 'none'
  /** The data of any request, where the kernel needs more than a listed link shows. */
  readonly toRequest?: (data: object) => object
  /** The data of a new link, without what the kernel refuses although it reports it. */
  readonly ofNew?: (data: object) => object
}
