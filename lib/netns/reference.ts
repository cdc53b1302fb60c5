import { builtin, constants } from '../builtin.ts'
import { callerError, describeValue, errnoText, InputError, kernelError } from '../errors.ts'
import { addon, type Descriptor } from '../transport/native.ts'
import type { NetnsRef } from '../wire/netns.ts'
import { checkLength, checkText } from '../wire/text.ts'

const { EINVAL, ENOENT } = constants.errno

/** Where iproute2 keeps named namespaces: NETNS_RUN_DIR. */
export const NETNS_FOLDER = '/run/netns'

/** NAME_MAX of include/uapi/linux/limits.h. */
const MAX_FILE_BYTES = 255

/** The file of a named namespace. */
export function netnsFile(name: string): string {
  checkText(name)
  if (name === '' || name === '.' || name === '..' || name.includes('/'))
    throw new InputError(`must be the name of a namespace, without a slash, not ${describeValue(name)}`)
  checkLength(name, MAX_FILE_BYTES)
  return `${NETNS_FOLDER}/${name}`
}

/** The names of all files in /run/netns, of which some may be stale. */
export function netnsFiles(): Promise<string[]> {
  return builtin
    .files()
    .readdir(NETNS_FOLDER)
    .catch((error: { code?: string }) => {
      if (error.code === 'ENOENT') return []
      throw error
    })
}

/** The file by which a reference to a namespace is opened. */
export function netnsPath(netns: NetnsRef): string {
  if (typeof netns === 'string') return textPath(netns)
  if (typeof netns === 'object' && netns !== null) {
    if ('fd' in netns && Number.isInteger(netns.fd)) return descriptorPath(netns.fd)
    if ('pid' in netns && Number.isInteger(netns.pid) && netns.pid > 0) return `/proc/${netns.pid}/ns/net`
    if (!('fd' in netns) && 'name' in netns && typeof netns.name === 'string') return netnsFile(netns.name)
  }
  if (typeof netns === 'object' && netns !== null && 'pid' in netns)
    throw new InputError(`must be the id of a process, not ${describeValue(netns.pid)}`).under('pid')
  throw new InputError(
    `must be a namespace (a Netns, its name, a path, { pid }, { fd } or a listed namespace), not ${describeValue(netns)}`,
  )
}

function textPath(text: string): string {
  if (!text.startsWith('/')) return netnsFile(text)
  checkText(text)
  return text
}

/** A closed `Netns` has the descriptor -1. */
function descriptorPath(fd: number): string {
  if (fd >= 0) return `/proc/self/fd/${fd}`
  const closed = new InputError('the namespace is closed')
  closed.code = 'ERR_NETLINK_CLOSED'
  throw closed
}

/** A reference as text, for traces. */
export function netnsText(netns: NetnsRef): string {
  if (typeof netns === 'string') return netns
  if ('name' in netns && typeof netns.name === 'string') return netns.name
  if ('pid' in netns) return `the namespace of process ${netns.pid}`
  return 'fd' in netns ? `the namespace of descriptor ${netns.fd}` : netns.name
}

/** Why a namespace could not be opened. */
function failureText(netns: NetnsRef, error: number): string {
  const path = netnsPath(netns)
  if (error === -EINVAL) return `${path} is not a network namespace`
  if (typeof netns === 'object' && error === -ENOENT) {
    if ('fd' in netns) return `descriptor ${netns.fd} is not open`
    if ('pid' in netns) return `there is no process ${netns.pid}`
  }
  return `${path}: ${errnoText(error)}`
}

const owners = new WeakMap<object, Descriptor>()

/** Registers the descriptor of an object (a Netns): requests that refer to the object share it. */
export function ownDescriptor(owner: object, descriptor: Descriptor): void {
  owners.set(owner, descriptor)
}

/** The descriptor of a Netns, shared; undefined for other references, and for a closed one. */
function shared(netns: NetnsRef): Descriptor | undefined {
  return typeof netns === 'object' ? owners.get(netns)?.share() : undefined
}

/**
 * Opens the namespace of a reference in the options of a request. What is not shared is opened: that takes up to 20 ms if the descriptor table must
 * grow, because the kernel then waits for an RCU grace period (expand_files in fs/file.c).
 */
export function holdNetns(netns: NetnsRef): Descriptor {
  const held = shared(netns) ?? addon().openNetns(netnsPath(netns))
  if (typeof held === 'number') throw new InputError(failureText(netns, held), 'type', held)
  return held
}

/** Opens the namespace of a reference that is the option `netns` of an operation. */
export function openReference(operation: string, netns: NetnsRef): Descriptor {
  return shared(netns) ?? openAnew(operation, netns)
}

/** As {@link openReference}, with a separate descriptor. */
export function openAnew(operation: string, netns: NetnsRef): Descriptor {
  let path: string
  try {
    path = netnsPath(netns)
  } catch (thrown) {
    throw callerError(operation, thrown instanceof InputError ? thrown.under('netns') : thrown)
  }
  const held = addon().openNetns(path)
  if (typeof held !== 'number') return held
  throw kernelError(operation, held, { reason: failureText(netns, held), attribute: 'netns' })
}
