import type { OutgoingColumns, Row, Tables } from '../../../types/nftables.d.ts'
import { describeValue, InputError } from '../../errors.ts'
import type { Command, ElementColumns, ElementTarget } from '../bytecode/command.ts'
import type { Expression, StatefulObject } from '../bytecode.ts'
import { Roll } from './roll.ts'
import { SUBJECTS, type Subject } from './subject.ts'
import { type Blank, type Model, Variant } from './variant.ts'

/** A number that stands where that of a table or of columns would: there is none. */
const NONE = 0xffffffff

type Values = Readonly<Record<string, unknown>>

interface Place extends Row {
  number: number
}

/** The rows of one object or expression, by the names of its properties. */
interface Table {
  number: number
  rows: ReadonlyMap<string, Place>
}

function tableOf(rows: readonly Row[], number = 0): Table {
  return { number, rows: new Map(rows.map((row, i) => [row.name, { ...row, number: i }])) }
}

/** Where a model lies, and in it its blanks. */
interface Laid {
  start: number
  blanks: readonly number[]
}

/** How a value of each kind is laid down. */
const PUT: Readonly<Record<Exclude<Row['kind'], 'expressions'>, (roll: Roll, value: unknown, limit: number) => void>> =
  {
    u8: (roll, value) => roll.u32(value as number, 0xff),
    u16: (roll, value) => roll.u32(value as number, 0xffff),
    u32: (roll, value) => roll.u32(value as number),
    s32: (roll, value) => roll.s32(value as number),
    u64: (roll, value) => roll.u64(value as bigint),
    string: (roll, value, limit) => roll.text(value as string, limit),
    bytes: (roll, value, limit) => roll.raw(value as Uint8Array, limit),
    u8List: (roll, value, limit) => roll.raw(Uint8Array.from(value as number[]), limit),
    devices: (roll, value) => roll.texts(value as string[]),
  }

/**
 * Lays commands one behind the other for the addon, as types/nftables.d.ts says. What does not fit is a {@link InputError} with its
 * path.
 */
export class Recorder {
  readonly #roll = new Roll()
  readonly #columns: OutgoingColumns[] = []
  readonly #expressions: ReadonlyMap<string, Table>
  readonly #objects: Readonly<Record<'table' | 'chain' | 'rule' | 'set' | 'flowtable' | 'object', Table>>
  readonly #kinds: readonly (Table | undefined)[]
  /** Where expressions lie already: the compiler gives the same object wherever rules have one in common. */
  readonly #laid = new Map<Expression, number>()
  readonly #models = new Map<Model, Laid>()

