import type { Handle } from '../transport/handle.ts'
import { readFilter } from '../verb/filter.ts'
import { verb } from '../verb/verb.ts'
import type { LinkRef } from '../wire/reference.ts'
import type { Link } from './link.ts'
import { briefReading, extent, type LinkReading, READING, reading } from './reading.ts'
import { naming, target } from './target.ts'

const requests = { get: reading('getLink'), getBrief: briefReading('getLink') }

/** Reads one link (`ip link show dev`), by index, name or alternative name. ENODEV if it does not exist. */
export const getLink = verb('getLink', (handle: Handle, link: LinkRef, options: LinkReading = {}): Promise<Link> => {
  const { given, limits } = readFilter('getLink', options, undefined, READING, 'option')
  const question = { ...target('getLink', link), ...extent(given) }
  const asking = given.stats === false ? requests.getBrief : requests.get
  return naming('getLink', link, 'link', handle.request(asking, question, undefined, limits))
})
