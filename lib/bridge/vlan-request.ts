import { callerError, describeValue, InputError } from '../errors.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import { named } from '../verb/checks.ts'
import { limit, u32 } from '../wire/integers.ts'
import { normal } from '../wire/normal.ts'
import { oneLink } from '../wire/reference.ts'
import type { Named } from '../wire/unknown.ts'
import { type Divided, divided, isOn, required, type Values, vlansIn } from './options.ts'
import { vlanEntry } from './vlan-message.ts'
import type { Vlans } from './vlan-range.ts'

/** Options that are not attributes of their own. */
const OWN: readonly Named[] = [
  { key: 'link', type: oneLink, iproute2: ['dev'] },
  { key: 'vid', iproute2: ['vlan'] },
  { key: 'pvid' },
  { key: 'untagged' },
  { key: 'self' },
  { key: 'tunnelId', iproute2: ['tunnel_info', 'tunid'] },
]
const HIDDEN = ['info', 'range', 'tunnelInfo']
const ROWS: readonly Named[] = vlanEntry.rows.filter(({ key }) => !HIDDEN.includes(key))

/** Settings of a VLAN: another verb of the same object says which VLANs there are, and which are untagged. */
const OF_ADD: readonly Named[] = OWN.map((one) =>
  ['pvid', 'untagged', 'self'].includes(one.key) ? { key: one.key, instead: `addBridgeVlan sets \`${one.key}\`` } : one,
)

/** The options that the kernel does not take again as they are listed: states that it determines, and what a bridge has and cannot be set. */
const DEFAULTS: Values = { state: 'forwarding', mcastRouter: 'temp_query', neighSuppress: false }

/** 24 bits, as of a VXLAN. */
const tunnelId = limit(u32, 0, 0xff_ffff)

/** RTM_SETLINK and RTM_DELLINK, as commands about tunnels. */
const MAP = rtnetlink.type('SETLINK')
const UNMAP = rtnetlink.type('DELLINK')

interface TunnelInfo {
  readonly id?: number
  readonly cmd: number
}

/** The tunnel of the first VLAN of a range: the others have the following ids. */
function tunnelOf(operation: string, { own }: Divided, { first, last }: Vlans): TunnelInfo | undefined {
  const value = own.tunnelId
  if (value === undefined) return undefined
  if (value === null) return { cmd: UNMAP }
  return named(operation, 'tunnelId', () => {
    const id = normal(tunnelId, value) as number
    const most = 0xff_ffff - (last - first)
    if (id > most) throw new InputError(`must be from 0 to ${most} for ${last - first + 1} VLANs, not ${id}`, 'range')
    return { id, cmd: MAP }
  })
}

function checkPvid(operation: string, pvid: boolean, { first, last }: Vlans): void {
  if (!pvid || first === last) return
  throw callerError(operation, new InputError('is not allowed here: only one VLAN can have it').under('pvid'))
}

/** What the requests about a VLAN have in common. */
export interface VlanRequest {
  readonly link: unknown
  readonly vlans: Vlans
  readonly flags: readonly string[]
  readonly self: boolean
  /** Attributes of the entry besides these. */
  readonly options: Values
}

/** The request of addBridgeVlan and deleteBridgeVlan. */
export function readVlan(operation: string, given: object): VlanRequest {
  const parts = divided(operation, given, OWN, ROWS)
  required(operation, parts, 'link', 'vid')
  const vlans = vlansIn(operation, parts)
  const pvid = isOn(operation, parts, 'pvid')
  const untagged = isOn(operation, parts, 'untagged')
  checkPvid(operation, pvid, vlans)
  const { own, nested } = parts
  if (own.tunnelId === null)
    throw callerError(operation, new InputError(`must be a tunnel id, not ${describeValue(null)}`).under('tunnelId'))
  const changed = Object.entries(nested).filter(([key, value]) => value !== DEFAULTS[key])
  return {
    ...{ link: own.link, vlans, self: isOn(operation, parts, 'self') },
    flags: [...(pvid ? ['pvid'] : []), ...(untagged ? ['untagged'] : [])],
    options: { ...Object.fromEntries(changed), tunnelInfo: tunnelOf(operation, parts, vlans) },
  }
}

/** The request of setBridgeVlan. */
export function readVlanChange(operation: string, given: object): VlanRequest {
  const parts = divided(operation, given, OF_ADD, ROWS)
  required(operation, parts, 'link', 'vid')
  const vlans = vlansIn(operation, parts)
  const { own, nested } = parts
  if (own.tunnelId === undefined && Object.keys(nested).length === 0) {
    const keys = [
      'tunnelId',
      ...vlanEntry.rows.filter((row) => ROWS.includes(row) && !row.report).map(({ key }) => key),
    ]
    throw new TypeError(`${operation}: one of ${keys.join(', ')} is missing`)
  }
  const options = { ...nested, tunnelInfo: tunnelOf(operation, parts, vlans) }
  return { link: own.link, vlans, self: false, flags: ['only_opts'], options }
}

/** As the message of VLANs. */
export function vlanFields({ link, vlans: { first, last }, flags, options }: VlanRequest): object {
  const range = last === first ? undefined : last
  return { link, entry: [{ info: { flags, vid: first }, range, ...options }] }
}

/** As the message of a port, for the VLANs of the device itself. */
export function portFields(operation: string, { link, vlans: { first, last }, flags, options }: VlanRequest): object {
  const stranger = Object.entries(options).find(([, value]) => value !== undefined)?.[0]
  if (stranger !== undefined) {
    const key = stranger === 'tunnelInfo' ? 'tunnelId' : stranger
    throw callerError(operation, new InputError('is not allowed here with self').under(key))
  }
  const one = { flags, vid: first }
  const ends = [
    { flags: [...flags, 'range_begin'], vid: first },
    { flags: [...flags, 'range_end'], vid: last },
  ]
  return { link, afSpec: { flags: ['self'], vlanInfo: first === last ? [one] : ends } }
}

/** The option at a path of one of these messages. */
export function publishVlan(path: string): string {
  const [key, ...others] = path.replace(/^(entry|afSpec)(\[0\])?\.?/, '').split('.') as [string, ...string[]]
  if (key === 'info' || key.startsWith('vlanInfo')) return others[0] === 'flags' ? 'pvid' : 'vid'
  if (key === 'range' || key === '') return 'vid'
  return key === 'tunnelInfo' ? 'tunnelId' : key
}
