import * as address from '../address/index.ts'
import * as link from '../link/index.ts'
import * as neighbour from '../neighbour/index.ts'
import * as netns from '../netns/index.ts'
import * as route from '../route/index.ts'
import * as rule from '../rule/index.ts'

// The types are written out because a spread would lose what is said about each verb.

/** What changes something by requests alone, and can therefore be collected in a batch. */
export const changes: typeof link.changes &
  typeof address.changes &
  typeof route.changes &
  typeof rule.changes &
  typeof neighbour.changes = {
  ...link.changes,
  ...address.changes,
  ...route.changes,
  ...rule.changes,
  ...neighbour.changes,
}

/** What answers, or takes several steps. */
export const reads: typeof link.reads &
  typeof address.reads &
  typeof route.reads &
  typeof rule.reads &
  typeof neighbour.reads &
  typeof netns.reads = {
  ...link.reads,
  ...address.reads,
  ...route.reads,
  ...rule.reads,
  ...neighbour.reads,
  ...netns.reads,
}

/** A room's function as a method: the handle stands in front of the dot. */
type Method<F> = F extends (caller: never, ...args: infer Args) => infer Result ? (...args: Args) => Result : never
type Methods<T> = { [K in keyof T]: Method<T[K]> }

/** Every verb, as the methods of a handle. */
export interface Verbs extends Methods<typeof changes>, Methods<typeof reads> {}

/** A verb in a batch: it answers nothing. */
type Collected<F> = F extends (caller: never, ...args: infer Args) => unknown ? (...args: Args) => void : never

/** The verbs that a batch collects; what came of each is told by its place in the result. */
export type Changes = { [K in keyof typeof changes]: Collected<(typeof changes)[K]> }
