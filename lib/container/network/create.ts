import { join } from '../../builtin.ts'
import { kernelError, NetlinkError } from '../../errors.ts'
import type { Netns } from '../../netns/index.ts'
import { openAs } from '../../netns/open.ts'
import { recaptured } from '../../transport/rejection.ts'
import {
  type ConfigOptions,
  configOf,
  difference,
  isAddressed,
  type NetworkConfig,
  optionsOf,
  type ParsedOptions,
  readOptions,
} from '../config.ts'
import { add, create, networkElements, subnetElements } from '../firewall/elements.ts'
import { allowForward } from '../firewall/foreign-accept.ts'
import { applyClosure, closureOf, enableForwarding, type Family, forwardingMissing } from '../firewall/forwarding.ts'
import { INSTALL } from '../firewall/rules.ts'
import { install } from '../firewall/spoof-guard.ts'
import { listMembers, listSubnets, overlapping } from '../firewall/state.ts'
import { checkRoutes, findLink, makeBridge, setParameters } from '../host/bridge.ts'
import { Host } from '../host/host.ts'
import { withMtu } from '../host/mtu.ts'
import { parentName } from '../host/parent.ts'
import { retryInterrupted } from '../host/retry.ts'
import type { NetworkParts } from '../network.ts'
import { hasParent } from '../parent.ts'
import { bootId, isElsewhere } from '../state/boot.ts'
import { ownError } from '../state/file-error.ts'
import { type Folder, folderOf, RECORD } from '../state/folder.ts'
import type { Damaged } from '../state/lease.ts'
import { parseSubnet } from '../subnet.ts'
import type { NetworkOptions } from '../types.ts'
import { NetworkContext } from './context.ts'
import { erase, ownBridge } from './delete.ts'
import { checkPlace, foreignFolder, HOME, openIntact } from './open.ts'
import { prepareParent } from './parent.ts'
import { restore } from './restore.ts'

const OPERATION = 'createNetwork'

/** Opens a network that is there, or makes it. */
export async function openOrCreate(options: NetworkOptions): Promise<NetworkParts> {
  const parsed = readOptions(options)
  const { name, requested } = parsed
  const netns = await openAs(OPERATION, parsed.netns ?? HOME)
  try {
    const folder = folderOf(name, String(netns.inode), parsed.state)
    folder.checkOwner()
    if (requested.mode === undefined || isAddressed(requested.mode)) return await addressedParts(netns, folder, parsed)
    const record = folder.record()
    if (record?.ready === true) throw otherNetwork(name, 'mode', requested.mode, record.config.mode)
    return { config: configOf(requested), netns, context: undefined }
  } catch (thrown) {
    await netns.close()
    throw recaptured(ownError(OPERATION, name, thrown))
  }
}

/** A mode with addresses needs handles on the host, which close with its namespace. */
async function addressedParts(netns: Netns, folder: Folder, parsed: ParsedOptions): Promise<NetworkParts> {
  const host = await Host.open(netns)
  try {
    const named = await withParent(host, parsed)
    const intact = parsed.restore ? undefined : await openSame(host, folder, named.requested)
    const context = intact ?? (await host.lock.hold(OPERATION, () => openOrMake(host, folder, named), parsed.limits))
    return { config: context.config, netns, context }
  } catch (thrown) {
    await host.close()
    throw thrown
  }
}

/** The parent by its name, as records have it. A name that no link has may be that of a parent that was deleted. */
async function withParent(host: Host, parsed: ParsedOptions): Promise<ParsedOptions> {
  const { parent, requested } = parsed
  if (parent === undefined) return parsed
  const name = await parentName(host, parent).catch((thrown: unknown) => {
    if (typeof parent === 'string') return parent
    throw thrown
  })
  return { ...parsed, requested: { ...requested, parent: name } }
}

/** The network as it is, if nothing about it is missing or differs from what is requested. */
async function openSame(host: Host, folder: Folder, requested: ConfigOptions): Promise<NetworkContext | undefined> {
  const intact = await openIntact(host, folder)
  return intact === undefined || difference(requested, intact.config) !== undefined ? undefined : intact
}

async function openOrMake(host: Host, folder: Folder, parsed: ParsedOptions): Promise<NetworkContext> {
  const { name, requested } = parsed
  const record = folder.find()
  if (record !== undefined && 'network' in record) throw foreignFolder(OPERATION, name, record.network)
  if (record === undefined || 'reason' in record) return makeWithout(host, folder, parsed, record)
  if (isElsewhere(record, host.inode)) {
    const other = folderOf(name, host.inode, parsed.state)
    if (other.path !== folder.path) return openOrMake(host, other, parsed)
  }
  checkPlace(folder, record, host.inode, OPERATION)
  folder.sweep()
  if (record.ready && record.boot === bootId() && (await isThere(host, record.config))) {
    return open(host, folder, requested, record.config)
  }
  // A process was killed while creating or deleting it, or the kernel has lost it.
  await erase(host, folder, record.config)
  const config = difference(requested, record.config) === undefined ? record.config : configOf(requested)
  return makeOrMove(host, folder, config, parsed)
}

/** Makes a network, in another folder if another namespace has taken this one meanwhile: locks are those of a namespace. */
async function makeOrMove(
  host: Host,
  folder: Folder,
  config: NetworkConfig,
  parsed: ParsedOptions,
): Promise<NetworkContext> {
  return (await make(host, folder, config)) ?? openOrMake(host, folder, parsed)
}

