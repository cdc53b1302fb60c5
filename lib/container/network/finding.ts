import { join } from '../../builtin.ts'
import { RECORD } from '../state/folder.ts'
import type { Lease } from '../state/lease.ts'
import type { Finding, FindingCode } from '../types.ts'
import { type Inventory, isGone, isUnfinished } from './collect.ts'
import type { NetworkContext } from './context.ts'

/** No container has the id. */
export function absence({ config }: NetworkContext, { leases }: Inventory, id: string | undefined): Finding[] {
  if (id === undefined || leases.size > 0) return []
  return [finding('not-attached', id, `no container '${id}' is attached to network '${config.name}'`)]
}

/** A difference. */
export function finding(code: FindingCode, subject: string, message: string, values: Partial<Finding> = {}): Finding {
  return { code, subject, message, ...values }
}

/** What is not as it should be, with both values. */
export function differs(code: FindingCode, subject: string, what: string, expected: string, found: string): Finding[] {
  if (expected === found) return []
  return [finding(code, subject, `${what} of ${subject} is ${found}, not ${expected}`, { expected, found })]
}

/** Files of the folder that cannot be read. */
export function recordFindings({ config, folder }: NetworkContext, { damaged }: Inventory): Finding[] {
  const record = folder.find()
  const lost = record === undefined ? [{ file: RECORD, reason: 'is missing' }] : 'reason' in record ? [record] : []
  return [...lost, ...damaged].map(({ file, reason }) =>
    finding('record', file, `${join(folder.path, file)} of network '${config.name}' ${reason}`),
  )
}

/** What is left of a container that was attached only partly, or that no longer exists. */
export function remainsFindings(inventory: Inventory, lease: Lease): Finding[] {
  const { link, files } = lease
  const whose = files.join(', ')
  if (isUnfinished(lease))
    return [finding('unfinished', link, `the container of ${whose} was only partly attached when its process ended`)]
  return isGone(inventory, lease) ? [finding('gone', link, `the container of ${whose} no longer exists`)] : []
}
