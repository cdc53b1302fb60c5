import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { kernelError } from '../errors.ts'
import type { Netns } from '../netns/index.ts'
import { openAs } from '../netns/open.ts'
import { recaptured } from '../transport/rejection.ts'
import { checkRoutes, findLink, makeBridge, setParameters } from './bridge.ts'
import { add, create, networkElements, subnetElements, subnetsOf } from './element.ts'
import type { Damaged } from './entry.ts'
import { ownError } from './file-error.ts'
import { FURNISH, setName } from './firewall.ts'
import { type Folder, folderOf, type NetworkRecord, RECORD } from './folder.ts'
import { applyClosure, closureOf, enableForwarding, type Family, forwardingMissing } from './forwarding.ts'
import { heal } from './healing.ts'
import { Host } from './host.ts'
import { listMembers, listSubnets } from './ledger.ts'
import { otherNetwork, type Parts } from './network.ts'
import { difference, type Given, isAddressed, readOptions, type Shape, shapeOf } from './options.ts'
import { patiently } from './patience.ts'
import { erase, ownBridge } from './removal.ts'
import { Site } from './site.ts'
import { overlap, parseSubnet } from './subnet.ts'
import type { NetworkOptions } from './types.ts'

const OPERATION = 'createNetwork'

/** This thread's own namespace. */
const HOME = '/proc/thread-self/ns/net'

/** Opens a network that is there, or makes it. */
export async function openParts(options: NetworkOptions): Promise<Parts> {
  const given = readOptions(options)
  const { name, told } = given
  const netns = await openAs(OPERATION, given.netns ?? HOME)
  try {
    const folder = folderOf(name, String(netns.inode), given.state)
    folder.checkOwner()
    if (told.mode === undefined || isAddressed(told.mode)) return await addressedParts(netns, folder, given)
    const record = folder.record()
    if (record?.ready === true) throw otherNetwork(name, 'mode', told.mode, record.shape.mode)
    return { shape: shapeOf({ ...told, name }), netns, site: undefined }
  } catch (thrown) {
    await netns.close()
    throw recaptured(ownError(OPERATION, name, thrown))
  }
}

/** A mode with addresses needs handles on the host, which close with its namespace. */
async function addressedParts(netns: Netns, folder: Folder, given: Given): Promise<Parts> {
  const host = await Host.open(netns)
  try {
    const site = await host.lock.hold(OPERATION, () => openOrMake(host, folder, given), given.limits)
    return { shape: site.shape, netns, site }
  } catch (thrown) {
    await host.close()
    throw thrown
  }
}

async function openOrMake(host: Host, folder: Folder, given: Given): Promise<Site> {
  const { name, told } = given
  const record = folder.find()
  if (record !== undefined && 'network' in record) throw otherNetwork(name, 'name', name, record.network)
  if (record === undefined || 'reason' in record) return makeWithout(host, folder, given, record)
  checkPlace(host, folder, record)
  folder.sweep()
  if (record.ready && record.boot === bootId() && (await isThere(host, record.shape))) {
    return open(host, folder, told, record.shape)
  }
  // Somebody was stopped while he made or deleted it, or the kernel has lost it.
  await erase(host, folder, record.shape)
  return make(host, folder, shapeOf(difference(told, record.shape) === undefined ? record.shape : { ...told, name }))
}

/** Makes a network that has no record: none at all, or one that cannot be read. What is left of an earlier one without its bridge goes first. */
async function makeWithout(
  host: Host,
  folder: Folder,
  { name, told, state }: Given,
  damaged: Damaged | undefined,
): Promise<Site> {
  const shape = shapeOf({ ...told, name })
  await checkName(host, shape, folder, damaged)
  const left = shape.mode === 'bridge' ? await listSubnets(host, shape.name) : {}
  if (left.subnet !== undefined || left.subnet6 !== undefined)
    await erase(host, folder, shapeOf({ name: shape.name, ...left }))
  else {
    if (state !== undefined) folder.checkContent()
    if (damaged !== undefined) folder.remove()
  }
  return make(host, folder, shape)
}

