import { constants } from 'node:os'
import { errnoText, Slip, shown } from '../errors.ts'
import { u32 } from './integers.ts'
import { checkLength, checkText } from './text.ts'
import type { Type } from './type.ts'

const { EINVAL, ENOENT } = constants.errno

/** A link, by its index, by its name (or an alternative one), or as an object of `listLinks`. A name is resolved when the request is sent. */
export type LinkRef = number | string | { readonly index: number }

/** ALTIFNAMSIZ of include/linux/if.h, less the closing zero: alternative names (`ip link property`) are that long. */
export const LONGEST_NAME = 127

/**
 * The index or the name behind a reference. What a name may look like is the kernel's affair here: alternative names may have
 * spaces and slashes in them.
 */
export function linkKey(value: LinkRef): number | string {
  if (typeof value === 'number') return value
  if (typeof value === 'string') {
    if (value === '') throw new Slip("must be the index or the name of a link, not ''")
    checkLength(value, LONGEST_NAME)
    return value
  }
  const index: unknown = typeof value === 'object' && value !== null ? value.index : undefined
  if (typeof index === 'number' && Number.isInteger(index) && index > 0) return index
  const got = index === undefined ? shown(value) : `an object whose index is ${shown(index)}`
  throw new Slip(`must be the index or the name of a link, or a listed link, not ${got}`)
}

/** A network namespace: an object with a descriptor (`Netns`), a name below /run/netns, an absolute path, a process, or a listed namespace. */
export type NetnsRef = string | { readonly fd: number } | { readonly pid: number } | { readonly name: string }

/** The index of a link. */
export const linkRef: Type<number, LinkRef> = {
  size: 4,
  read: u32.read,
  write(writer, value) {
    const key = linkKey(value)
    if (typeof key === 'number') u32.write(writer, key)
    else writer.fixup(key)
  },
}

/** As {@link linkKey}, of a link that must be one: index 0 stands for none, or for a whole group. */
export function oneLinkKey(value: LinkRef): number | string {
  const key = linkKey(value)
  if (typeof key === 'string' || (Number.isInteger(key) && key >= 1 && key <= 0x7fff_ffff)) return key
  throw new Slip(`must be the index (1 or more) or the name of a link, or a listed link, not ${shown(key)}`)
}

/** A link that must be one. */
export const oneLink: Type<number, LinkRef> = {
  ...linkRef,
  write: (writer, value) => linkRef.write(writer, oneLinkKey(value)),
}

/** As {@link oneLink}, with null (index 0) for "none": `ip link set nomaster`. */
export const linkRefOrNone: Type<number, LinkRef | null> = {
  ...linkRef,
  write(writer, value) {
    if (value === 0) throw new Slip('must be null for none, or the index (1 or more) or the name of a link, not 0')
    if (value === null) u32.write(writer, 0)
    else oneLink.write(writer, value)
  },
}

function closedSlip(): Slip {
  const slip = new Slip('the namespace is closed')
  slip.code = 'ERR_NETLINK_CLOSED'
  return slip
}

/** The file by which a reference to a namespace is opened. */
export function netnsPath(value: NetnsRef): string {
  if (typeof value === 'string') return namePath(value)
  if (typeof value === 'object' && value !== null) {
    if ('fd' in value && Number.isInteger(value.fd)) {
      if (value.fd < 0) throw closedSlip()
      return `/proc/self/fd/${value.fd}`
    }
    if ('pid' in value && Number.isInteger(value.pid) && value.pid > 0) return `/proc/${value.pid}/ns/net`
    if (!('fd' in value) && 'name' in value && typeof value.name === 'string') return netnsFile(value.name)
  }
  throw new Slip(
    `must be a namespace (a Netns, its name, a path, { pid }, { fd } or a listed namespace), not ${shown(value)}`,
  )
}

/** What became of opening a namespace, in words: the errno's where nothing more is to be said. */
export function netnsFailure(value: NetnsRef, error: number): string {
  const path = netnsPath(value)
  if (error === -EINVAL) return `${path} is not a network namespace`
  if (typeof value === 'object' && error === -ENOENT) {
    if ('fd' in value) return `descriptor ${value.fd} is not open`
    if ('pid' in value) return `there is no process ${value.pid}`
  }
  return `${path}: ${errnoText(error)}`
}

/** A namespace in words, for traces. */
export function netnsText(netns: NetnsRef): string {
  if (typeof netns === 'string') return netns
  if ('name' in netns && typeof netns.name === 'string') return netns.name
  if ('pid' in netns) return `the namespace of process ${netns.pid}`
  return 'fd' in netns ? `the namespace of descriptor ${netns.fd}` : netns.name
}

/** Where iproute2 keeps named namespaces: NETNS_RUN_DIR. */
export const NETNS_FOLDER = '/run/netns'

/** NAME_MAX of include/uapi/linux/limits.h. */
const LONGEST_FILE = 255

function namePath(name: string): string {
  if (!name.startsWith('/')) return netnsFile(name)
  checkText(name)
  return name
}

/** The file of a named namespace. */
export function netnsFile(name: string): string {
  checkText(name)
  if (name === '' || name === '.' || name === '..' || name.includes('/'))
    throw new Slip(`must be the name of a namespace, without a slash, not ${shown(name)}`)
  checkLength(name, LONGEST_FILE)
  return `${NETNS_FOLDER}/${name}`
}

/** A namespace as an open descriptor (`IFLA_NET_NS_FD`), held until the request is answered. */
export const netnsFd: Type<number, NetnsRef> = {
  size: 4,
  read: u32.read,
  write(writer, value) {
    const held = writer.hold(netnsPath(value))
    if (typeof held === 'number') throw new Slip(netnsFailure(value, held), 'type', held)
    u32.write(writer, held.fd)
  },
}
