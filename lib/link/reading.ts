import type { RequestType } from '../transport/request-type.ts'
import type { Links, Naming } from '../verb/naming.ts'
import { bool, u8 } from '../wire/integers.ts'
import type { Named } from '../wire/unknown.ts'
import { fromReport, type Link } from './link.ts'
import { briefRequest, request } from './message.ts'
import { publishTarget, targetLink } from './target.ts'

/** Which parts of a link are read. */
export interface LinkReading extends Naming {
  /** False omits the counters, which makes a long list faster. */
  stats?: boolean | undefined
  /** True includes the virtual functions of SR-IOV devices, which is slow. */
  vf?: boolean | undefined
}

/** The options of {@link LinkReading}, without the limits. */
export const READING: readonly Named[] = [
  { key: 'stats', type: bool(u8) },
  { key: 'vf', type: bool(u8) },
]

/** Where a link contains indices of other links in its namespace. */
export const linksOf: Links<Link> = (found) => [
  [found, 'master'],
  ...(found.linkNetnsid === undefined ? [[found, 'link'] as const] : []),
]

/** The verb that reads one link. */
export function reading<Kind extends string = string>(operation: string): RequestType<Link<Kind>> {
  return request(operation, 'get', { answer: fromReport<Kind>, publish: publishTarget, subject: targetLink })
}

/** The verb that reads one link without its counters; its request must contain `BRIEF`. */
export function briefReading(operation: string): RequestType<Link> {
  return briefRequest(operation, 'get', { answer: fromReport, publish: publishTarget, subject: targetLink })
}

export const BRIEF = { extMask: ['skip_stats'] } as const

/** IFLA_EXT_MASK for the parts to read; empty for the default. */
export function extent({ stats, vf }: LinkReading): { extMask?: readonly ('skip_stats' | 'vf')[] } {
  const mask = [...(stats === false ? (['skip_stats'] as const) : []), ...(vf === true ? (['vf'] as const) : [])]
  return mask.length > 0 ? { extMask: mask } : {}
}
