import { commandOf } from './command/command.ts'
import type { Encoded } from './encoding.ts'
import type { PlanStep, StepReason } from './types.ts'
import type { WantedList } from './wanted-list.ts'

/** A step that is due. What only readers of a plan need is made when it is read. */
export interface Due extends Omit<PlanStep, 'command'> {
  /** The message of the call, if it is written already. */
  readonly encoded?: Encoded | undefined
}

/** The step as plain JSON, with its command. */
export function shown(due: Due): PlanStep {
  const { verb, netns, phase, reason, subject, before, fields } = due
  const args = due.arguments
  return {
    ...{ verb, netns, arguments: args, phase, reason, subject },
    ...(before === undefined ? {} : { before }),
    ...(fields === undefined ? {} : { fields }),
    command: 'command' in due ? (due.command as string) : commandOf(verb, netns, args),
  }
}

/** The addition of an object of which nothing is there. There may be a million. */
export class Addition implements Due {
  readonly verb: string
  readonly netns: string
  readonly phase: number
  readonly #list: WantedList
  readonly #index: number

  constructor(verb: string, netns: string, phase: number, list: WantedList, index: number) {
    this.verb = verb
    this.netns = netns
    this.phase = phase
    this.#list = list
    this.#index = index
  }

  get reason(): StepReason {
    return 'missing'
  }

  get arguments(): unknown[] {
    return [this.#list.options(this.#index)]
  }

  get subject(): string {
    return this.#list.path(this.#index)
  }

  get encoded(): Encoded | undefined {
    return this.#list.isWhole ? this.#list.encoded(this.#index) : undefined
  }
}
