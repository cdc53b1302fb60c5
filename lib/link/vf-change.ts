import { describeValue, InputError } from '../errors.ts'
import type { vlanProtocol } from '../protocol/enums/vlanprotocol.ts'
import type { Input } from '../wire/type.ts'
import type { Named } from '../wire/unknown.ts'
import type { VfLinkState, vfInfo } from './vf.ts'

/** Settings of a virtual function to change. */
export interface VfChange {
  /** Hardware address. */
  mac?: string | undefined
  /** VLAN identifier in the tag of its frames, 0 to 4095; 0 for none. */
  vlan?: number | undefined
  /** Priority in the tag (802.1p), 0 to 7; requires `vlan`. */
  qos?: number | undefined
  /** Protocol of the tag, '802.1q' by default; requires `vlan`; iproute2: `proto`. */
  vlanProto?: Input<typeof vlanProtocol> | undefined
  /** Maximum transmit rate in Mbit/s, 0 for no limit; iproute2: `max_tx_rate`, `rate`. */
  maxTxRate?: number | undefined
  /** Minimum transmit rate in Mbit/s, 0 for none; requires `maxTxRate`; iproute2: `min_tx_rate`. */
  minTxRate?: number | undefined
  /** Drops frames with a spoofed source address. */
  spoofchk?: boolean | undefined
  /** 'auto' follows the physical port; 'enable' keeps the function's link up and 'disable' down; iproute2: `state`. */
  linkState?: VfLinkState['linkState'] | undefined
  /** Allows the function to query the RSS configuration; iproute2: `query_rss`. */
  rssQueryEn?: boolean | undefined
  /** Trusts the function, for example to enter promiscuous mode. */
  trust?: boolean | undefined
  /** GUID of the InfiniBand node, '0x2c9030005f34a1'; iproute2: `node_guid`. */
  ibNodeGuid?: string | number | bigint | undefined
  /** GUID of the InfiniBand port, '0x2c9030005f34a1'; iproute2: `port_guid`. */
  ibPortGuid?: string | number | bigint | undefined
}

/** The options, with iproute2's words for them. */
export const KNOWN: readonly Named[] = [
  ...['mac', 'vlan', 'qos', 'spoofchk', 'trust'].map((key) => ({ key })),
  { key: 'vlanProto', iproute2: ['proto'] },
  { key: 'maxTxRate', iproute2: ['rate'] },
  { key: 'minTxRate' },
  { key: 'linkState', iproute2: ['state'] },
  { key: 'rssQueryEn', iproute2: ['query_rss'] },
  { key: 'ibNodeGuid', iproute2: ['node_guid'] },
  { key: 'ibPortGuid', iproute2: ['port_guid'] },
]

type Parts = Partial<Record<keyof Input<typeof vfInfo>, unknown>>

/** The attributes of a virtual function, each of which repeats its number. */
export function vfParts(vf: number, change: VfChange): Parts {
  const { mac, linkState, ibNodeGuid, ibPortGuid } = change
  const parts: Parts = {
    ...(mac === undefined ? {} : { mac: { vf, mac: sixBytes(mac) } }),
    ...vlanParts(vf, change),
    ...rateParts(vf, change),
    ...setting(vf, 'spoofchk', change.spoofchk),
    ...(linkState === undefined ? {} : { linkState: { vf, linkState } }),
    ...setting(vf, 'rssQueryEn', change.rssQueryEn),
    ...setting(vf, 'trust', change.trust),
    ...(ibNodeGuid === undefined ? {} : { ibNodeGuid: { vf, guid: ibNodeGuid } }),
    ...(ibPortGuid === undefined ? {} : { ibPortGuid: { vf, guid: ibPortGuid } }),
  }
  if (Object.keys(parts).length === 0)
    throw new InputError(`expected at least one of ${KNOWN.map(({ key }) => key).join(', ')}`)
  return parts
}

/** The field has room for 32 bytes, of which the driver takes as many as it needs. */
function sixBytes(mac: string): string {
  if (/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(mac)) return mac
  throw new InputError(`must be a hardware address such as 02:00:00:00:00:01, not ${describeValue(mac)}`).under('mac')
}

function setting(vf: number, key: 'spoofchk' | 'rssQueryEn' | 'trust', value: boolean | undefined): Parts {
  if (value === undefined) return {}
  if (typeof value !== 'boolean') throw new InputError(`must be true or false, not ${describeValue(value)}`).under(key)
  return { [key]: { vf, setting: value ? 1 : 0 } }
}

/** A tag of another protocol than 802.1q is in a list. */
function vlanParts(vf: number, change: VfChange): Parts {
  const { vlan, qos = 0, vlanProto = '802.1q' } = change
  if (vlan === undefined) return requiring('vlan', change, ['qos', 'vlanProto'])
  checkRange('vlan', vlan, 4095)
  checkRange('qos', qos, 7)
  return vlanProto === '802.1q' ? { vlan: { vf, vlan, qos } } : { vlanList: [{ vf, vlan, qos, vlanProto }] }
}

/** The kernel keeps the minimum if only the maximum is given. */
function rateParts(vf: number, change: VfChange): Parts {
  const { maxTxRate, minTxRate } = change
  if (maxTxRate === undefined) return requiring('maxTxRate', change, ['minTxRate'])
  return minTxRate === undefined ? { txRate: { vf, rate: maxTxRate } } : { rate: { vf, minTxRate, maxTxRate } }
}

function requiring(needed: keyof VfChange, change: VfChange, keys: readonly (keyof VfChange)[]): Parts {
  const given = keys.find((key) => change[key] !== undefined)
  if (given !== undefined) throw new InputError(`requires ${needed}`).under(given)
  return {}
}

function checkRange(key: string, value: number, most: number): void {
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw new InputError(`must be a whole number from 0 to ${most}, not ${describeValue(value)}`).under(key)
  if (value < 0 || value > most) throw new InputError(`must be from 0 to ${most}, not ${value}`, 'range').under(key)
}
