import { oneLinkKey } from '../wire/reference.ts'
import type { ConfigOptions, NetworkConfig } from './config.ts'
import type { IpvlanMode, MacvlanMode, NetworkMode } from './types.ts'

const OPERATION = 'createNetwork'

/** `source`, which receives from listed addresses only, is not a mode for containers. */
export const MACVLAN_MODES: readonly MacvlanMode[] = ['bridge', 'private', 'vepa', 'passthru']
export const IPVLAN_MODES: readonly IpvlanMode[] = ['l2', 'l3', 'l3s']

/** Options of networks whose packets pass the host, and the values that mean the same without them. */
const ROUTED = [
  'masquerade',
  'isolate',
  'internal',
  'remoteSubnets',
  'allowForward',
  'spoofGuard',
  'bridgeNetfilter',
] as const
/** Options of networks on a parent. */
const ON_PARENT = ['parent', 'macvlanMode', 'ipvlanMode'] as const

/** Whether containers have links on a link of the host, their parent: their packets do not pass the host, nor its firewall. */
export function hasParent(mode: NetworkMode): mode is 'macvlan' | 'ipvlan' {
  return mode === 'macvlan' || mode === 'ipvlan'
}

/** Whether the links of containers have the hardware address of the parent. */
export function sharesMac({ mode, macvlanMode }: Pick<NetworkConfig, 'mode' | 'macvlanMode'>): boolean {
  return mode === 'ipvlan' || macvlanMode === 'passthru'
}

/** A reference to a link: its name, or its index. */
export function parentLink(value: unknown): string | number {
  return oneLinkKey(value as string)
}

/** What a configuration says of the parent; empty in modes without one. */
export function parentOf(
  mode: NetworkMode,
  requested: ConfigOptions,
): Pick<NetworkConfig, 'parent' | 'macvlanMode' | 'ipvlanMode'> {
  const { parent, macvlanMode = 'bridge', ipvlanMode = 'l2' } = requested
  const extra = hasParent(mode)
    ? (ROUTED.find((key) => isOn(requested[key])) ?? ON_PARENT.find((key) => isOfOther(mode, key, requested)))
    : ON_PARENT.find((key) => requested[key] !== undefined)
  if (extra !== undefined) throw new TypeError(`${OPERATION}: ${extra} is not allowed with mode '${mode}'`)
  if (!hasParent(mode)) return {}
  if (parent === undefined) throw new TypeError(`${OPERATION}: parent is missing; mode '${mode}' requires it`)
  return { parent, ...(mode === 'macvlan' ? { macvlanMode } : { ipvlanMode }) }
}

function isOn(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

function isOfOther(mode: NetworkMode, key: (typeof ON_PARENT)[number], requested: ConfigOptions): boolean {
  return key !== 'parent' && !key.startsWith(mode) && requested[key] !== undefined
}
