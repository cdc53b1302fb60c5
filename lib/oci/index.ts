/**
 * The OCI hook: attaches containers of runc, crun, podman and other runtimes to a network of this library, and detaches them.
 *
 * @module
 */

import { statSync } from '../builtin.ts'
import { inNetwork } from '../container/in-network.ts'
import type { Endpoint, Network } from '../container/index.ts'
import { openIfThere } from '../container/open-if-there.ts'
import type { Limits } from '../transport/limit.ts'
import { anything, type Checks, checkAll, LIMITS } from '../verb/checks.ts'
import type { NetnsRef } from '../wire/netns.ts'
import { nameSetting } from './naming.ts'
import { openOrCreate } from './open-or-create.ts'
import { type HookSettings, networkOf, readSettings, type Settings } from './settings.ts'
import { type HookState, readState } from './state.ts'

export type { Endpoint, Port } from '../container/index.ts'
export { NetlinkError } from '../errors.ts'
export type { Limits } from '../transport/limit.ts'
export type { NetnsRef } from '../wire/netns.ts'
export type { HookSettings } from './settings.ts'
export type { HookState } from './state.ts'

/** Options of {@link runHook}: settings of containers that have no annotations, and where their networks are. */
export interface HookOptions extends HookSettings, Limits {
  /** Folder for the state of the network; /run/netlink-ts/NETWORK by default. */
  readonly state?: string | undefined
  /** Namespace of the host; by default that of this process. */
  readonly netns?: NetnsRef | undefined
}

const CHECKS: Checks<Required<HookOptions>> = {
  network: anything,
  subnet: anything,
  gateway: anything,
  address: anything,
  ports: anything,
  mtu: anything,
  interface: anything,
  state: anything,
  netns: anything,
  ...LIMITS,
}

/** What a hook did. */
export interface HookResult extends Omit<Endpoint, 'netns' | 'mode' | 'ports'> {
  /** Whether the container is attached now. */
  readonly attached: boolean
  /** Ports of the host that are published for the container; absent if it is detached. */
  readonly ports?: Endpoint['ports']
}

/**
 * Runs a hook of an OCI runtime. `state` is what the runtime writes to standard input. A container that is `creating`, `created` or `running` is
 * attached, a `stopped` one is detached by its id; doing either twice has no effect. Settings come from the annotations `netlink-ts.network`,
 * `.subnet`, `.gateway`, `.address`, `.ports`, `.mtu` and `.interface` of the container, or from `options` where it has none. A network that does not
 * exist is created, and stays when the container has left. A container that cannot be attached is left as it was, and a network that was
 * created for it is deleted, unless another container is attached to it by then.
 *
 * ```ts
 * await runHook(await text(process.stdin), { network: 'web0' })
 * ```
 */
export async function runHook(state: string | HookState, options: HookOptions = {}): Promise<HookResult> {
  checkAll('runHook', options, CHECKS)
  const container = readState(state)
  const annotations = container.annotations ?? {}
  if (container.status === 'stopped') return detach(container.id, networkOf(annotations, options), options)
  const settings = readSettings(annotations, options)
  if (options.netns === undefined) checkNamespace(container)
  try {
    const { network: name, made } = settings
    const wanted = { ...placeOf(options), ...limitsOf(options), ...made, name, restore: false }
    const open = () => openOrCreate(wanted)
    return await inNetwork(open, (network) => attach(network, container, settings, options), limitsOf(options))
  } catch (thrown) {
    throw nameSetting(settings.called, thrown)
  }
}

/** A bundle without a network namespace runs in that of the host. */
function checkNamespace({ pid }: HookState): void {
  if (inodeOf('self') !== inodeOf(pid)) return
  throw new TypeError(
    'state: the container is in the network namespace of the host: linux.namespaces of its config.json lacks { "type": "network" }',
  )
}

/** The inode of the network namespace of a process; undefined if it cannot be read. */
function inodeOf(pid: number | 'self' | undefined): number | undefined {
  try {
    return statSync(`/proc/${pid}/ns/net`).ino
  } catch {
    return undefined
  }
}

async function attach(network: Network, container: HookState, settings: Settings, limits: Limits): Promise<HookResult> {
  const { id, pid } = container
  const options = { ...settings.attached, ...limitsOf(limits), id }
  const { netns, mode: _, ...rest } = await network.attach(`/proc/${pid}/ns/net`, options)
  await netns.close()
  return { attached: true, ...rest }
}

async function detach(id: string, name: string, options: HookOptions): Promise<HookResult> {
  const network = await openIfThere(name, placeOf(options))
  try {
    await network?.detach({ id }, limitsOf(options))
  } finally {
    await network?.close()
  }
  return { attached: false, network: name, id }
}

function placeOf({ state, netns }: HookOptions) {
  return { ...(state === undefined ? {} : { state }), ...(netns === undefined ? {} : { netns }) }
}

function limitsOf({ signal, timeout }: Limits): Limits {
  return { ...(signal === undefined ? {} : { signal }), ...(timeout === undefined ? {} : { timeout }) }
}
