import type { Requester } from '../transport/caller.ts'
import type { Limits } from '../transport/limit.ts'
import type { Verb } from '../transport/verb.ts'
import type { LinkRef } from '../wire/reference.ts'
import { fromReport, type Link } from './link.ts'
import { briefVerb, verb } from './message.ts'
import { naming, publishTarget, target } from './target.ts'

/** How much of a link is read. */
export interface LinkReading extends Limits {
  /** False leaves the counters out, which makes a long list faster. */
  stats?: boolean | undefined
  /** True asks for the virtual functions too, which is slow. */
  vf?: boolean | undefined
}

/** The options of {@link LinkReading}. */
export const READING = ['stats', 'vf', 'signal', 'timeout']

/** The verb that reads one link. */
export function reading<Kind extends string = string>(operation: string): Verb<Link<Kind>> {
  return verb(operation, 'get', { answer: fromReport<Kind>, publish: publishTarget })
}

/** The verb that reads one link without its counters; `BRIEF` belongs into its question. */
export function briefReading(operation: string): Verb<Link> {
  return briefVerb(operation, 'get', { answer: fromReport, publish: publishTarget })
}

export const BRIEF = { extMask: ['skip_stats'] } as const

const verbs = { get: reading('getLink'), getBrief: briefReading('getLink') }

/** IFLA_EXT_MASK for what shall be read; nothing where that is the usual. */
export function extent({ stats, vf }: LinkReading): { extMask?: readonly ('skip_stats' | 'vf')[] } {
  const mask = [...(stats === false ? (['skip_stats'] as const) : []), ...(vf === true ? (['vf'] as const) : [])]
  return mask.length > 0 ? { extMask: mask } : {}
}

/** Throws for an option that is not known, or not the boolean that it must be. */
export function checkReading(operation: string, options: object, known: readonly string[]): void {
  for (const [key, value] of Object.entries(options)) {
    if (!known.includes(key))
      throw new TypeError(`${operation}: ${key} is not an option here; known are ${known.join(', ')}`)
    if (['stats', 'vf', 'up'].includes(key) && value !== undefined && typeof value !== 'boolean') {
      throw new TypeError(`${operation}: ${key} must be true or false`)
    }
  }
}

/** Reads one link (`ip link show dev`), by index, name or alternative name. ENODEV when there is none. */
export function getLink(caller: Requester, link: LinkRef, options: LinkReading = {}): Promise<Link> {
  checkReading('getLink', options, READING)
  const { signal, timeout } = options
  const question = { ...target('getLink', link), ...extent(options) }
  const asking = options.stats === false ? verbs.getBrief : verbs.get
  return naming('getLink', link, 'link', caller.request(asking, question, undefined, { signal, timeout }))
}
