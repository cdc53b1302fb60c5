import { Buffer, constants } from '../builtin.ts'
import { callerError, InputError, kernelError, NetlinkError } from '../errors.ts'
import { type LinkRef, oneLinkKey } from '../wire/reference.ts'
import { IFNAMSIZ } from '../wire/text.ts'
import { publish } from './message.ts'

const ENODEV = -constants.errno.ENODEV

/** The index or name of one link. */
export function checkTarget(operation: string, link: LinkRef, at = 'link'): number | string {
  try {
    return oneLinkKey(link)
  } catch (thrown) {
    throw callerError(operation, thrown instanceof InputError ? thrown.under(at) : thrown)
  }
}

/** The fields by which the kernel finds a link. */
export function target(operation: string, link: LinkRef): { index: number } | { name: string } | { altIfname: string } {
  const key = checkTarget(operation, link)
  if (typeof key === 'number') return { index: key }
  return isPlain(key) ? { name: key } : { altIfname: key }
}

/** Whether this can be the primary name: only alternative names are longer than IFNAMSIZ or violate the rules of dev_valid_name(). */
function isPlain(name: string): boolean {
  return Buffer.byteLength(name) < IFNAMSIZ && !/^\.{1,2}$|[\s/:]/.test(name)
}

/** As {@link publish}, if the link is a separate argument that any of these fields identifies. */
export function publishTarget(path: string): string {
  return path === 'name' || path === 'altIfname' ? 'link' : publishIndex(path)
}

/** As {@link publish}, if the link is a separate argument, identified by its index. */
export function publishIndex(path: string): string {
  return path === 'index' ? 'link' : publish(path)
}

type Asked = Readonly<Record<string, unknown>>

/** The subject of errors about a link: the name that the caller used, or its index. */
export function namedLink(asked: Asked, link: string | undefined): string | undefined {
  return link ?? (asked.index === undefined ? undefined : String(asked.index))
}

/** The same for a request with a separate field for the link. */
export function targetLink(asked: Asked, link: string | undefined): string | undefined {
  return namedLink(asked, (asked.name ?? asked.altIfname ?? link) as string | undefined)
}

/** The kernel's ENODEV does not contain the name. */
export async function naming<T>(operation: string, link: LinkRef, attribute: string, promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError) || thrown.code !== 'ENODEV') throw thrown
    throw missingLink(operation, link, attribute)
  }
}

/** ENODEV for the link of a request, also in a batch: the kernel's error does not contain the name. */
export function missingTarget(operation: string) {
  return (errno: number, asked: Asked, link: string | undefined): NetlinkError | undefined => {
    const ref = (asked.name ?? asked.altIfname ?? link ?? asked.index) as LinkRef | undefined
    return errno === ENODEV && ref !== undefined ? missingLink(operation, ref, 'link') : undefined
  }
}

/** ENODEV, with the public name of the option. */
export function missingLink(operation: string, link: LinkRef, attribute: string): NetlinkError {
  const index = typeof link === 'object' ? link.index : link
  const which = typeof index === 'number' ? `with index ${index}` : `named '${index}'`
  return kernelError(operation, ENODEV, { reason: `no link ${which}`, attribute })
}
