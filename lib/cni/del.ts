import { idOf } from './attachment.ts'
import type { Invocation } from './invocation.ts'
import { passOn } from './lease.ts'
import { existingNetwork } from './network.ts'
import { translated } from './translation.ts'

/** Detaches the container, if it is attached, and has its addresses given back, whatever of both fails. */
export async function del(invocation: Invocation): Promise<void> {
  const detached = await settled(detach(invocation))
  const released = await settled(passOn(invocation, 'DEL'))
  const failed = [detached, released].find((result) => result.status === 'rejected')
  if (failed !== undefined) throw translated(failed.reason)
}

async function settled(promise: Promise<void>): Promise<PromiseSettledResult<void>> {
  const [result] = await Promise.allSettled([promise])
  return result
}

async function detach(invocation: Invocation): Promise<void> {
  const network = await existingNetwork(invocation.config)
  if (network === undefined) return
  try {
    await network.detach({ id: idOf(invocation), interface: invocation.environment.ifname })
  } finally {
    await network.close()
  }
}
