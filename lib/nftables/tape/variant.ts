import type { Expression } from '../bytecode.ts'
import type { Byteorder } from '../datatype/byteorder.ts'

/** The data of a comparison that differ: which of the expressions it is, and how its number lies in bytes. */
export interface Blank {
  readonly index: number
  readonly length: number
  readonly byteorder: Byteorder
}

/** The expressions of a rule, as many others have them too but for some data. The data stand last in those comparisons. */
export interface Model {
  readonly expressions: readonly Expression[]
  readonly blanks: readonly Blank[]
}

/** The expressions of a rule by their model: laid down once, they are then copied, and the blanks filled in. */
export class Variant {
  readonly model: Model
  /** For each blank. */
  readonly values: readonly bigint[]

  constructor(model: Model, values: readonly bigint[]) {
    this.model = model
    this.values = values
  }
}