/** Makes a network that has no record: none at all, or one that cannot be read. What is left of an earlier one without its bridge goes first. */
async function makeWithout(
  host: Host,
  folder: Folder,
  parsed: ParsedOptions,
  damaged: Damaged | undefined,
): Promise<NetworkContext> {
  const { requested, state } = parsed
  const config = configOf(requested)
  await checkName(host, config, folder, damaged)
  const left = config.mode === 'bridge' ? await listSubnets(host, config.name) : {}
  if (left.subnet !== undefined || left.subnet6 !== undefined)
    await erase(host, folder, configOf({ name: config.name, ...left }))
  else {
    if (state !== undefined) folder.checkContent()
    if (damaged !== undefined) folder.remove(host.inode)
  }
  return makeOrMove(host, folder, config, parsed)
}

/** Whether the kernel has it: its bridge. Without one there is nothing but the firewall and the cables, and those that are gone are for `collect`. */
async function isThere(host: Host, config: NetworkConfig): Promise<boolean> {
  return config.mode !== 'bridge' || (await ownBridge(host, config)) !== undefined
}

/** Opens the existing network, and restores its rules and elements if they were changed. */
async function open(
  host: Host,
  folder: Folder,
  requested: ConfigOptions,
  config: NetworkConfig,
): Promise<NetworkContext> {
  const key = difference(requested, config)
  if (key !== undefined) throw otherNetwork(config.name, key, requested[key], optionsOf(config)[key])
  await restore(host, folder, config)
  return new NetworkContext(config, host, folder, await ownBridge(host, config))
}

/** Undefined where another namespace has taken the folder. */
async function make(host: Host, folder: Folder, wanted: NetworkConfig): Promise<NetworkContext | undefined> {
  if (hasParent(wanted.mode)) return makeOnParent(host, folder, wanted)
  const config = await withMtu(host, wanted)
  await checkName(host, config, folder)
  await checkNetworks(host, config)
  await retryInterrupted(() => checkRoutes(host, config))
  const record = { config, inode: host.inode, boot: bootId(), ready: false }
  const opening = await forwardingMissing(host, config)
  if (!folder.claim({ ...record, opening })) return undefined
  try {
    await configure(host, config, opening)
    await enableForwarding(host, opening)
    await setParameters(host, config)
    const bridge = config.mode === 'bridge' ? await makeBridge(host, config) : undefined
    await allowForward(host, config)
    folder.write({ ...record, ready: true })
    return new NetworkContext(config, host, folder, bridge, true)
  } catch (thrown) {
    await erase(host, folder, config)
    throw thrown
  }
}

async function makeOnParent(host: Host, folder: Folder, config: NetworkConfig): Promise<NetworkContext | undefined> {
  await prepareParent(host, folder, config)
  if (!folder.claim({ config, inode: host.inode, boot: bootId(), ready: true })) return undefined
  return new NetworkContext(config, host, folder, undefined, true)
}

/** No link may have the name already. One of this library whose record is lost is the caller's to delete: containers may be attached to it. */
async function checkName(host: Host, config: NetworkConfig, folder: Folder, damaged?: Damaged): Promise<void> {
  const { mode, name } = config
  const link = mode === 'bridge' ? await findLink(host, name) : undefined
  if (link === undefined) return
  const lost = damaged === undefined ? 'is missing' : damaged.reason
  const what =
    link.kind !== 'bridge'
      ? `a link of kind ${link.kind ?? 'ethernet'}`
      : (await ownBridge(host, config)) === undefined
        ? 'a bridge that this library did not create'
        : `the bridge of a network whose record ${recordOf(folder)} ${lost}; run 'ip link delete ${name}', then create the network again`
  throw kernelError(OPERATION, -17, { reason: `'${name}' is ${what}`, attribute: 'name' })
}

function recordOf({ path }: Folder): string {
  return join(path, RECORD)
}

/** Refuses subnets that overlap with another network's. None is created meanwhile: this process holds the lock. */
async function checkNetworks(host: Host, config: NetworkConfig): Promise<void> {
  const members = await listMembers(host)
  for (const { family, subnet } of config.ranges) {
    const wanted = parseSubnet(subnet, family)
    const other = overlapping(members, wanted)
    if (other === undefined) continue
    const reason = `${subnet} overlaps another network's ${other}`
    throw kernelError(OPERATION, -17, { reason, attribute: family === 4 ? 'subnet' : 'subnet6' })
  }
}

/** The firewall comes first: no packet passes that it would not let through. */
async function configure(host: Host, config: NetworkConfig, opening: readonly Family[]): Promise<void> {
  const elements = [...subnetElements(config).map(create), ...networkElements(config).map(add)]
  await install(host, config, [...INSTALL, ...elements])
  await applyClosure(host, await closureOf(host, opening))
}

/** An existing network keeps the options with which it was created. */
function otherNetwork(name: string, key: string, told: unknown, kept: unknown): NetlinkError {
  const reason = `network '${name}' already exists with ${key} ${String(kept)}, not ${String(told)}`
  return new NetlinkError({ code: 'EEXIST', operation: 'createNetwork', reason, attribute: key })
}
