import type { Sender } from '../../transport/handle.ts'
import { change } from '../../verb/verb.ts'
import type { Link, LinkOptions } from '../link.ts'

/** The options of createBridge and the other functions that create links of one kind. */
export interface DataOptions<Data> extends LinkOptions {
  /** Properties of the kind; iproute2: what follows `type bridge` and the like. {@link createLink} also accepts bytes. */
  data?: Data | undefined
}

/** Creates a link of a kind. */
export type Create = (operation: string, kind: string, sender: Sender, options: LinkOptions) => Promise<unknown>

let create: Create | undefined

/** Says how links are created: lib/link/create-kind.ts does, which needs the message of a link, and that the tables of every kind. */
export function bindCreate(implementation: Create): void {
  create = implementation
}

/** Declares the verb that creates links of a kind. A listed link is accepted if it is of that kind. */
export function creator<Kind extends string, Options extends LinkOptions>(
  operation: string,
  kind: Kind,
): (options?: Options) => Promise<Link<Kind>> {
  const run = (sender: Sender, options?: Options): Promise<Link<Kind>> => {
    if (create === undefined) throw new Error(`${operation}: lib/link/create-kind.ts is not loaded`)
    return create(operation, kind, sender, options ?? {}) as Promise<Link<Kind>>
  }
  return change(operation, run, { first: 'options?', bare: 'name', undo: 'exact' })
}
