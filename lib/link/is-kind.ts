import { describeValue } from '../errors.ts'
import type { KindReports } from './kinds/index.ts'
import type { Link } from './link.ts'

/** A link of a kind that this library describes, with its data. */
export type LinkOf<Kind extends keyof KindReports> = Link<Kind> & {
  /** Kind of the link; iproute2: `type`. */
  kind: Kind
  /** Properties of the kind, which `ip -d` prints after the kind. */
  data: KindReports[Kind]
}

/**
 * Whether a link is of this kind and has the properties of it: the compiler then knows them. A comparison of `link.kind` does not narrow `data`,
 * because a kind may also be one that this library does not describe.
 *
 * ```ts
 * for (const link of await listLinks()) if (isKind(link, 'vxlan')) console.log(link.name, link.data.id)
 * ```
 */
export function isKind<Kind extends keyof KindReports>(link: Link, kind: Kind): link is LinkOf<Kind> {
  if (typeof link !== 'object' || link === null || typeof link.index !== 'number')
    throw new TypeError(`isKind: expected a link, as listLinks and getLink return it, got ${describeValue(link)}`)
  if (typeof kind !== 'string') throw new TypeError(`isKind: kind must be a string, not ${describeValue(kind)}`)
  return link.kind === kind && link.data !== undefined
}
