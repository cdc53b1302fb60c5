import { randomBytes } from 'node:crypto'
import { arrayOf } from '../json.ts'
import { type Client, isLeaseGone, isRepeated } from './client.ts'
import { numberOf } from './text.ts'

/**
 * Creates a lease and returns its number, which is chosen here: if a reply is lost and the request is repeated, there is still one lease.
 */
export async function grantLease(client: Client, seconds: number, signal?: AbortSignal): Promise<string> {
  const ID = String(randomBytes(8).readBigUInt64BE() >> 1n || 1n)
  try {
    await client.call('/v3/lease/grant', { TTL: String(seconds), ID }, signal)
  } catch (thrown) {
    if (!isRepeated(thrown)) throw thrown
  }
  return ID
}

/** Renews a lease; returns whether it is still there. */
export async function renewLease(client: Client, lease: string, signal?: AbortSignal): Promise<boolean> {
  const { TTL } = await client.call('/v3/lease/keepalive', { ID: lease }, signal)
  return numberOf(TTL) > 0
}

/** Ends a lease, and its keys with it. */
export async function revokeLease(client: Client, lease: string, signal?: AbortSignal): Promise<void> {
  try {
    await client.call('/v3/lease/revoke', { ID: lease }, signal)
  } catch (thrown) {
    if (!isLeaseGone(thrown)) throw thrown
  }
}

/** Ends a lease unless a key goes with it. */
export async function revokeUnused(client: Client, lease: string, signal?: AbortSignal): Promise<void> {
  const { keys } = await client.call('/v3/lease/timetolive', { ID: lease, keys: true }, signal)
  if (arrayOf(keys).length === 0) await revokeLease(client, lease, signal)
}
