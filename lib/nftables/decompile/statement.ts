import type { Statement } from '../json.ts'
import type { Context } from './context.ts'
import type { Scope } from './known.ts'
import type { Match, Node } from './node.ts'
import type { Held } from './register.ts'

/** A lookup for a verdict: an expression like a match, but nothing is compared. */
export interface Lookup {
  kind: 'lookup'
  node: Node
}

/** A statement that is already as JSON has it. */
export interface Done {
  kind: 'done'
  json: Statement
}

export type Item = Match | Lookup | Done

/** A rule being decompiled. */
export interface Work {
  scope: Scope
  context: Context
  /** By number of the 32-bit register, the first data register being 1. */
  registers: (Held | undefined)[]
  items: Item[]
}
