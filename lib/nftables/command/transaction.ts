import { constants } from '../../builtin.ts'
import { InputError } from '../../errors.ts'
import { NLM_F_ECHO } from '../../wire/header.ts'
import type { Surroundings } from '../compile/context.ts'
import { type Path, placed } from '../compile/path.ts'
import { Patterns } from '../compile/pattern.ts'
import type { SetInfo } from '../compile/set.ts'
import type { Names } from '../datatype/names.ts'
import type { Family } from '../json.ts'
import type { Command, ElementColumns } from '../native.ts'
import { setsFilledBy } from './filled.ts'
import { Later } from './later.ts'
import { IntervalSets } from './merge.ts'
import { Outgoing } from './outgoing.ts'
import { Positions } from './position.ts'
import { familyKey, type Knowledge, tableKey } from './question.ts'
import { Registry } from './registry.ts'

/** Something to read from the kernel once the changes are made. */
export interface Read {
  verb: 'list' | 'reset'
  /** `tables`, `ct helper`, ... */
  what: string
  family?: Family
  table?: string
  chain?: string
  name?: string
}

/** What is asked of a transaction besides its commands. */
export interface TransactionOptions {
  /** The kernel tells the handles of what was made. */
  echo: boolean
  /** Some command names a rule by its place in the chain: the places of all have to be followed. */
  indexed: boolean
}

/** Messages of one batch as the commands are compiled one by one, and what they mean for the commands behind them. */
export class Transaction implements Surroundings {
  readonly path: Path = []
  /** With the links of the namespace from when they were first wanted. */
  names: Names
  readonly knowledge: Knowledge
  readonly out: Outgoing
  readonly reads: Read[] = []
  /** Where the JSON lists the elements that are the rows of a message. */
  readonly lists = new Map<number, string>()
  readonly sets: Registry
  readonly intervals: IntervalSets
  readonly later: Later
  readonly positions: Positions | undefined
  readonly patterns: Patterns
  readonly #echo: number
  readonly #commands: readonly unknown[]
  #filled: ReadonlySet<string> | undefined
  #id = 0
  #origin = 0

  constructor(names: Names, knowledge: Knowledge, commands: readonly unknown[], { echo, indexed }: TransactionOptions) {
    this.#commands = commands
    this.out = new Outgoing(indexed)
    this.later = new Later(commands)
    this.names = names
    this.knowledge = knowledge
    this.sets = new Registry(knowledge)
    this.intervals = new IntervalSets(knowledge, this.sets)
    this.positions = indexed ? new Positions(knowledge, this.sets, this) : undefined
    this.patterns = new Patterns(this)
    this.#echo = echo ? NLM_F_ECHO : 0
  }

  /** Compiles one command; where that fails nothing of it stays. */
  run(origin: number, compile: () => void): void {
    const { length } = this.out
    const reads = this.reads.length
    this.#origin = origin
    this.path.length = 0
    try {
      compile()
      this.later.reached(origin)
      this.out.settle()
    } catch (thrown) {
      this.out.cut(length)
      this.reads.length = reads
      throw thrown
    }
  }

  /** Messages that are still there as objects: all of a small transaction. */
  get messages(): readonly Command[] {
    return this.out.kept
  }

  /** The number of the command that each message is for. */
  get origins(): readonly number[] {
    return this.out.origins
  }

  send(type: number, flags: number, object: Command['object'], elements?: ElementColumns): void {
    this.out.push(elements ? { type, flags, object, elements } : { type, flags, object }, this.#origin)
  }

  /** As {@link send}, for the object that the command is about: where asked, the kernel tells its handle. */
  make(type: number, flags: number, object: Command['object']): void {
    this.send(type, flags | this.#echo, object)
  }

  read(read: Read): void {
    this.reads.push(read)
  }

  /** The number of the command that is compiled. */
  get origin(): number {
    return this.#origin
  }

  /** As {@link send}, for a command that was compiled before. */
  sendFor(origin: number, send: () => void): void {
    const now = this.#origin
    this.#origin = origin
    send()
    this.#origin = now
  }

  nextId(): number {
    return ++this.#id
  }

  findSet(family: number, table: string, name: string): SetInfo {
    const found = this.sets.find(family, table, name)
    if (found) return found
    throw placed(this, new InputError(`there is no set '${name}' in table '${table}'`, 'type', -constants.errno.ENOENT))
  }

  /** A table is deleted with all that it holds. */
  forgetTable(family: number, table: string): void {
    this.sets.forgetTable({ family, table })
    this.#forget(tableKey(family, table))
  }

  /** Every table of a family (0: of all) is deleted. */
  forgetFamily(family: number): void {
    this.sets.forgetFamily(family)
    this.#forget(familyKey(family))
  }

  #forget(prefix: string): void {
    this.intervals.forget(prefix)
    this.positions?.forget(prefix)
  }

  /** Whether a rule of the transaction puts elements into a set, which the kernel wants to know when the set is made. */
  isFilled(name: string): boolean {
    this.#filled ??= setsFilledBy(this.#commands)
    return this.#filled.has(name)
  }
}
