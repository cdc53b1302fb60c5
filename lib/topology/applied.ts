/// <reference lib="esnext.disposable" />

import { type Due, shown } from './due.ts'
import { Plan } from './plan.ts'
import type { PlanStep, Topology } from './types.ts'

/** What is needed to bring back the state before. */
export interface Undo {
  /** The state before, as a topology. */
  before(): Topology
  /** Brings it back. */
  run(): Promise<void>
  /** The steps that would bring it back now. */
  left(): Promise<readonly PlanStep[]>
}

/** A topology that was applied. With `confirm`, it is rolled back after that time, or when this object is disposed, unless it was committed. */
export class Applied implements AsyncDisposable {
  readonly #done: readonly Due[]
  #plan: Plan | undefined
  readonly #undo: Undo | undefined
  #timer: NodeJS.Timeout | undefined
  #rolling: Promise<void> | undefined
  #committed = false

  /** Internal. */
  constructor(done: readonly Due[], undo: Undo | undefined, confirm: number | undefined) {
    this.#done = done
    this.#undo = undo
    if (confirm === undefined) return
    this.#timer = setTimeout(() => this.rollback().catch(() => undefined), confirm)
  }

  /** The steps that were done. */
  get plan(): Plan {
    this.#plan ??= new Plan(this.#done.map(shown))
    return this.#plan
  }

  /** The state before as a topology; undefined if it was not kept (`onError: 'stop'` without `confirm`). */
  get before(): Topology | undefined {
    return this.#undo?.before()
  }

  /** Keeps what was applied: no rollback follows. After a rollback, an Error: its own one if it failed. */
  async commit(): Promise<void> {
    if (this.#rolling !== undefined) {
      await this.#rolling
      throw new Error('commit: the topology was rolled back')
    }
    this.#end()
  }

  /** Brings back the state before. Later calls return the same promise; after `commit`, an Error. */
  async rollback(): Promise<void> {
    if (this.#rolling !== undefined) return this.#rolling
    if (this.#committed) throw new Error('rollback: the topology was committed')
    if (this.#undo === undefined)
      throw new Error("rollback: the state before was not kept; use onError 'rollback' or confirm")
    clearTimeout(this.#timer)
    this.#rolling = this.#undo.run()
    return this.#rolling
  }

  #end(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#committed = true
  }

  /** At the end of `await using`: rolls back if `confirm` was given and nothing was committed. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#timer !== undefined && !this.#committed) await this.rollback()
  }
}
