import type { Limits } from '../../transport/limit.ts'
import { deletedError } from '../deleted.ts'
import type { NetworkContext } from '../network/context.ts'

/**
 * Called when a container has its addresses: if the network is being deleted because it was empty, waits for the end of that. The deleting
 * process has seen the addresses and keeps the network, or has deleted it; or it was killed, and then the network stays.
 */
export async function awaitDeletion(
  { host, folder }: NetworkContext,
  operation: string,
  limits: Limits,
): Promise<void> {
  if (folder.record()?.emptying !== true) return
  const settle = async () => {
    const record = folder.record()
    if (record === undefined) throw deletedError(operation)
    const { emptying: _, ...rest } = record
    folder.write(rest)
  }
  await host.lock.hold(operation, settle, limits)
}
