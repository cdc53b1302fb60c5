import { kernelError, NetlinkError } from '../../errors.ts'
import type { Netns } from '../../netns/index.ts'
import { openAs } from '../../netns/open.ts'
import { recaptured } from '../../transport/rejection.ts'
import { anything, checkAll, named } from '../../verb/checks.ts'
import type { NetnsRef } from '../../wire/netns.ts'
import { networkName, stateFolder } from '../checks.ts'
import type { NetworkConfig } from '../config.ts'
import { forwardingMissing } from '../firewall/forwarding.ts'
import { Host } from '../host/host.ts'
import type { NetworkParts } from '../network.ts'
import { hasParent } from '../parent.ts'
import { bootId } from '../state/boot.ts'
import { ownError } from '../state/file-error.ts'
import { type Folder, folderOf, type NetworkRecord } from '../state/folder.ts'
import { NetworkContext } from './context.ts'
import { ownBridge } from './delete.ts'

/** Options of `openNetwork`. */
export interface OpenOptions {
  /** Folder for the state of the network and its leases; /run/netlink-ts/NAME by default. */
  state?: string | undefined
  /** Namespace of the host; by default that of this process. */
  netns?: NetnsRef | undefined
}

const OPERATION = 'openNetwork'

/** This thread's own namespace. */
export const HOME = '/proc/thread-self/ns/net'

const CHECKS = { state: stateFolder, netns: anything<NetnsRef> }

/** Opens a network by its record, and changes nothing. */
export async function openExisting(called: string, options: OpenOptions): Promise<NetworkParts> {
  const name = named(OPERATION, 'name', () => networkName(called))
  const { state, netns: ref } = checkAll(OPERATION, options, CHECKS)
  const netns = await openAs(OPERATION, ref ?? HOME)
  try {
    const folder = folderOf(name, String(netns.inode), state)
    folder.checkOwner()
    return await partsOf(netns, folder, presentRecord(folder, name, String(netns.inode)).config)
  } catch (thrown) {
    await netns.close()
    throw recaptured(ownError(OPERATION, name, thrown))
  }
}

async function partsOf(netns: Netns, folder: Folder, config: NetworkConfig): Promise<NetworkParts> {
  const host = await Host.open(netns)
  try {
    const context = new NetworkContext(config, host, folder, await ownBridge(host, config))
    return { config, netns, context }
  } catch (thrown) {
    await host.close()
    throw thrown
  }
}

/** The record of a network of this namespace that was created completely, in this run of the machine. */
function presentRecord(folder: Folder, name: string, inode: string): NetworkRecord {
  const found = folder.find()
  if (found === undefined) throw missing(name)
  if ('network' in found) throw foreignFolder(OPERATION, name, found.network)
  if ('reason' in found) throw missing(name, `: ${folder.path}/${found.file} ${found.reason}`)
  checkPlace(folder, found, inode, OPERATION)
  if (found.boot !== bootId() || !found.ready) throw missing(name)
  return found
}

function missing(name: string, why = ''): NetlinkError {
  const reason = `there is no network '${name}'${why}`
  return new NetlinkError({ code: 'ENOENT', operation: OPERATION, reason, attribute: 'name' })
}

export function foreignFolder(operation: string, name: string, other: string): NetlinkError {
  const reason = `the folder belongs to network '${other}', not to '${name}'`
  return new NetlinkError({ code: 'EEXIST', operation, reason, attribute: 'state' })
}

/** A folder that was requested may be that of a network in another namespace. */
export function checkPlace(folder: Folder, record: NetworkRecord, inode: string, operation: string): void {
  if (record.inode === inode || record.boot !== bootId()) return
  const reason = `${folder.path} belongs to network '${record.config.name}' of another namespace`
  throw kernelError(operation, -17, { reason, attribute: 'state' })
}

/**
 * A network that needs nothing restored before a container is attached; undefined if it must be looked at under the lock. Whether the firewall
 * has the network is not checked here: `attach` does, in its transaction. Chains of other programs are reloaded by them at any time.
 */
export async function openIntact(host: Host, folder: Folder): Promise<NetworkContext | undefined> {
  const record = folder.record()
  if (record?.ready !== true || record.inode !== host.inode || record.boot !== bootId()) return undefined
  const { config } = record
  if (hasParent(config.mode) || config.allowForward || (await forwardingMissing(host, config)).length > 0)
    return undefined
  const bridge = await ownBridge(host, config)
  if (config.mode === 'bridge' && bridge === undefined) return undefined
  return new NetworkContext(config, host, folder, bridge)
}