/** A folder that was given may be that of a network in another namespace, which is none of ours to take down. */
function checkPlace(host: Host, folder: Folder, record: NetworkRecord): void {
  if (record.inode === host.inode || record.boot !== bootId()) return
  const reason = `${folder.path} belongs to network '${record.shape.name}' of another namespace`
  throw kernelError(OPERATION, -17, { reason, attribute: 'state' })
}

/** What tells this run of the machine from every other: random(4). */
function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}

/** Whether the kernel has it: its bridge. Without one there is nothing but the firewall and the cables, and those that are gone are for `collect`. */
async function isThere(host: Host, shape: Shape): Promise<boolean> {
  return shape.mode !== 'bridge' || (await ownBridge(host, shape)) !== undefined
}

/** Opens it as it is; its rules and elements are put in place again, whatever somebody has done to them. */
async function open(host: Host, folder: Folder, told: Partial<Shape>, shape: Shape): Promise<Site> {
  const key = difference(told, shape)
  if (key !== undefined) throw otherNetwork(shape.name, key, told[key], shape[key])
  await heal(host, folder, shape)
  return new Site(shape, host, folder, await ownBridge(host, shape))
}

async function make(host: Host, folder: Folder, shape: Shape): Promise<Site> {
  await checkName(host, shape, folder)
  await checkNetworks(host, shape)
  await patiently(() => checkRoutes(host, shape))
  const record = { shape, inode: host.inode, boot: bootId(), ready: false }
  const opening = await forwardingMissing(host, shape)
  folder.write({ ...record, opening })
  try {
    await furnish(host, shape, opening)
    await enableForwarding(host, opening)
    await setParameters(host, shape)
    const bridge = shape.mode === 'bridge' ? await makeBridge(host, shape) : undefined
    folder.write({ ...record, ready: true })
    return new Site(shape, host, folder, bridge)
  } catch (thrown) {
    await erase(host, folder, shape)
    throw thrown
  }
}

/** No link may have the name already. One of this library whose record is lost is the caller's to delete: containers may be attached to it. */
async function checkName(host: Host, shape: Shape, folder: Folder, damaged?: Damaged): Promise<void> {
  const { mode, name } = shape
  const link = mode === 'bridge' ? await findLink(host, name) : undefined
  if (link === undefined) return
  const lost = damaged === undefined ? 'is missing' : damaged.reason
  const what =
    link.kind !== 'bridge'
      ? `a link of kind ${link.kind ?? 'ethernet'}`
      : (await ownBridge(host, shape)) === undefined
        ? 'a bridge that this library did not create'
        : `the bridge of a network whose record ${recordOf(folder)} ${lost}; run 'ip link delete ${name}', then create the network again`
  throw kernelError(OPERATION, -17, { reason: `'${name}' is ${what}`, attribute: 'name' })
}

function recordOf({ path }: Folder): string {
  return join(path, RECORD)
}

/** Refuses subnets that overlap with another network's. Nobody makes one meanwhile: the lock is ours. */
async function checkNetworks(host: Host, shape: Shape): Promise<void> {
  const members = await listMembers(host)
  for (const { family, subnet } of subnetsOf(shape)) {
    const wanted = parseSubnet(subnet, family)
    const others = (members.get(setName('subnets', family)) ?? []).map(prefixText)
    const other = others.find((text) => overlap(wanted, parseSubnet(text, family)))
    if (other === undefined) continue
    const reason = `${subnet} overlaps another network's ${other}`
    throw kernelError(OPERATION, -17, { reason, attribute: family === 4 ? 'subnet' : 'subnet6' })
  }
}

function prefixText(member: unknown): string {
  const { prefix } = member as { prefix: { addr: string; len: number } }
  return `${prefix.addr}/${prefix.len}`
}

/** The firewall comes first: no packet passes that it would not let through. */
async function furnish(host: Host, shape: Shape, opening: readonly Family[]): Promise<void> {
  await host.nft.apply([...FURNISH, ...subnetElements(shape).map(create), ...networkElements(shape).map(add)])
  await applyClosure(host, await closureOf(host, opening))
}
