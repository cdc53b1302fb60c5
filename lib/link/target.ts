import { Buffer, constants } from '../builtin.ts'
import { callerError, InputError, kernelError, NetlinkError } from '../errors.ts'
import { type LinkRef, oneLinkKey } from '../wire/reference.ts'
import { IFNAMSIZ } from '../wire/text.ts'
import { publish } from './message.ts'

const ENODEV = -constants.errno.ENODEV

/** The index or the name by which one link is meant. */
export function checkTarget(operation: string, link: LinkRef, at = 'link'): number | string {
  try {
    return oneLinkKey(link)
  } catch (thrown) {
    throw callerError(operation, thrown instanceof InputError ? thrown.under(at) : thrown)
  }
}

/** The fields by which the kernel finds a link without having its index. */
export function target(operation: string, link: LinkRef): { index: number } | { name: string } | { altIfname: string } {
  const key = checkTarget(operation, link)
  if (typeof key === 'number') return { index: key }
  return isPlain(key) ? { name: key } : { altIfname: key }
}

/** Whether this may be the name itself: only alternative names are longer than IFNAMSIZ, or break the rules of dev_valid_name(). */
function isPlain(name: string): boolean {
  return Buffer.byteLength(name) < IFNAMSIZ && !/^\.{1,2}$|[\s/:]/.test(name)
}

/** As {@link publish}, where the link is an argument of its own and is named by any of these fields. */
export function publishTarget(path: string): string {
  return path === 'name' || path === 'altIfname' ? 'link' : publishIndex(path)
}

/** As {@link publish}, where the link is an argument of its own and is named by its index. */
export function publishIndex(path: string): string {
  return path === 'index' ? 'link' : publish(path)
}

type Asked = Readonly<Record<string, unknown>>

/** What errors say that a request about a link was about: the name by which the caller meant it, else its index. */
export function namedLink(asked: Asked, link: string | undefined): string | undefined {
  return link ?? (asked.index === undefined ? undefined : String(asked.index))
}

/** Likewise of a request that names the link by a field of its own. */
export function targetLink(asked: Asked, link: string | undefined): string | undefined {
  return namedLink(asked, (asked.name ?? asked.altIfname ?? link) as string | undefined)
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

/** ENODEV of the link that a request names by a field of its own, in a batch too: the kernel does not say which. */
export function missingTarget(operation: string) {
  return (errno: number, asked: Asked, link: string | undefined): NetlinkError | undefined => {
    const ref = (asked.name ?? asked.altIfname ?? link ?? asked.index) as LinkRef | undefined
    return errno === ENODEV && ref !== undefined ? missingLink(operation, ref, 'link') : undefined
  }
}

/** ENODEV, with the caller's name for the option. */
export function missingLink(operation: string, link: LinkRef, attribute: string): NetlinkError {
  const index = typeof link === 'object' ? link.index : link
  const which = typeof index === 'number' ? `with index ${index}` : `named '${index}'`
  return kernelError(operation, ENODEV, { reason: `no link ${which}`, attribute })
}
