import { vlanProtocol } from '../protocol/enums/vlanprotocol.ts'
import { mac } from '../wire/address.ts'
import { attrs } from '../wire/attrs.ts'
import { id64, u8, u16, u32, u64 } from '../wire/integers.ts'
import { list } from '../wire/list.ts'
import { names } from '../wire/names.ts'
import { struct } from '../wire/struct.ts'
import { binary, text } from '../wire/text.ts'
import { type Public, type Type, typed, type Value } from '../wire/type.ts'
import { hex } from './hex.ts'

/** MAX_ADDR_LEN bytes, padded with zeros. The kernel does not report the length: 6 (Ethernet), or 20 (InfiniBand) if the rest is not zero. */
const padded: Type<string> = {
  ...mac,
  size: 32,
  read(bytes, at) {
    const long = bytes.u8.subarray(at + 6, at + 32).some((byte) => byte !== 0)
    return mac.read(bytes, at, long ? 20 : 6)
  },
}

/** Number of the virtual function; every part repeats it. */
const vf = u32

/** A setting; -1 if the driver does not report it. */
const setting = struct({
  /** Number of the virtual function. */
  vf,
  /** 1 for on, 0 for off; 4294967295 if the driver does not report it. */
  setting: u32,
})

/** A setting of a virtual function that is on or off. */
export interface VfSetting extends Value<typeof setting>, Public {}

const macOf = struct(
  {
    /** Number of the virtual function. */
    vf,
    /** Hardware address of the virtual function. */
    mac: padded,
  },
  'ifla_vf_mac',
)

/** Hardware address of a virtual function. */
export interface VfMac extends Value<typeof macOf>, Public {}

const vlan = struct(
  {
    /** Number of the virtual function. */
    vf,
    /** VLAN identifier in the tag of its frames, 0 for none. */
    vlan: u32,
    /** Priority in the tag (802.1p), 0 to 7. */
    qos: u32,
  },
  'ifla_vf_vlan',
)

/** VLAN of a virtual function. */
export interface VfVlan extends Value<typeof vlan>, Public {}

const vlanInfo = struct(
  {
    /** Number of the virtual function. */
    vf,
    /** VLAN identifier in the tag of its frames, 0 for none. */
    vlan: u32,
    /** Priority in the tag (802.1p), 0 to 7. */
    qos: u32,
    /** Protocol of the tag. */
    vlanProto: vlanProtocol,
  },
  'ifla_vf_vlan_info',
)

/** VLAN of a virtual function, with the protocol of the tag. */
export interface VfVlanInfo extends Value<typeof vlanInfo>, Public {}

const txRate = struct(
  {
    /** Number of the virtual function. */
    vf,
    /** Maximum transmit rate in Mbit/s, 0 for no limit. */
    rate: u32,
  },
  'ifla_vf_tx_rate',
)

/** Maximum transmit rate of a virtual function. */
export interface VfTxRate extends Value<typeof txRate>, Public {}

const rate = struct(
  {
    /** Number of the virtual function. */
    vf,
    /** Minimum transmit rate in Mbit/s, 0 for none. */
    minTxRate: u32,
    /** Maximum transmit rate in Mbit/s, 0 for no limit. */
    maxTxRate: u32,
  },
  'ifla_vf_rate',
)

/** Minimum and maximum transmit rate of a virtual function. */
export interface VfRate extends Value<typeof rate>, Public {}

const linkState = struct(
  {
    /** Number of the virtual function. */
    vf,
    /** 'auto' follows the physical port; 'enable' keeps the function's link up and 'disable' down, whatever the state of the port. */
    linkState: names(u32, { auto: 0, enable: 1, disable: 2 }, 'IFLA_VF_LINK_STATE'),
  },
  'ifla_vf_link_state',
)

/** Link state of a virtual function. */
export interface VfLinkState extends Value<typeof linkState>, Public {}

const guid = struct(
  {
    /** Number of the virtual function. */
    vf,
    /** GUID in hexadecimal, '0x2c9030005f34a1'. */
    guid: id64,
  },
  'ifla_vf_guid',
)

/** An InfiniBand GUID of a virtual function. */
export interface VfGuid extends Value<typeof guid>, Public {}

const broadcast = struct(
  {
    /** Broadcast address of the function. */
    broadcast: padded,
  },
  'ifla_vf_broadcast',
)

