import { NetlinkError, withoutOperation } from '../errors.ts'
import { CniError, CODE } from './failure.ts'

/** Options of networks and attachments as the configuration calls them. */
const KEYS: readonly (readonly [RegExp, string])[] = [
  [/\bports\[(\d+)\]\.host\b/g, 'runtimeConfig.portMappings[$1].hostPort'],
  [/\bports\[(\d+)\]\.container\b/g, 'runtimeConfig.portMappings[$1].containerPort'],
  [/\bports\[(\d+)\]\.address\b/g, 'runtimeConfig.portMappings[$1].hostIP'],
  [/\bports\[(\d+)\]\.protocol\b/g, 'runtimeConfig.portMappings[$1].protocol'],
  [/\baddresses\[(\d+)\]\.(address|gateway)\b/g, 'ips[$1].$2 of the IPAM plugin'],
  [/\broutes\[(\d+)\]\.gateway\b/g, 'routes[$1].gw of the IPAM plugin'],
  [/\broutes\[(\d+)\]\.(dst|priority)\b/g, 'routes[$1].$2 of the IPAM plugin'],
  [/^address6? must\b/, 'the requested address must'],
  [/^name must\b/, 'bridge must'],
  [/^interface must\b/, 'CNI_IFNAME must'],
  [/^masquerade must\b/, 'ipMasq must'],
  [/\bspoofGuard\b/g, 'macspoofchk'],
]

function wordsOf(error: Error): string {
  return KEYS.reduce((text, [pattern, word]) => text.replace(pattern, word), withoutOperation(error.message))
}

/** What may have changed by the next try: another process holds a lock, or every address is assigned. */
const TRANSIENT = ['ERR_NETLINK_TIMEOUT', 'EBUSY', 'EAGAIN', 'ENOSPC', 'ENOBUFS']

/** The error object for what a network has thrown. */
export function translated(thrown: unknown): CniError {
  if (thrown instanceof CniError) return thrown
  if (thrown instanceof NetlinkError) {
    const code = TRANSIENT.includes(thrown.code) ? CODE.later : CODE.network
    return new CniError(code, wordsOf(thrown))
  }
  if (thrown instanceof TypeError || thrown instanceof RangeError) return new CniError(CODE.config, wordsOf(thrown))
  return new CniError(CODE.network, thrown instanceof Error ? thrown.message : String(thrown))
}
