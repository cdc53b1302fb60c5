import { isIP } from 'node:net'
import { join } from 'node:path'
import { addon } from '../../transport/native.ts'
import { macAddress, shortName } from '../config.ts'
import { isHostEndName } from '../endpoint/host-end.ts'
import { identity, readRoutes } from '../endpoint/route.ts'
import { readPorts } from '../firewall/ports.ts'
import type { ContainerRoute, Port } from '../types.ts'
import { readContent } from './content.ts'
import { isBoolean, isDigits, isText, optional, parse, passes, type Schema, type Test } from './schema.ts'

/** What is written while a container is being attached. */
export interface LeasePending {
  /** The host's end of the veth pair. */
  readonly link: string
  /** Name of the link in the container. */
  readonly interface: string
  /** Inode of the container's namespace, and the name or path that it was given by. */
  readonly inode: string
  readonly path?: string
  /** What the caller calls the container. */
  readonly id?: string
  /** The name of the file that this was written into: what is in a copy of it counts for nothing. */
  readonly file?: string
}

/** What is written when it is attached. */
export interface LeaseReady {
  readonly address?: string
  readonly address6?: string
  readonly mac: string
  readonly ports: readonly Port[]
  readonly defaultRoute?: boolean
  readonly routes?: readonly ContainerRoute[]
}

/** What the files of one container say. */
export interface Lease extends LeasePending {
  /** The addresses whose files these are. */
  readonly files: readonly string[]
  readonly ready?: LeaseReady
  /** Whether a process holds it that is attaching the container; only where it has not come to the end. */
  readonly held?: boolean
}

/** A file whose maker had not come to write a line into it. */
export interface LeaseBroken {
  readonly broken: string
  readonly held?: boolean
}

/** A file that cannot be read as what it should be. */
export interface Damaged {
  /** Its name in the folder. */
  readonly file: string
  /** `is not JSON`. */
  readonly reason: string
}

const PENDING: Schema = {
  link: (value) => isText(value) && isHostEndName(value as string),
  interface: passes(shortName),
  inode: isDigits,
  path: optional(isText),
  id: optional(passes(identity)),
  file: optional(isText),
}

const isAddress =
  (family: 4 | 6): Test =>
  (value) =>
    isText(value) && isIP(value as string) === family

const READY: Schema = {
  address: optional(isAddress(4)),
  address6: optional(isAddress(6)),
  mac: passes(macAddress),
  ports: passes(readPorts),
  defaultRoute: optional(isBoolean),
  routes: optional(passes(readRoutes)),
}

/** The file of an address: one line while it is attached, a second when it is. Undefined when it has gone. */
export function readLease(folder: string, address: string): Lease | LeaseBroken | Damaged | undefined {
  const path = join(folder, address)
  const entry = readLeaseOnce(path, address)
  if (entry === undefined || 'reason' in entry || 'ready' in entry) return entry
  if (addon().isFileLocked(path) === 1) return { ...entry, held: true }
  // Whoever held it may have come to the end in between.
  return readLeaseOnce(path, address)
}

function readLeaseOnce(path: string, address: string): Lease | LeaseBroken | Damaged | undefined {
  const damaged = (reason: string): Damaged => ({ file: address, reason })
  const content = readContent(path)
  if (content === undefined) return undefined
  if ('reason' in content) return damaged(content.reason)
  const [first, second] = content.text.split('\n').slice(0, -1)
  if (first === undefined) return isCutShort(content.text) ? { broken: address } : damaged('is not JSON')
  const pending = parse<LeasePending>(first, PENDING)
  if ('reason' in pending) return damaged(pending.reason)
  const { file = address, ...rest } = pending.value
  if (file !== address) return damaged(COPIED)
  const lease: Lease = { ...rest, files: [address] }
  if (second === undefined) return lease
  const ready = parse<LeaseReady>(second, READY)
  if ('reason' in ready) return damaged(ready.reason)
  const { address: four, address6: six } = ready.value
  return (address.includes(':') ? six : four) === address ? { ...lease, ready: ready.value } : damaged(COPIED)
}

const COPIED = 'belongs to another address'

/** Whether this may be the first part of a line. */
function isCutShort(text: string): boolean {
  return text === '' || (text.startsWith('{"') && 'reason' in parse(text, {}))
}
