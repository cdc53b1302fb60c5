import { join } from '../../builtin.ts'
import { addon } from '../../transport/native.ts'
import { isIP } from '../../wire/ip-text.ts'
import { macAddress, shortName } from '../checks.ts'
import { isAttachmentName } from '../endpoint/host-end.ts'
import { identity, readLabels, readRoutes } from '../endpoint/route.ts'
import { readPorts } from '../firewall/ports.ts'
import type { AssignedAddress } from '../subnet.ts'
import type { ContainerRoute, Port } from '../types.ts'
import { readContent } from './content.ts'
import { isBoolean, isDigits, isNumber, isText, optional, parse, passes, type Schema, type Test } from './schema.ts'

/** What is written while a container is being attached. */
export interface LeasePending {
  /** The host's end of the veth pair; in modes `macvlan` and `ipvlan`, a name for the attachment. */
  readonly link: string
  /** Name of the link in the container. */
  readonly interface: string
  /** Inode of the container's namespace, and the name or path that it was given by; none where an engine moves the container's end itself. */
  readonly inode?: string
  readonly path?: string
  /** Hardware address of the container's end. */
  readonly mac: string
  /** The address whose file is locked to attach and detach the container. */
  readonly primary?: string
  /** Whether the address was assigned by the caller, outside the subnets of the network. */
  readonly foreign?: boolean
  /** Name of the container's end on the host, for an engine that moves it itself. */
  readonly peer?: string
  /** In modes `macvlan` and `ipvlan`, index of the container's link, and the host's id of its namespace; none where an engine moves the link. */
  readonly index?: number
  readonly nsid?: number
  /** What the caller calls the container. */
  readonly id?: string
  /** The name of the file that this was written into: what is in a copy of it counts for nothing. */
  readonly file?: string
}

/** What is written when it is attached. */
export interface LeaseReady {
  readonly addresses: readonly AssignedAddress[]
  readonly mac: string
  readonly ports: readonly Port[]
  readonly labels?: Readonly<Record<string, string>>
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
  link: (value) => isText(value) && isAttachmentName(value as string),
  interface: passes(shortName),
  inode: optional(isDigits),
  path: optional(isText),
  mac: passes(macAddress),
  peer: optional(passes(shortName)),
  primary: optional(isText),
  foreign: optional(isBoolean),
  index: optional(isNumber),
  nsid: optional(isNumber),
  id: optional(passes(identity)),
  file: optional(isText),
}

const isAssigned: Test = (value) => {
  const { family, address, length, gateway } = (value ?? {}) as Partial<AssignedAddress>
  const isOf = (text: unknown) => typeof text === 'string' && isIP(text) === family
  return isOf(address) && Number.isInteger(length) && (gateway === undefined || isOf(gateway))
}

const READY: Schema = {
  addresses: (value) => Array.isArray(value) && value.every(isAssigned),
  mac: passes(macAddress),
  ports: passes(readPorts),
  defaultRoute: optional(isBoolean),
  routes: optional(passes(readRoutes)),
  labels: optional(passes(readLabels)),
}

/** The file of an address: one line while it is attached, a second when it is, and a further one whenever its ports change; the last one counts. Undefined when it has gone. */
export function readLease(folder: string, address: string): Lease | LeaseBroken | Damaged | undefined {
  const path = join(folder, address)
  const entry = readLeaseOnce(path, address)
  if (entry === undefined || 'reason' in entry || 'ready' in entry) return entry
  if (addon().isFileLocked(path) === 1) return { ...entry, held: true }
  // The process that held it may have finished in between.
  return readLeaseOnce(path, address)
}

function readLeaseOnce(path: string, address: string): Lease | LeaseBroken | Damaged | undefined {
  const damaged = (reason: string): Damaged => ({ file: address, reason })
  const content = readContent(path)
  if (content === undefined) return undefined
  if ('reason' in content) return damaged(content.reason)
  const lines = content.text.split('\n').slice(0, -1)
  const [first, second] = [lines[0], lines.length > 1 ? lines.at(-1) : undefined]
  if (first === undefined) return isCutShort(content.text) ? { broken: address } : damaged('is not JSON')
  const pending = parse<LeasePending>(first, PENDING)
  if ('reason' in pending) return damaged(pending.reason)
  const { file = address, ...rest } = pending.value
  if (file !== address) return damaged(COPIED)
  const lease: Lease = { ...rest, files: [address] }
  if (second === undefined) return lease
  const ready = parse<LeaseReady>(second, READY)
  if ('reason' in ready) return damaged(ready.reason)
  const isListed = ready.value.addresses.some((one) => one.address === address)
  return isListed ? { ...lease, ready: ready.value } : damaged(COPIED)
}

/** The file that is locked comes first: it is written first and removed last. */
export function inOrder(files: readonly string[], { primary }: Pick<LeasePending, 'primary'>): string[] {
  return [...files].sort((a, b) => Number(b === primary) - Number(a === primary) || isIP(a) - isIP(b))
}

const COPIED = 'belongs to another address'

/** Whether this may be the first part of a line. */
function isCutShort(text: string): boolean {
  return text === '' || (text.startsWith('{"') && 'reason' in parse(text, {}))
}

/** A container is attached when each of its files says so; what it has is in the first of them. */
export function merged(one: Lease, other: Lease): Lease {
  const files = inOrder([...one.files, ...other.files], one)
  const first = one.files.includes(files[0] as string) ? one : other
  if (one.ready !== undefined && other.ready !== undefined) return { ...first, files }
  const { ready: _, ...rest } = first
  return { ...rest, held: one.held === true || other.held === true, files }
}
