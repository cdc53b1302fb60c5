import type { Row, Tables } from '../../../types/nftables.d.ts'
import { LITTLE } from '../../wire/bytes.ts'
import type { Generation, Message } from '../bytecode/command.ts'
import type { Expression } from '../bytecode.ts'
import { SUBJECTS } from './subject.ts'

/** A number that stands where that of a table would: the expression is unknown. */
const UNKNOWN = 0xffffffff
/** The number of an expression is followed by what it is. */
const NEW = 0x80000000

type Values = Record<string, unknown>

/** Makes objects of the tapes that the addon recorded, as types/nftables.d.ts says. */
export class Player {
  readonly #tables: Tables
  /** Rows of stateful objects: those of all, then those of the kind. */
  readonly #kinds: readonly (readonly Row[])[]
  #u8 = new Uint8Array(0)
  #u32 = new Uint32Array(0)
  #view = new DataView(this.#u8.buffer)
  #at = 0
  #texts: string[] = []
  #made: Expression[] = []

  constructor(tables: Tables) {
    this.#tables = tables
    this.#kinds = Array.from(tables.kinds, (rows) => [...tables.object, ...(rows ?? [])])
  }

  messages(tape: Uint8Array<ArrayBuffer>): Message[] {
    const end = this.#begin(tape)
    const out: Message[] = []
    while (this.#at < end) {
      const type = this.#number()
      out.push({ type, flags: this.#number(), sequence: this.#number(), object: this.#object(type) as never })
    }
    return out
  }

  /** For each row its expressions, undefined where there are none. */
  expressionRows(tape: Uint8Array<ArrayBuffer>, count: number): (Expression[] | undefined)[] {
    this.#begin(tape)
    return Array.from({ length: count }, () => {
      const list = this.#list()
      return list.length === 0 ? undefined : list
    })
  }

  /** Where the texts begin, which are read at once. */
  #begin(tape: Uint8Array<ArrayBuffer>): number {
    this.#u8 = tape
    this.#u32 = new Uint32Array(tape.buffer, tape.byteOffset, tape.length >> 2)
    this.#view = new DataView(tape.buffer, tape.byteOffset, tape.length)
    this.#made = []
    this.#at = 0
    const end = this.#number()
    this.#at = end
    this.#texts = Array.from({ length: this.#number() }, () => decoder.decode(this.#bytes()))
    this.#at = 4
    return end
  }

  #number(): number {
    const value = this.#u32[this.#at >> 2] as number
    this.#at += 4
    return value
  }

  #bytes(): Uint8Array {
    const length = this.#number()
    const start = this.#at
    this.#at = start + ((length + 3) & ~3)
    return this.#u8.subarray(start, start + length)
  }

  #text(): string {
    return this.#texts[this.#number()] as string
  }

  #object(type: number): Values | Generation {
    const subject = SUBJECTS[type] as Exclude<(typeof SUBJECTS)[number], 'elements' | undefined>
    if (subject === 'generation') return { id: this.#number(), procPid: this.#number(), procName: this.#text() }
    const out: Values = {}
    if (subject === 'object') this.#statefulObject(out)
    else this.#properties(this.#tables[subject], out)
    if (subject === 'rule') out.expressions = this.#list()
    const rest = this.#bytes()
    if (rest.length > 0) out.rest = rest
    return out
  }

  #statefulObject(out: Values): void {
    const type = this.#number()
    out.type = type
    this.#properties(this.#kinds[type] ?? this.#tables.object, out)
    const end = this.#number() + this.#at
    if (this.#at === end) return
    const seconds: number[] = []
    while (this.#at < end) {
      const number = this.#number()
      seconds[number - 1] = this.#number()
    }
    out.ctTimeoutArray = Array.from(seconds)
  }

  #properties(rows: readonly Row[], out: Values): void {
    for (let left = this.#number(); left > 0; left--) {
      const row = rows[this.#number()] as Row
      out[row.name] = this.#value(row.kind)
    }
  }

  #value(kind: Row['kind']): unknown {
    switch (kind) {
      case 'u8':
      case 'u16':
      case 'u32':
        return this.#number()
      case 's32':
        return this.#number() | 0
      case 'u64':
        this.#at += 8
        return this.#view.getBigUint64(this.#at - 8, LITTLE)
      case 'string':
        return this.#text()
      case 'bytes':
        return this.#bytes()
      case 'u8List':
        return [...this.#bytes()]
      case 'devices':
        return Array.from({ length: this.#number() }, () => this.#text())
      case 'expressions':
        return Array.from({ length: this.#number() }, () => this.#expression())
    }
  }

  #list(): Expression[] {
    const count = this.#number()
    const list = new Array<Expression>(count)
    for (let i = 0; i < count; i++) {
      const number = this.#number()
      const place = number & ~NEW
      if (number >= NEW) this.#made[place] = this.#expression()
      list[i] = this.#made[place] as Expression
    }
    return list
  }

  #expression(): Expression {
    const number = this.#number()
    if (number === UNKNOWN) return { name: 'unknown', kind: this.#text(), raw: this.#bytes() }
    const { name, rows } = this.#tables.expressions[number] as Tables['expressions'][number]
    const out: Values = { name }
    this.#properties(rows, out)
    return out as unknown as Expression
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
