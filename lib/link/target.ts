import { Buffer } from 'node:buffer'
import { callerError, kernelError, NetlinkError, Slip, shown } from '../errors.ts'
import type { LinkRef } from '../wire/reference.ts'
import { publish } from './message.ts'

/** IFNAMSIZ less the closing zero: longer names are alternative ones. */
const LONGEST = 15

/** The fields by which the kernel finds a link without having its index. */
export function target(operation: string, link: LinkRef): { index: number } | { name: string } | { altIfname: string } {
  if (typeof link === 'number') return { index: link }
  if (typeof link !== 'string')
    throw callerError(operation, new Slip(`must be the index or the name of a link, not ${shown(link)}`).under('link'))
  return Buffer.byteLength(link) > LONGEST ? { altIfname: link } : { name: link }
}

/** As {@link publish}, where the link is an argument of its own. */
export function publishTarget(path: string): string {
  return path === 'index' || path === 'name' || path === 'altIfname' ? 'link' : publish(path)
}

/** The kernel says ENODEV of a name without saying which. */
export async function naming<T>(operation: string, link: LinkRef, attribute: string, promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError) || thrown.code !== 'ENODEV') throw thrown
    throw missingLink(operation, link, attribute)
  }
}

/** ENODEV, by the words of whoever asked. */
export function missingLink(operation: string, link: LinkRef, attribute: string): NetlinkError {
  const which = typeof link === 'number' ? `with index ${link}` : `named '${link}'`
  return kernelError(operation, -19, { reason: `no link ${which}`, attribute })
}