  constructor(tables: Tables) {
    const { table, chain, rule, set, flowtable, object } = tables
    this.#expressions = new Map(tables.expressions.map(({ name, rows }, i) => [name, tableOf(rows, i)]))
    this.#objects = {
      table: tableOf(table),
      chain: tableOf(chain),
      rule: tableOf(rule),
      set: tableOf(set),
      flowtable: tableOf(flowtable),
      object: tableOf(object),
    }
    this.#kinds = tables.kinds.map((rows) => (rows === undefined ? undefined : tableOf(rows)))
  }

  /** The commands as bytes, which are valid until the next call, and the columns that they refer to. */
  lay(commands: readonly Command[]): { bytes: Uint8Array; columns: OutgoingColumns[] } {
    this.#roll.reset()
    this.#columns.length = 0
    this.#laid.clear()
    this.#models.clear()
    for (let i = 0; i < commands.length; i++) {
      try {
        this.#command(commands[i] as Command)
      } catch (thrown) {
        throw thrown instanceof InputError ? thrown.under(`commands[${i}]`) : thrown
      }
    }
    return { bytes: this.#roll.bytes(), columns: [...this.#columns] }
  }

  #command(command: Command): void {
    const { type, flags, object, elements } = command
    const subject = SUBJECTS[type]
    if (subject === undefined)
      throw new InputError(`is not a message of nftables: ${describeValue(type)}`).under('type')
    this.#roll.u32(type)
    this.#roll.u32(flags)
    this.#roll.u32(elements === undefined ? NONE : this.#columns.length)
    this.#roll.u32(object.family)
    if (elements !== undefined) this.#columns.push(this.#outgoing(elements))
    try {
      this.#subject(subject, object as unknown as Values)
    } catch (thrown) {
      throw thrown instanceof InputError ? thrown.under('object') : thrown
    }
  }

  #subject(subject: Subject, object: Values): void {
    if (subject === 'generation') return
    if (subject === 'elements') {
      this.#target(object as unknown as ElementTarget)
      return
    }
    if (subject === 'object') this.#statefulObject(object as unknown as StatefulObject)
    else this.#properties(this.#objects[subject], object)
    if (subject === 'rule') this.#ruleExpressions(object.expressions)
    this.#roll.raw((object.rest as Uint8Array | undefined) ?? EMPTY)
  }

  #target({ table, name, id }: ElementTarget): void {
    this.#roll.text(table)
    this.#roll.text(name ?? '')
    this.#roll.u32(id === undefined ? 0 : 1)
    this.#roll.u32(id ?? 0)
  }

  #statefulObject(object: StatefulObject): void {
    const { type = 0, ctTimeoutArray = [] } = object
    const kind = this.#kinds[type]
    this.#roll.u32(type)
    this.#properties(this.#objects.object, object as unknown as Values)
    if (kind !== undefined) this.#properties(kind, object as unknown as Values)
    const end = this.#roll.open()
    for (let i = 0; i < ctTimeoutArray.length; i++) {
      const seconds = ctTimeoutArray[i]
      if (seconds === undefined) continue
      this.#roll.u32(i + 1)
      this.#roll.u32(seconds)
    }
    this.#roll.close(end)
  }

  #ruleExpressions(expressions: unknown): void {
    this.#roll.u32(expressions === undefined ? 0 : 1)
    if (expressions === undefined) this.#roll.raw(EMPTY)
    else if (expressions instanceof Variant) this.#variant(expressions)
    else this.#expressionList(expressions as readonly Expression[], true)
  }

  #variant({ model, values }: Variant): void {
    const { blanks } = model
    const start = this.#roll.at
    const before = this.#models.get(model)
    if (before) this.#roll.repeat(before.start)
    const laid = before ?? this.#model(model)
    for (let i = 0; i < blanks.length; i++) {
      const at = start + (laid.blanks[i] as number)
      const { length, byteorder } = blanks[i] as Blank
      this.#roll.fill(values[i] as bigint, at, length, byteorder)
    }
  }

  /** Lays a model down, and notes where its blanks are, counted from its start. */
  #model(model: Model): Laid {
    const { expressions, blanks } = model
    const start = this.#roll.at
    const ends: number[] = []
    const end = this.#roll.open()
    for (const expression of expressions) {
      this.#expression(expression)
      ends.push(this.#roll.at - start)
    }
    this.#roll.close(end)
    const laid = { start, blanks: blanks.map(({ index, length }) => (ends[index] as number) - ((length + 3) & ~3)) }
    this.#models.set(model, laid)
    return laid
  }

  #expressionList(expressions: readonly Expression[], common = false): void {
    const end = this.#roll.open()
    for (let i = 0; i < expressions.length; i++) {
      try {
        if (common) this.#commonExpression(expressions[i] as Expression)
        else this.#expression(expressions[i] as Expression)
      } catch (thrown) {
        throw thrown instanceof InputError ? thrown.under(`expressions[${i}]`) : thrown
      }
    }
    this.#roll.close(end)
  }

  /** The expressions of rules, which stay where they are laid. */
  #commonExpression(expression: Expression): void {
    const before = this.#laid.get(expression)
    if (before !== undefined) {
      this.#roll.repeat(before)
      return
    }
    if (this.#laid.size < MOST_KNOWN) this.#laid.set(expression, this.#roll.at)
    this.#expression(expression)
  }

  #expression(expression: Expression): void {
    const end = this.#roll.open()
    if (expression.name === 'unknown') {
      this.#roll.u32(NONE)
      this.#roll.text(expression.kind)
      this.#roll.raw(expression.raw)
    } else {
      const table = this.#expressions.get(expression.name)
      if (table === undefined)
        throw new InputError(`is not an expression of libnftnl: ${describeValue(expression.name)}`).under('name')
      this.#roll.u32(table.number)
      this.#properties(table, expression as unknown as Values)
    }
    this.#roll.close(end)
  }

  /** A count, patched when it is known, then every property that has a row. */
  #properties(table: Table, object: Values): void {
    const start = this.#roll.at
    let count = 0
    this.#roll.u32(0)
    for (const key in object) {
      const row = table.rows.get(key)
      if (row === undefined) continue
      const value = object[key]
      if (value === undefined) continue
      count++
      try {
        this.#property(row, value)
      } catch (thrown) {
        throw thrown instanceof InputError ? thrown.under(key) : thrown
      }
    }
    this.#roll.patch(start, count)
  }

  #property(row: Place, value: unknown): void {
    this.#roll.u32(row.number)
    if (row.kind === 'expressions') this.#expressionList(value as readonly Expression[])
    else PUT[row.kind](this.#roll, value, row.limit)
  }

  #outgoing(columns: ElementColumns): OutgoingColumns {
    const { expressions, ...rest } = columns
    if (expressions === undefined) return rest
    const outer = this.#roll.at
    const offsets = new Uint32Array(columns.count + 1)
    for (let i = 0; i < columns.count; i++) {
      const row = expressions[i]
      if (row !== undefined && row.length > 0) this.#expressionList(row)
      offsets[i + 1] = this.#roll.at - outer
    }
    return { ...rest, expressions: { bytes: this.#roll.cut(outer), offsets } }
  }
}

const EMPTY = new Uint8Array(0)
/** The common ones come early; to remember all would cost more than to lay them twice. */
const MOST_KNOWN = 128
