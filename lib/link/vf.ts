import { vlanProtocol } from '../protocol/enums/vlanprotocol.ts'
import { mac } from '../wire/address.ts'
import { attrs } from '../wire/attrs.ts'
import { id64, u8, u16, u32, u64 } from '../wire/integers.ts'
import { list } from '../wire/list.ts'
import { names } from '../wire/names.ts'
import { struct } from '../wire/struct.ts'
import { binary, text } from '../wire/text.ts'
import type { Type, Value } from '../wire/type.ts'
import { hex } from './hex.ts'

/** MAX_ADDR_LEN bytes with zeros behind the address, whose length is not told: 6 (Ethernet), or 20 where there is more. */
const padded: Type<string> = {
  ...mac,
  size: 32,
  read(bytes, at) {
    const long = bytes.u8.subarray(at + 6, at + 32).some((byte) => byte !== 0)
    return mac.read(bytes, at, long ? 20 : 6)
  },
}

/** A setting that is -1 where the driver does not know it. */
const setting = struct({ vf: u32, setting: u32 })

/** Counters of a virtual function: enum IFLA_VF_STATS_*. */
const vfStats = attrs('IFLA_VF_STATS', {
  rxPackets: [0, u64],
  txPackets: [1, u64],
  rxBytes: [2, u64],
  txBytes: [3, u64],
  broadcast: [4, u64],
  multicast: [5, u64],
  rxDropped: [7, u64],
  txDropped: [8, u64],
})

/** A virtual function of an SR-IOV device: enum IFLA_VF_*. Each part repeats the number of the function, `vf`. */
export const vfInfo = attrs('IFLA_VF', {
  mac: [1, struct({ vf: u32, mac: padded }, 'ifla_vf_mac')],
  /** VLAN 0 for none. */
  vlan: [2, struct({ vf: u32, vlan: u32, qos: u32 }, 'ifla_vf_vlan')],
  /** Greatest rate in Mbit/s, 0 for no limit. */
  txRate: [3, struct({ vf: u32, rate: u32 }, 'ifla_vf_tx_rate')],
  /** Whether the source of its frames is checked. */
  spoofchk: [4, setting],
  linkState: [
    5,
    struct(
      { vf: u32, linkState: names(u32, { auto: 0, enable: 1, disable: 2 }, 'IFLA_VF_LINK_STATE') },
      'ifla_vf_link_state',
    ),
  ],
  /** Least and greatest rate in Mbit/s. */
  rate: [6, struct({ vf: u32, minTxRate: u32, maxTxRate: u32 }, 'ifla_vf_rate')],
  /** Whether the function may ask for the RSS configuration. */
  rssQueryEn: [7, setting],
  stats: [8, vfStats],
  /** Whether the function may do what only trusted ones may. */
  trust: [9, setting],
  /** InfiniBand GUIDs. */
  ibNodeGuid: [10, struct({ vf: u32, guid: id64 }, 'ifla_vf_guid')],
  ibPortGuid: [11, struct({ vf: u32, guid: id64 }, 'ifla_vf_guid')],
  /** As `vlan`, with its protocol. */
  vlanList: [12, list(1, struct({ vf: u32, vlan: u32, qos: u32, vlanProto: vlanProtocol }, 'ifla_vf_vlan_info'))],
  broadcast: [13, struct({ broadcast: padded }, 'ifla_vf_broadcast')],
})

/** A port profile (802.1Qbh) of a virtual function or of the device itself: enum IFLA_PORT_*. */
export const portProfile = attrs('IFLA_PORT', {
  vf: [1, u32],
  profile: [2, text(39)],
  vsiType: [3, binary],
  instanceUuid: [4, hex],
  hostUuid: [5, hex],
  request: [6, names(u8, { preassociate: 0, preassociate_rr: 1, associate: 2, disassociate: 3 }, 'PORT_REQUEST')],
  response: [7, u16],
})

/** A virtual function of an SR-IOV device. */
export interface VfInfo extends Value<typeof vfInfo> {}
/** The port profile of a virtual function (802.1Qbh). */
export interface PortProfile extends Value<typeof portProfile> {}
