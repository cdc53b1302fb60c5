import { kernelError, NetlinkError } from '../../errors.ts'
import { ignoring } from '../host/host.ts'
import { endParameters, setSysctls, sysctlsOf } from '../host/parameter.ts'
import type { NetworkContext } from '../network/context.ts'
import { reasonFor } from '../state/file-error.ts'
import { leaveContainerSide } from './container-side.ts'
import { reachForeign, unreachForeign } from './foreign-address.ts'
import type { Undo } from './undo.ts'
import { configureHost, failure, type VethPair } from './veth.ts'

/** How often another index is tried if another process has the one that was chosen. */
const ATTEMPTS = 4

export type NewPair = Omit<VethPair, 'index'>

/** Creates the veth pair with what the host has of it; the index of the host's end. */
export async function createPair(
  context: NetworkContext,
  veth: NewPair,
  undo: Undo,
  operation: string,
): Promise<number> {
  const { host, config, bridge } = context
  if (config.mode === 'bridge' && bridge === undefined) throw bridgeError(config.name, operation)
  await reachForeign(context, veth.addresses)
  undo.push(() => unreachForeign(context, veth.addresses))
  for (let attempt = 1; ; attempt++) {
    const index = context.nextIndex()
    const results = await host.nl.batch((b) => configureHost(b, config, bridge, { ...veth, index }))
    if (results[0]?.ok === true) undo.push(() => removeLink(context, veth, index))
    const error = failure(results)
    if (error === undefined) {
      await setSysctls(host.netns, sysctlsOf(veth.link, endParameters(config)))
      return index
    }
    if (error.code !== 'EBUSY' || attempt === ATTEMPTS) throw pairError(error, veth.interface, config.name, operation)
    context.renewIndices()
  }
}

/** What of a veth pair is in the container, then the veth pair. */
async function removeLink({ host }: NetworkContext, { netns }: NewPair, index: number): Promise<void> {
  // Where the namespace has gone, so has the veth pair.
  if (netns !== undefined) await leaveContainerSide(netns, index + 1).catch(() => undefined)
  await ignoring(['ENODEV'], host.nl.deleteLink(index))
}

/** A link of that name exists in the container. */
export function nameError(errno: number, name: string, operation: string): NetlinkError {
  const reason = `the container already has a link named '${name}'`
  return kernelError(operation, errno, { reason, attribute: 'interface' })
}

/** The kernel's refusal in the words of who asked. */
function pairError(error: NetlinkError, name: string, network: string, operation: string): NetlinkError {
  const { code, errno } = error
  if (code === 'EEXIST') return nameError(errno, name, operation)
  if (code === 'ENODEV' || code === 'EINVAL') return bridgeError(network, operation, error)
  return new NetlinkError({ code, errno, operation, reason: reasonFor(error), cause: error })
}

function bridgeError(network: string, operation: string, cause?: NetlinkError): NetlinkError {
  const { code, errno } = cause ?? { code: 'ENODEV' }
  return new NetlinkError({ code, errno, operation, reason: `the bridge of network '${network}' is missing`, cause })
}
