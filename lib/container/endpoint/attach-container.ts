import { NetlinkError } from '../../errors.ts'
import type { Limits } from '../../transport/limit.ts'
import type { NetworkConfig } from '../config.ts'
import { collectGarbage } from '../network/collect.ts'
import type { NetworkContext } from '../network/context.ts'
import { hasParent, sharesMac } from '../parent.ts'
import type { Lease } from '../state/lease.ts'
import { attachTo, type Target } from './attach.ts'
import { findExisting } from './existing.ts'
import type { AttachConfig } from './options.ts'

/** Refuses options that the network does not have. */
export function checkAllowed(
  config: NetworkConfig,
  { ports, mac }: Pick<AttachConfig, 'ports' | 'mac'>,
  operation: string,
): void {
  const { internal, mode, macvlanMode } = config
  if (hasParent(mode) && ports.length > 0)
    throw new TypeError(`${operation}: ports is not allowed with mode '${mode}': its packets do not pass the host`)
  if (sharesMac(config) && mac !== undefined)
    throw new TypeError(
      `${operation}: mac is not allowed with ${macvlanMode === undefined ? `mode '${mode}'` : `macvlanMode '${macvlanMode}'`}: it is that of the parent`,
    )
  if (internal && ports.length > 0)
    throw new TypeError(`${operation}: ports is not allowed here: the network is internal`)
}

/** Attaches a container; one with the same id and interface is answered with what exists. */
export async function attachContainer(
  context: NetworkContext,
  target: Target | undefined,
  wanted: AttachConfig,
  limits: Limits,
  operation: string,
): Promise<Lease> {
  const { id } = wanted
  const attach = () => context.attaching.run(() => attachOrCollect(context, target, wanted, limits, operation))
  if (id === undefined) return attach()
  return context.ids.run(JSON.stringify([id, wanted.interface]), async () => {
    const find = () => findExisting(context, target?.netns, wanted, limits, operation)
    const existing = await find()
    if (existing !== undefined) return existing
    try {
      return await attach()
    } catch (thrown) {
      // Another process may have attached the same container meanwhile.
      const other = isTaken(thrown) ? await find() : undefined
      if (other === undefined) throw thrown
      return other
    }
  })
}

/** If the address or port is taken, its owner may have ended: collect, then try once more. */
async function attachOrCollect(
  context: NetworkContext,
  target: Target | undefined,
  wanted: AttachConfig,
  limits: Limits,
  operation: string,
): Promise<Lease> {
  try {
    return await attachTo(context, target, wanted, limits, operation)
  } catch (thrown) {
    if (!isExhausted(thrown) || !(await collectGarbage(context, operation, limits)).changed) throw thrown
    return attachTo(context, target, wanted, limits, operation)
  }
}

/** The address or port is taken, or none is free. */
function isExhausted(thrown: unknown): boolean {
  return thrown instanceof NetlinkError && ['EADDRINUSE', 'ENOSPC'].includes(thrown.code)
}

/** What is taken may be the container's own. */
function isTaken(thrown: unknown): boolean {
  return thrown instanceof NetlinkError && ['EADDRINUSE', 'EEXIST'].includes(thrown.code)
}
