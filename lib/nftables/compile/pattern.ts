import type { Expression } from '../bytecode.ts'
import type { Byteorder } from '../datatype/byteorder.ts'
import type { Names } from '../datatype/names.ts'
import { type Blank, type Model, Variant } from '../tape/variant.ts'
import { constant, orderOf } from './constant.ts'
import { type Expected, openRule, type RuleContext, type Surroundings } from './context.ts'
import { expression } from './expression.ts'
import { announces } from './layer.ts'
import type { Path } from './path.ts'
import { isObject, type Json } from './read.ts'
import { type CompiledRule, compileRule } from './rule.ts'
import type { SetInfo } from './set.ts'

/*
 * A cache of rule templates. Rulesets contain many rules that differ only in constants: compiling one and substituting the
 * constants in its bytecode is much faster than compiling each. Only constants of plain matches may differ, and only for
 * numbers of the same type; a rule that differs in anything else is compiled, and becomes the next template. The cache
 * gives up after MOST_IN_VAIN templates that matched no rule.
 */

/** How many patterns are tried on a rule, and how many may be made that fit no rule. */
const MOST_TRIED = 8
const MOST_IN_VAIN = 64

/** A constant of a plain match that may differ from rule to rule. */
class Hole implements Blank {
  readonly expected: Expected
  /** The place of the comparison that it became. */
  readonly index: number
  readonly length: number
  readonly byteorder: Byteorder

  constructor(expected: Expected, index: number, length: number) {
    this.expected = expected
    this.index = index
    this.length = length
    this.byteorder = orderOf(expected)
  }

  /** Another constant for it; undefined where that is more than a number of the same type. */
  read(ctx: RuleContext, json: string | number): bigint | undefined {
    ctx.expected = this.expected
    const node = constant(ctx, json)
    return node.kind === 'value' && node.datatype === this.expected.datatype ? node.value : undefined
  }
}

/** The properties of an object. */
class Properties {
  readonly keys: readonly string[]
  readonly forms: readonly Form[]

  constructor(keys: readonly string[], forms: readonly Form[]) {
    this.keys = keys
    this.forms = forms
  }
}

/** JSON with holes: a Hole, Properties, a list of forms, or what is neither list nor object and is compared as it is. */
type Form = unknown

/** A rule that was compiled, and where the constants lie that the next one may have others of. */
interface Pattern extends Model {
  readonly family: number
  readonly form: Form
  readonly blanks: readonly Hole[]
}

/** A rule as the kernel runs it, in full or as one like another, and the anonymous sets that it refers to. */
interface Patterned {
  expressions: Expression[] | Variant
  sets: SetInfo[]
}

/**
 * Compiles the rules of a transaction. Rulesets are made by loops: where a rule differs from one before it only in constants, what
 * was found out about that one is not found out again.
 */
export class Patterns {
  readonly #around: Surroundings
  readonly #ctx: RuleContext
  #patterns: Pattern[] = []
  #made = 0
  #fitted = 0

  constructor(around: Surroundings) {
    this.#around = around
    this.#ctx = openRule(expression, around, 0, '')
  }

  compile(family: number, table: string, expr: unknown): Patterned {
    for (const pattern of this.#patterns) {
      if (pattern.family !== family) continue
      const values = this.#fit(pattern, expr)
      if (!values) continue
      this.#fitted++
      return { expressions: new Variant(pattern, values), sets: [] }
    }
    if (this.#made - this.#fitted > MOST_IN_VAIN) return compileRule(this.#around, family, table, expr)
    return this.#learn(family, table, expr)
  }

  #fit({ form, blanks }: Pattern, expr: unknown): bigint[] | undefined {
    const found: (string | number)[] = []
    if (!fits(form, expr, found)) return undefined
    const values: bigint[] = []
    for (let i = 0; i < blanks.length; i++) {
      const value = this.#read(blanks[i] as Hole, found[i] as string | number)
      if (value === undefined) return undefined
      values.push(value)
    }
    return values
  }

  /** What is wrong with a constant is for the compiler to say, which knows the place. */
  #read(hole: Hole, json: string | number): bigint | undefined {
    try {
      return hole.read(this.#ctx, json)
    } catch {
      return undefined
    }
  }

