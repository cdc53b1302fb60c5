import type { Handle } from '../transport/handle.ts'
import { NAMING, readFilter } from '../verb/filter.ts'
import { named, takeNames } from '../verb/naming.ts'
import { verb } from '../verb/verb.ts'
import type { LinkRef } from '../wire/reference.ts'
import type { Link } from './link.ts'
import { briefReading, extent, type LinkReading, linksOf, READING, reading } from './reading.ts'
import { naming, target } from './target.ts'

const requests = { get: reading('getLink'), getBrief: briefReading('getLink') }

/** Reads one link (`ip link show dev`), by index, name or alternative name. ENODEV if it does not exist. */
export const getLink = verb('getLink', (handle: Handle, link: LinkRef, options: LinkReading = {}): Promise<Link> => {
  const { names, filter } = takeNames('getLink', options, undefined)
  const { given, limits } = readFilter('getLink', filter, undefined, READING, 'option', NAMING)
  const question = { ...target('getLink', link), ...extent(given) }
  const asking = given.stats === false ? requests.getBrief : requests.get
  const found = naming('getLink', link, 'link', handle.request(asking, question, undefined, limits))
  return names ? named(handle, 'getLink', limits, found, linksOf) : found
})
