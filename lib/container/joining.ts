import { NetlinkError } from '../errors.ts'
import { Netns, openNetns } from '../netns/index.ts'
import { openAs } from '../netns/open.ts'
import type { NetnsRef } from '../wire/netns.ts'
import type { Target } from './endpoint/attach.ts'
import { raiseLoopback } from './endpoint/container-side.ts'
import type { AttachOptions, Endpoint, NetworkMode } from './types.ts'

/** Attaches a container in a mode without links and addresses. */
export async function join(
  network: string,
  mode: NetworkMode,
  host: Netns,
  netns: NetnsRef | undefined,
  options: AttachOptions,
): Promise<Endpoint> {
  const key = Object.entries(options).find(([, value]) => value !== undefined)?.[0]
  if (key !== undefined) throw new TypeError(`attach: ${key} is not allowed in mode '${mode}'`)
  if (mode === 'host' && netns !== undefined)
    throw new TypeError(
      `attach: netns is not allowed in mode '${mode}', in which containers are in the host's namespace`,
    )
  if (mode === 'host') return { network, mode, netns: await openNetns(host), ports: [] }
  const inside = await enter(mode, host, netns)
  if (mode === 'none') await raiseLoopback(inside.netns)
  return { network, mode, netns: inside.netns, ports: [] }
}

/** The namespace of a container, opened unless it was passed open, with its name or path. */
export async function enter(mode: NetworkMode, host: Netns, ref: NetnsRef | undefined): Promise<Target> {
  if (ref === undefined) throw new TypeError(`attach: netns is missing; mode '${mode}' requires it`)
  const netns = ref instanceof Netns ? ref : await openAs('attach', ref)
  if (netns.fd < 0) throw closedError()
  if (mode !== 'container' && netns.inode === host.inode)
    throw new TypeError(`attach: netns is the host's namespace; use mode 'host' for that`)
  return { netns, path: typeof ref === 'string' ? ref : (netns.path ?? `/proc/${process.pid}/fd/${netns.fd}`) }
}

export function modeError(operation: string, mode: NetworkMode): TypeError {
  return new TypeError(`${operation}: is not possible in mode '${mode}', which has no links of its own`)
}

function closedError(): NetlinkError {
  const reason = 'the namespace is closed'
  return new NetlinkError({ code: 'ERR_NETLINK_CLOSED', operation: 'attach', reason, attribute: 'netns' })
}
