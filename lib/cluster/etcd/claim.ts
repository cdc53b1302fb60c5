import { randomInt } from 'node:crypto'
import { kernelError, NetlinkError } from '../../errors.ts'
import { type Configuration, checkCandidate, freeSubnets, isCandidate } from '../configuration.ts'
import type { Self } from '../directory.ts'
import { keyOf, type NodeRecord } from '../record.ts'
import { overlap, type Range, rangeText } from '../subnet.ts'
import type { Client } from './client.ts'
import { grantLease, revokeLease, revokeUnused } from './lease.ts'
import type { Entry, Keys, Snapshot } from './store.ts'

/** A node that requests a subnet. */
export interface Claimant {
  readonly operation: string
  readonly configuration: Configuration
  readonly self: Self
  /** The subnet that it requires. */
  readonly subnet: Range | undefined
  /** In seconds. */
  readonly leaseTime: number
}

/** The record of this node, and the lease with which it goes. */
export interface Claim {
  readonly record: NodeRecord
  readonly lease: string
  /** Whether this node had the subnet before: it is then not given back if joining fails. */
  readonly isRenewed: boolean
}

/** A subnet to take, and the revision of its key if it is there. */
interface Choice {
  readonly subnet: Range
  readonly revision: number | undefined
}

/** How often a node that was overtaken by others tries again. */
const ATTEMPTS = 50

/**
 * Takes a subnet: the required one, the one that this node had, or a free one. A node that is killed between the grant of its lease and the write of its
 * record leaves a lease without keys, which holds nothing and ends after its time; so the lease is granted last.
 */
export async function claimSubnet(
  client: Client,
  keys: Keys,
  claimant: Claimant,
  signal?: AbortSignal,
): Promise<Claim> {
  const first = await keys.list(signal)
  choose(claimant, first)
  const lease = await grantLease(client, claimant.leaseTime, signal)
  let isRenewed = false
  try {
    const taken = await take(keys, claimant, lease, first, signal)
    isRenewed = taken.isRenewed
    const { record, snapshot } = taken
    for (const one of ownEntries(claimant, snapshot))
      if (keyOf(one.record.subnet) !== keyOf(record.subnet)) await keys.delete(one.record.subnet, one.revision, signal)
    await revokeBefore(client, ownEntries(claimant, snapshot), lease, signal)
    return { record, lease, isRenewed }
  } catch (thrown) {
    // The first error is what the caller needs; the lease ends on its own.
    if (!isRenewed) await revokeLease(client, lease).catch(() => undefined)
    throw thrown
  }
}

/** Ends the leases of this node's records of before. What is not ended here ends on its own. */
async function revokeBefore(client: Client, own: readonly Entry[], lease: string, signal?: AbortSignal): Promise<void> {
  const before = new Set(own.map((one) => one.lease).filter((one) => one !== '0' && one !== lease))
  for (const one of before) await revokeUnused(client, one, signal).catch(() => undefined)
}

/** What was taken, and the records as they were. */
interface Taken extends Pick<Claim, 'record' | 'isRenewed'> {
  readonly snapshot: Snapshot
}

async function take(
  keys: Keys,
  claimant: Claimant,
  lease: string,
  first: Snapshot,
  signal?: AbortSignal,
): Promise<Taken> {
  let snapshot = first
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) snapshot = await keys.list(signal)
    const { subnet, revision } = choose(claimant, snapshot)
    const record = { ...claimant.self, subnet }
    if (await keys.put(record, lease, revision, signal)) return { record, snapshot, isRenewed: revision !== undefined }
  }
  const reason = `other nodes were faster ${ATTEMPTS} times`
  throw kernelError(claimant.operation, -11, { reason, attribute: 'store' })
}

function ownEntries({ self }: Claimant, { entries }: Snapshot): Entry[] {
  return [...entries.values()].filter(({ record }) => record.publicAddress === self.publicAddress)
}

function choose(claimant: Claimant, snapshot: Snapshot): Choice {
  const own = ownEntries(claimant, snapshot)
  if (claimant.subnet !== undefined) return chooseRequired(claimant, claimant.subnet, snapshot)
  const before = own.find(({ record }) => isCandidate(claimant.configuration, record.subnet))
  if (before !== undefined) return { subnet: before.record.subnet, revision: before.revision }
  const free = freeSubnets(claimant.configuration, snapshot.taken)
  const subnet = free.length === 0 ? undefined : free[randomInt(free.length)]
  if (subnet === undefined) throw noneFree(claimant, snapshot)
  return { subnet, revision: undefined }
}

function chooseRequired(claimant: Claimant, subnet: Range, { entries, taken }: Snapshot): Choice {
  const { operation, configuration, self } = claimant
  checkCandidate(operation, configuration, subnet)
  const mine = entries.get(keyOf(subnet))
  if (mine?.record.publicAddress === self.publicAddress) return { subnet, revision: mine.revision }
  if (!taken.some((one) => overlap(one, subnet))) return { subnet, revision: undefined }
  const holder = [...entries.values()].find(({ record }) => overlap(record.subnet, subnet))
  const reason = `${rangeText(subnet)} belongs to ${holder?.record.publicAddress ?? 'a node whose record is damaged'}`
  throw new NetlinkError({ code: 'EADDRINUSE', operation, reason, attribute: 'subnet' })
}

function noneFree({ operation, configuration }: Claimant, { taken }: Snapshot): NetlinkError {
  const { network, subnetLength } = configuration
  const reason = `no /${subnetLength} of ${rangeText(network)} is free: ${taken.length} are taken`
  return new NetlinkError({ code: 'ENOSPC', operation, reason, attribute: 'network' })
}
