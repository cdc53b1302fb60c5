import { errnoText, Slip, shown } from '../errors.ts'
import { u32 } from './integers.ts'
import { checkLinkName } from './text.ts'
import type { Type } from './type.ts'

/** A link, by its index or by its name; a name is resolved when the request is sent. */
export type LinkRef = number | string

/** A network namespace: an object with a descriptor (`Netns`), a name below /run/netns, an absolute path, or a process. */
export type NetnsRef = string | { readonly fd: number } | { readonly pid: number }

/** The index of a link. Alternative names (`ip link property`) may be up to 127 bytes long. */
export const linkRef: Type<number, LinkRef> = {
  size: 4,
  read: u32.read,
  write(writer, value) {
    if (typeof value === 'number') return u32.write(writer, value)
    if (typeof value !== 'string') throw new Slip(`must be the index or the name of a link, not ${shown(value)}`)
    checkLinkName(value)
    if (value.length > 127) throw new Slip('must be a name of at most 127 bytes', 'range')
    writer.fixup(value)
  },
}

/** As {@link linkRef}, with null (index 0) for "none": `ip link set nomaster`. */
export const linkRefOrNone: Type<number, LinkRef | null> = {
  ...linkRef,
  write: (writer, value) => (value === null ? u32.write(writer, 0) : linkRef.write(writer, value)),
}

/** The file by which a reference to a namespace is opened. */
export function netnsPath(value: NetnsRef): string {
  if (typeof value === 'string') return namePath(value)
  if (typeof value === 'object' && value !== null) {
    if ('fd' in value && Number.isInteger(value.fd)) {
      if (value.fd < 0) throw new Slip('is a namespace that was closed')
      return `/proc/self/fd/${value.fd}`
    }
    if ('pid' in value && Number.isInteger(value.pid) && value.pid > 0) return `/proc/${value.pid}/ns/net`
  }
  throw new Slip(`must be a namespace (a Netns, its name, a path, { pid } or { fd }), not ${shown(value)}`)
}

/** Where iproute2 keeps named namespaces: NETNS_RUN_DIR. */
export const NETNS_FOLDER = '/run/netns'

function namePath(name: string): string {
  if (name.startsWith('/')) return name
  if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0')) {
    throw new Slip(`is not the name of a namespace: ${shown(name)}`)
  }
  return `${NETNS_FOLDER}/${name}`
}

/** A namespace as an open descriptor (`IFLA_NET_NS_FD`), held until the request is answered. */
export const netnsFd: Type<number, NetnsRef> = {
  size: 4,
  read: u32.read,
  write(writer, value) {
    const path = netnsPath(value)
    const held = writer.hold(path)
    if (typeof held === 'number') throw new Slip(`${path}: ${errnoText(held)}`, 'type', held)
    u32.write(writer, held.fd)
  },
}
