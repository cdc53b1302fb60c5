import type { Chain, Rule, Set as SetObject } from '../bytecode.ts'
import type { Symbols } from '../datatype/symbols.ts'
import type { ElementColumns } from '../native.ts'

/** A table, as every question needs it. */
export interface TableReference {
  family: number
  table: string
}

/** What the kernel knows and the compiler needs, by the word for it. */
export interface Answers {
  /** Links of the namespace: their names and indices. */
  links: Symbols
  /** Sets of a table, without elements. */
  sets: SetObject[]
  chains: Chain[]
  /** Rules of a chain. */
  rules: Rule[]
  /** Elements of a set. */
  elements: ElementColumns[]
}

export type About = keyof Answers

/** One thing that the kernel has to be asked for; `name` is that of the chain or the set. */
export interface Question extends TableReference {
  about: About
  name?: string
}

/** Thrown where the compiler cannot go on without an answer: it is fetched, and the command compiled again. */
export class Unanswered extends Error {
  readonly question: Question

  constructor(question: Question) {
    super(`${question.about} was not requested from the kernel`)
    this.question = question
  }
}

/** What the kernel has answered so far. */
export class Knowledge {
  readonly #answers = new Map<string, unknown>()

  /** The answer, or {@link Unanswered}. */
  ask<A extends About>(question: Question & { about: A }): Answers[A] {
    const answer = this.#answers.get(keyOf(question))
    if (answer === undefined) throw new Unanswered(question)
    return answer as Answers[A]
  }

  learn<A extends About>(question: Question & { about: A }, answer: Answers[A]): void {
    this.#answers.set(keyOf(question), answer)
  }
}

function keyOf({ about, family, table, name = '' }: Question): string {
  return about + tableKey(family, table) + name
}

/** What the keys of all that belongs to a table begin with. */
export function tableKey(family: number, table: string): string {
  return `${family}\0${table}\0`
}

/** What the keys of all that belongs to a family (0: to any) begin with. */
export function familyKey(family: number): string {
  return family === 0 ? '' : `${family}\0`
}