  #learn(family: number, table: string, expr: unknown): CompiledRule {
    const watched = new Watched(this.#around)
    const plain: (Expected | undefined)[] = []
    const owners: (number | undefined)[] = []
    const note = (ctx: RuleContext) => plain.push(plainMatch(ctx))
    const compiled = compileRule(watched, family, table, expr, { owners, note })
    if (watched.asked || compiled.merged) return compiled
    const blanks: Hole[] = []
    const form = formOf(expr, compiled.expressions, { plain, owners, blanks })
    this.#made++
    this.#patterns.unshift({ family, form, blanks, expressions: compiled.expressions })
    if (this.#patterns.length > MOST_TRIED) this.#patterns.length = MOST_TRIED
    return compiled
  }
}

/** Sees whether a rule means something else where it is: it refers to sets, or makes some. */
class Watched implements Surroundings {
  readonly path: Path
  asked = false
  readonly #around: Surroundings

  constructor(around: Surroundings) {
    this.#around = around
    this.path = around.path
  }

  get names(): Names {
    return this.#around.names
  }

  findSet(family: number, table: string, name: string): SetInfo {
    this.asked = true
    return this.#around.findSet(family, table, name)
  }

  nextId(): number {
    this.asked = true
    return this.#around.nextId()
  }
}

/** The type of the constant that was just matched, where any other of that type would be compiled the same way. */
function plainMatch(ctx: RuleContext): Expected | undefined {
  const step = ctx.steps.at(-1)
  if (step?.kind !== 'match' || step.right.kind !== 'value') return undefined
  const { left, right, operator } = step
  if (left.kind !== 'payload' && left.kind !== 'load') return undefined
  if ((operator !== '==' && operator !== '!=') || announces(left)) return undefined
  const { expected } = ctx
  const same = right.datatype === expected.datatype && right.byteorder === expected.byteorder
  return same && right.length === expected.length ? expected : undefined
}

interface Seen {
  plain: readonly (Expected | undefined)[]
  owners: readonly (number | undefined)[]
  blanks: Hole[]
}

/** A copy of the rule that has holes. */
function formOf(expr: unknown, expressions: readonly Expression[], { plain, owners, blanks }: Seen): Form {
  return (expr as Json[]).map((statement, i) => {
    const expected = plain[i]
    const index = owners.lastIndexOf(i)
    const cmp = expressions[index]
    if (!expected || cmp?.name !== 'cmp') return copied(statement)
    const held = statement.match as Json
    if (!isScalar(held.right) || isComputed(held.left)) return copied(statement)
    const hole = new Hole(expected, index, (cmp.data as Uint8Array).length)
    blanks.push(hole)
    return copied({ match: { ...held, right: hole } })
  })
}

function copied(json: unknown): Form {
  if (typeof json !== 'object' || json === null || json instanceof Hole) return json
  if (Array.isArray(json)) return json.map(copied)
  const keys: string[] = []
  for (const key in json) keys.push(key)
  return new Properties(
    keys,
    keys.map((key) => copied((json as Json)[key])),
  )
}

function isScalar(json: unknown): json is string | number {
  return typeof json === 'number' || (typeof json === 'string' && json !== '*' && !json.startsWith('@'))
}

/** Whether operations are written in front of a comparison: its constant may have taken them over. */
function isComputed(left: unknown): boolean {
  return Object.keys(left as Json).some((key) => operators.has(key))
}

const operators: ReadonlySet<string> = new Set(['&', '|', '^', '<<', '>>'])

/** Whether JSON has this form; what is in the holes is put into `found`. */
function fits(form: Form, json: unknown, found: (string | number)[]): boolean {
  if (form instanceof Properties) return isObject(json) && fitsObject(form, json, found)
  if (form instanceof Hole) {
    if (!isScalar(json)) return false
    found.push(json)
    return true
  }
  return Array.isArray(form) ? Array.isArray(json) && fitsList(form, json, found) : form === json
}

function fitsList(form: readonly Form[], json: readonly unknown[], found: (string | number)[]): boolean {
  if (form.length !== json.length) return false
  for (let i = 0; i < form.length; i++) if (!fits(form[i], json[i], found)) return false
  return true
}

function fitsObject({ keys, forms }: Properties, json: Json, found: (string | number)[]): boolean {
  for (let i = 0; i < keys.length; i++) if (!fits(forms[i], json[keys[i] as string], found)) return false
  let more = -keys.length
  for (const _ in json) more++
  return more === 0
}
