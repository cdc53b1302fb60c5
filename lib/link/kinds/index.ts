import type { RawBytes } from '../../wire/raw.ts'
import type { AnyType, Input, Public, Value } from '../../wire/type.ts'
import type { BridgePort, BridgePortReport } from '../port.ts'
import type { BondPort, BondPortReport } from './bond-port.ts'
import type { Kind } from './kind.ts'
import * as registry from './registry.ts'
import type { PeerOptions } from './veth.ts'
import type { VrfPortReport } from './vrf.ts'

/** Every kind by its name, as IFLA_INFO_KIND has it. */
export const kinds: Readonly<Record<string, Kind>> = registry

/** The kind of this name, if it is registered. */
export function kindOf(name: unknown): Kind | undefined {
  return typeof name === 'string' && Object.hasOwn(kinds, name) ? kinds[name] : undefined
}

/** The tables of IFLA_INFO_DATA, by kind. */
export const tables: Readonly<Record<string, AnyType>> = tablesOf(({ table }) => table)

/** The tables of IFLA_INFO_SLAVE_DATA, by kind of the master. */
export const portTables: Readonly<Record<string, AnyType>> = tablesOf(({ port }) => port)

function tablesOf(tableOf: (kind: Kind) => AnyType | undefined): Record<string, AnyType> {
  return Object.fromEntries(
    Object.entries(kinds).flatMap(([name, kind]) => {
      const table = tableOf(kind)
      return table === undefined ? [] : [[name, table]]
    }),
  )
}

type Registry = typeof registry
/** Name of a link kind: one that this library describes, which editors offer, or any other that the kernel knows. */
export type KindName = keyof Registry | (string & Record<never, never>)
type TableOf<Name extends keyof Registry> = NonNullable<Registry[Name]['table']>
type Settable = {
  [Name in keyof Registry as [Input<TableOf<Name>>] extends [never] ? never : Name]: Input<TableOf<Name>>
}
type Reported = {
  [Name in keyof Registry as unknown extends Value<TableOf<Name>> ? never : Name]: Value<TableOf<Name>>
}

/** Properties that can be set on a link, by kind. */
export interface KindData extends Settable, Public {}
/** Properties of a link as listed, by kind. */
export interface KindReports extends Reported, Public {}

type Of<Union, Key> = Union extends unknown ? (Key extends keyof Union ? Union[Key] : never) : never
/** The keys of one of several interfaces, each with the types it has in any of them; a mapped type over their own keys keeps the doc comments. */
type Widened<One, Union> = { [Key in keyof One]?: Of<Union, Key> }
type Each<Part, Union> = Part extends unknown ? (part: Widened<Part, Union>) => void : never
/** All keys of several interfaces. */
type Merged<Union> = Each<Union, Union> extends (part: infer All) => void ? All : never

/** The data of a link whose kind is not known to the compiler. The data of a kind that this library does not know is a Uint8Array. */
export interface AnyData extends EveryKind {
  /** VXLAN, GENEVE: network identifier (VNI). VLAN: number of the tag. */
  id?: Exclude<EveryKind['id'], undefined>
  /** VXLAN: multicast group or remote end. tun and tap: group whose members may open the link. */
  group?: Exclude<EveryKind['group'], undefined>
  /** How a macvlan, ipvlan, bond or another link works, such as 'bridge', 'l3' or '802.3ad'; the words are those of its kind. */
  mode?: Exclude<EveryKind['mode'], undefined>
  /** Flags of a VLAN, macvlan, ipvlan or tunnel; the words are those of its kind. */
  flags?: Exclude<EveryKind['flags'], undefined>
  /** Tunnel: link that the outer packets use. */
  link?: Exclude<EveryKind['link'], undefined>
  /** Tunnel: source address of the outer packets. */
  local?: Exclude<EveryKind['local'], undefined>
  /** Tunnel: IPv6 source address of the outer packets. */
  local6?: Exclude<EveryKind['local6'], undefined>
  /** Tunnel: address of the remote end. */
  remote?: Exclude<EveryKind['remote'], undefined>
  /** Tunnel: TTL of the outer packets; 0 copies it from the inner packet, or is the system's default, as the comment of the kind says. */
  ttl?: Exclude<EveryKind['ttl'], undefined>
  /** Tunnel: type of service of the outer packets; 1 copies it from the inner packet. */
  tos?: Exclude<EveryKind['tos'], undefined>
  /** Tunnel over UDP: destination port. MACsec: port of the secure channel. */
  port?: Exclude<EveryKind['port'], undefined>
  /** Tunnel over UDP: source ports. */
  portRange?: Exclude<EveryKind['portRange'], undefined>
  /** VLAN: protocol of the tag. HSR: protocol of the network. */
  protocol?: Exclude<EveryKind['protocol'], undefined>
  /** Tunnel of IP packets: what it carries; the words are those of its kind. */
  proto?: Exclude<EveryKind['proto'], undefined>
}

type EveryKind = Merged<KindReports[keyof KindReports]>

/** What the kernel reports about a port of a bridge, bond or VRF. The data of a port of any other master is a Uint8Array. */
export interface AnyPort extends Merged<BridgePortReport | BondPortReport | VrfPortReport>, Public {
  /** Port of a bridge: its state in the spanning tree. Port of a bond: whether it sends and receives. */
  state?: Exclude<(BridgePortReport | BondPortReport)['state'], undefined>
}

/** What a link of this kind reports as `data`; if the kind is not known to the compiler, the properties of every kind. */
export type DataOf<Kind extends string> = Kind extends keyof KindReports
  ? KindReports[Kind]
  : string extends Kind
    ? AnyData
    : Uint8Array

/** A link's kind together with what can be set on a link of that kind. */
export interface KindAndData<Kind extends string, Data> {
  /** Kind of the link, 'dummy', 'bond' or any other that the kernel knows; iproute2: `type`. */
  kind: Kind
  /** Properties of the kind, as for createBridge and the other creators, or bytes (Uint8Array); iproute2: what follows `type`. */
  data?: Data | undefined
}

/** Changes of properties that depend on the kind. */
export interface KindChange<Kind extends string, Data> {
  /** Kind of the link, needed for `data`; looked up if absent. */
  kind?: Kind | undefined
  /** Properties of the kind to change, as for createBridge and the other creators, or bytes (Uint8Array); iproute2: what follows `type`. */
  data?: Data | undefined
}

/** What can be set on a new link, by kind. */
interface NewData extends Omit<KindData, 'netkit'> {
  /** A veth pair. */
  veth: Pick<PeerOptions, 'peer'>
  /** A pair of devices for BPF programs. */
  netkit: KindData['netkit'] & Pick<PeerOptions, 'peer'>
  /** A pair of CAN links. */
  vxcan: Pick<PeerOptions, 'peer'>
}

/** `kind` and `data` of a new link: an editor offers the properties of the kind that is given. */
export type AnyKindAndData =
  | { [Kind in keyof NewData]: KindAndData<Kind, NewData[Kind] | RawBytes> }[keyof NewData]
  | KindAndData<KindName, object>
/** Likewise of a link that is there; without a kind, the properties of all are offered. */
export type AnyKindChange =
  | { [Kind in keyof KindData]: KindChange<Kind, KindData[Kind] | RawBytes> }[keyof KindData]
  | KindChange<KindName, object>

/** Settings of a port of a bridge or bond, or bytes (Uint8Array) for a master of a kind that this library does not know. */
export type PortData = BridgePort | BondPort | RawBytes