/** Broadcast address of a virtual function. */
export interface VfBroadcast extends Value<typeof broadcast>, Public {}

/** Counters of a virtual function: enum IFLA_VF_STATS_*. */
const vfStats = attrs('IFLA_VF_STATS', {
  /** Packets received by the function. */
  rxPackets: [0, u64],
  /** Packets sent by the function. */
  txPackets: [1, u64],
  /** Bytes received by the function. */
  rxBytes: [2, u64],
  /** Bytes sent by the function. */
  txBytes: [3, u64],
  /** Broadcast packets received by the function. */
  broadcast: [4, u64],
  /** Multicast packets received by the function. */
  multicast: [5, u64],
  /** Received packets that were dropped. */
  rxDropped: [7, u64],
  /** Packets to be sent that were dropped. */
  txDropped: [8, u64],
})

/** Counters of a virtual function. */
export interface VfStats extends Value<typeof vfStats>, Public {}

/** A virtual function of an SR-IOV device: enum IFLA_VF_*. Each part repeats the number of the function, `vf`. */
export const vfInfo = attrs('IFLA_VF', {
  /** Hardware address. */
  mac: [1, typed<VfMac>(macOf)],
  /** VLAN of its frames. */
  vlan: [2, typed<VfVlan>(vlan)],
  /** Maximum transmit rate, in Mbit/s; `rate` also has the minimum. */
  txRate: [3, typed<VfTxRate>(txRate)],
  /** Whether the device drops frames with a spoofed source address. */
  spoofchk: [4, typed<VfSetting>(setting)],
  /** Link state of the function: 'auto' follows the port, 'enable' is always up, 'disable' always down; iproute2: `state`. */
  linkState: [5, typed<VfLinkState>(linkState)],
  /** Minimum and maximum transmit rate, in Mbit/s; iproute2: `min_tx_rate`, `max_tx_rate`. */
  rate: [6, typed<VfRate>(rate)],
  /** Whether the function may query the RSS configuration; iproute2: `query_rss`. */
  rssQueryEn: [7, typed<VfSetting>(setting)],
  /** Packet and byte counters. */
  stats: [8, typed<VfStats>(vfStats)],
  /** Whether the function is trusted, for example to enter promiscuous mode. */
  trust: [9, typed<VfSetting>(setting)],
  /** GUID of the InfiniBand node; iproute2: `node_guid`. */
  ibNodeGuid: [10, typed<VfGuid>(guid)],
  /** GUID of the InfiniBand port; iproute2: `port_guid`. */
  ibPortGuid: [11, typed<VfGuid>(guid)],
  /** VLANs of its frames, with the protocol of the tag. */
  vlanList: [12, list(1, typed<VfVlanInfo>(vlanInfo))],
  /** Broadcast address. */
  broadcast: [13, typed<VfBroadcast>(broadcast)],
})

/** A port profile (802.1Qbh) of a virtual function or of the device itself: enum IFLA_PORT_*. */
export const portProfile = attrs('IFLA_PORT', {
  /** Number of the virtual function; 4294967295 for the device itself. */
  vf: [1, u32],
  /** Name of the port profile. */
  profile: [2, text(39)],
  /** Type of the virtual station interface (802.1Qbg): struct ifla_port_vsi. */
  vsiType: [3, binary],
  /** UUID of the instance, in hexadecimal digits. */
  instanceUuid: [4, hex],
  /** UUID of the host, in hexadecimal digits. */
  hostUuid: [5, hex],
  /**
   * Last request to the switch (PORT_REQUEST_*): associate the port with its profile, reserve resources for it before (`_rr`) or not, or
   * disassociate it.
   */
  request: [6, names(u8, { preassociate: 0, preassociate_rr: 1, associate: 2, disassociate: 3 }, 'PORT_REQUEST')],
  /** Response of the switch: 0 (PORT_VDP_RESPONSE_SUCCESS) or 256 (PORT_PROFILE_RESPONSE_SUCCESS) for success, otherwise the number of an error. */
  response: [7, u16],
})

/** A virtual function of an SR-IOV device. */
export interface VfInfo extends Value<typeof vfInfo>, Public {}
/** The port profile of a virtual function (802.1Qbh). */
export interface PortProfile extends Value<typeof portProfile>, Public {}
