import { describeValue, InputError } from '../errors.ts'
import { u32 } from './integers.ts'
import type { NetnsRef } from './netns.ts'
import { checkLength } from './text.ts'
import type { Type } from './type.ts'

/** A link: its index, its name, an alternative name, or a listed link. A name is resolved when the request is sent. */
export type LinkRef = number | string | LinkObject

/** A link as an object with an index, such as a listed link. */
export interface LinkObject {
  /** Index of the link. */
  readonly index: number
}

/** ALTIFNAMSIZ of include/linux/if.h, minus the closing NUL: maximum length of alternative names (`ip link property`). */
export const LONGEST_NAME = 127

/**
 * The index or name of a reference. The kernel validates the name: alternative names may contain spaces and slashes.
 */
export function linkKey(value: LinkRef): number | string {
  if (typeof value === 'number') return value
  if (typeof value === 'string') {
    if (value === '') throw new InputError("must be the index or the name of a link, not ''")
    checkLength(value, LONGEST_NAME)
    return value
  }
  const index: unknown = typeof value === 'object' && value !== null ? value.index : undefined
  if (typeof index === 'number' && Number.isInteger(index) && index > 0) return index
  const name: unknown = typeof value === 'object' && value !== null ? (value as { name?: unknown }).name : undefined
  if (index === undefined && typeof name === 'string')
    throw new InputError(`must be the index or the name of a link, not an object: pass ${describeValue(name)}`)
  const got = index === undefined ? describeValue(value) : `an object whose index is ${describeValue(index)}`
  throw new InputError(`must be the index or the name of a link, or a listed link, not ${got}`)
}

/** The index of a link. */
export const linkRef: Type<number, LinkRef> = {
  size: 4,
  link: true,
  read: u32.read,
  write(writer, value) {
    // Thousands of routes may use one link: its name is checked once.
    if (typeof value === 'string' && writer.fixupAgain(value)) return
    const key = linkKey(value)
    if (typeof key === 'number') u32.write(writer, key)
    else writer.fixup(key)
  },
}

/** As {@link linkKey}, for exactly one link: index 0 means none, or a whole group. */
export function oneLinkKey(value: LinkRef): number | string {
  const key = linkKey(value)
  if (typeof key === 'string' || (Number.isInteger(key) && key >= 1 && key <= 0x7fff_ffff)) return key
  throw new InputError(
    `must be the index (1 or more) or the name of a link, or a listed link, not ${describeValue(key)}`,
  )
}

/** Exactly one link. */
export const oneLink: Type<number, LinkRef> = {
  ...linkRef,
  write: (writer, value) => linkRef.write(writer, typeof value === 'string' ? value : oneLinkKey(value)),
}

/** As {@link oneLink}, with null (index 0) for "none": `ip link set nomaster`. */
export const linkRefOrNone: Type<number, LinkRef | null> = {
  ...linkRef,
  write(writer, value) {
    if (value === 0)
      throw new InputError('must be null for none, or the index (1 or more) or the name of a link, not 0')
    if (value === null) u32.write(writer, 0)
    else oneLink.write(writer, value)
  },
}

/** A namespace as an open descriptor (`IFLA_NET_NS_FD`), held until the request is answered. */
export const netnsFd: Type<number, NetnsRef> = {
  size: 4,
  read: u32.read,
  write: (writer, value) => u32.write(writer, writer.hold(value).fd),
}
