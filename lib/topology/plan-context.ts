import { InputError } from '../errors.ts'
import { type Actual, nothing, type State } from './actual.ts'
import type { Due } from './due.ts'
import type { Resolve } from './encoding.ts'
import { Fates } from './fates.ts'
import type { Owner } from './owner.ts'
import type { StepReason } from './types.ts'
import type { Wanted, WantedSpace } from './wanted.ts'
import type { WantedLink } from './wanted-link.ts'

/** Indices of links that do not exist yet: the kernel's are below. */
const FIRST_NEW = 0x4000_0000

/** How topologies are compared. */
export interface Manner {
  readonly operation: string
  readonly owner: Owner
  readonly force: boolean
  /** Alternative names that a link does not have in the topology are removed. */
  readonly exact?: boolean
}

/** What a step changes. */
interface Change {
  readonly before?: Record<string, unknown>
  readonly fields?: string[]
}

/** A topology next to what is there, and the steps from one to the other. */
export class PlanContext {
  readonly operation: string
  readonly owner: Owner
  readonly force: boolean
  readonly exact: boolean
  readonly wanted: Wanted
  readonly state: State
  readonly spaces: readonly WantedSpace[]
  readonly steps: Due[] = []
  readonly fates: Fates
  readonly #fresh = new Map<string, number>()

  constructor({ operation, owner, force, exact = false }: Manner, wanted: Wanted, state: State) {
    this.operation = operation
    this.owner = owner
    this.force = force
    this.exact = exact
    this.wanted = wanted
    this.state = state
    this.spaces = [...wanted.spaces.values()]
    this.fates = new Fates(this)
  }

  actual(netns: string): Actual {
    return this.state.spaces.get(netns) ?? nothing(netns)
  }

  wantedLink(netns: string, name: string): WantedLink | undefined {
    return this.wanted.spaces.get(netns)?.links?.get(name)
  }

  /** Indices by name as they are now; links that do not exist have one that no link has. */
  existing(netns: string): Resolve {
    const { byName } = this.actual(netns)
    return (name) => byName.get(name)?.index ?? this.#freshIndex(netns, name)
  }

  /** Indices by name as they will be. */
  resolve(netns: string): Resolve {
    const { byName } = this.actual(netns)
    return (name) => {
      const found = byName.get(name)
      return found === undefined || this.fates.isGone(netns, found.index) ? this.#freshIndex(netns, name) : found.index
    }
  }

  #freshIndex(netns: string, name: string): number {
    const key = `${netns}\0${name}`
    const known = this.#fresh.get(key) ?? FIRST_NEW + this.#fresh.size
    this.#fresh.set(key, known)
    return known
  }

  /** Throws unless a link of this name will be there. */
  checkLink(netns: string, path: string, name: string): void {
    const wanted = this.wantedLink(netns, name)
    if (name === 'lo' || (wanted !== undefined && !wanted.absent)) return
    const found = this.actual(netns).byName.get(name)
    const { fates } = this
    const stays = found !== undefined && !fates.isGone(netns, found.index) && !fates.isDoomed(netns, found.index)
    if (!stays || wanted !== undefined)
      throw new InputError(`there is no link named '${name}', and the topology has none`).under(path)
  }

  step(
    phase: number,
    netns: string,
    verb: string,
    args: unknown[],
    reason: StepReason,
    subject: string,
    change: Change = {},
  ): void {
    this.steps.push({ verb, netns, arguments: args, phase, reason, subject, ...change })
  }

  /** Adds a step that is made already. */
  due(step: Due): void {
    this.steps.push(step)
  }
}
