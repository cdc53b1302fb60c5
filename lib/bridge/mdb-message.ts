import { protocol } from '../protocol/enums/protocol.ts'
import { anyIp } from '../wire/address.ts'
import { attrs } from '../wire/attrs.ts'
import { family } from '../wire/family.ts'
import { bool, limit, u8, u16, u32 } from '../wire/integers.ts'
import { list } from '../wire/list.ts'
import { message } from '../wire/message.ts'
import { names } from '../wire/names.ts'
import { oneLink } from '../wire/reference.ts'
import { reportedFlags } from '../wire/reported.ts'
import { struct } from '../wire/struct.ts'
import { such } from '../wire/such.ts'
import { iproute2 } from '../wire/unknown.ts'
import { group } from './mdb-group.ts'
import { routerPort } from './router-port.ts'

/** How the sources of a group are selected: MCAST_* of include/uapi/linux/in.h. */
const groupMode = names(u8, { exclude: 0, include: 1 }, 'MCAST')

const FLAGS = ['offload', 'fast_leave', 'star_excl', 'blocked', 'offload_failed'] as const

/** An entry: struct br_mdb_entry of include/uapi/linux/if_bridge.h. */
export const mdbEntry = struct(
  {
    /** The port that receives the group; the bridge itself for its host, and the VXLAN for an entry of a VXLAN. */
    port: oneLink,
    /** True for an entry that does not expire, false by default. */
    permanent: bool(u8),
    /**
     * State of the entry: 'offload' and 'offload_failed' for one in hardware, 'fast_leave', 'blocked' for a source that is not forwarded, 'star_excl'
     * for one that the kernel derived from an entry of all sources; only reported.
     */
    flags: reportedFlags(
      u8,
      { offload: 1, fast_leave: 2, star_excl: 4, blocked: 8, offload_failed: 16 },
      FLAGS,
      'MDB_FLAGS',
    ),
    /** VLAN of the group. Without it, an entry of a VLAN-aware bridge is added to each VLAN of the port. */
    vid: limit(u16, 0, 4094),
    /** The group: an IPv4, IPv6 or MAC multicast address; '0.0.0.0' and '::' are every group that has no entry, of a VXLAN; iproute2: `grp`. */
    group: iproute2(group, 'grp'),
  },
  'br_mdb_entry',
)

/** 24 bits (RFC 7348). */
const vni = limit(u32, 0, 0xff_ffff)

/** Attributes of an entry as they are reported: MDBA_MDB_EATTR_*. */
export const mdbReported = message('MDBA_MDB_EATTR', mdbEntry, {
  /** Time until the entry expires, in hundredths of a second; 0 for one that does not. */
  timer: [1, u32],
  /** Sources of the group, which `groupMode` includes or excludes; iproute2: `source_list`. */
  srcList: [
    2,
    list(
      1,
      attrs('MDBA_MDB_SRCATTR', {
        /** Address of the source. */
        address: [1, anyIp],
        /** Time until the source is forgotten, in hundredths of a second; 0 for one that is not forwarded, or not forgotten. */
        timer: [2, u32],
      }),
    ),
    'report',
  ],
  /** Whether traffic of the sources in `srcList` is forwarded ('include'), or of all others ('exclude'); iproute2: `filter_mode`. */
  groupMode: [3, groupMode, 'report'],
  /** The source, of an entry for one source; iproute2: `src`. */
  source: [4, anyIp, 'report'],
  /** Origin of the entry (RTPROT_*): 'kernel' for a learned one; iproute2: `proto`. */
  rtprot: [5, protocol, 'report'],
  /** Remote end of the tunnel, of an entry of a VXLAN. */
  dst: [6, anyIp],
  /** UDP port of the remote end. */
  dstPort: [7, u16],
  /** VXLAN network identifier at the remote end. */
  vni: [8, u32],
  /** Link through which the remote end is reached; iproute2: `via`. */
  ifindex: [9, oneLink, 'report'],
  /** VXLAN network identifier of the packets that the entry is for. */
  srcVni: [10, u32],
})

/** Attributes of an entry as they are requested: MDBE_ATTR_*. */
export const mdbRequested = attrs('MDBE_ATTR', {
  /** The source of an entry for one source; by default the entry is for all; iproute2: `src`. */
  source: [1, iproute2(anyIp, 'src')],
  /** Sources of the group, which `groupMode` includes or excludes. Since Linux 6.3; iproute2: `source_list`. */
  srcList: [
    2,
    iproute2(
      such(
        list(
          1,
          attrs('MDBE_SRCATTR', {
            /** Address of the source. */
            address: [1, anyIp],
          }),
        ),
        "[{ address: '192.0.2.1' }]",
      ),
      'source_list',
    ),
  ],
  /**
   * Whether traffic of the sources in `srcList` is forwarded ('include'), or of all others ('exclude', the default). Since Linux 6.3; iproute2:
   * `filter_mode`.
   */
  groupMode: [3, iproute2(groupMode, 'filter_mode')],
  /** Origin of the entry (RTPROT_*), 'static' by default. Since Linux 6.3; iproute2: `proto`. */
  rtprot: [4, iproute2(protocol, 'proto', 'protocol')],
  /** Remote end of the tunnel, of an entry of a VXLAN. Since Linux 6.4. */
  dst: [5, anyIp],
  /** UDP port of the remote end; by default that of the VXLAN. Since Linux 6.4. */
  dstPort: [6, u16],
  /** VXLAN network identifier at the remote end; by default that of the VXLAN. Since Linux 6.4. */
  vni: [7, vni],
  /** Link through which the remote end is reached. Since Linux 6.4; iproute2: `via`. */
  ifindex: [8, iproute2(oneLink, 'via')],
  /** VXLAN network identifier of the packets that the entry is for; by default that of the VXLAN. Since Linux 6.4. */
  srcVni: [9, vni],
})

const header = struct(
  {
    family,
    /** The bridge, or the VXLAN; iproute2: `dev`. */
    bridge: iproute2(oneLink, 'dev'),
  },
  'br_port_msg',
)

/** The message of entries: struct br_port_msg and MDBA_*. */
export const mdbMessage = message('MDBA', header, {
  /** Entries: one nest a group, with one entry a port. */
  mdb: [1, list(1, list(1, mdbReported))],
  /** Ports with multicast routers. */
  router: [2, list(1, routerPort)],
})

/** The request for one entry. */
export const mdbRequest = message('MDBA_SET', header, {
  entry: [1, mdbEntry],
  entryAttrs: [2, mdbRequested],
})
