import { protocol } from '../protocol/enums/protocol.ts'
import { addressType } from '../protocol/enums/routetype.ts'
import { anyIp, ip } from '../wire/address.ts'
import { AF_BRIDGE } from '../wire/af.ts'
import { attrs } from '../wire/attrs.ts'
import { family } from '../wire/family.ts'
import { hardware } from '../wire/hardware.ts'
import { be16, flag, limit, s32, u8, u16, u32 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { flags, names } from '../wire/names.ts'
import { oneLink } from '../wire/reference.ts'
import { reportedFlags } from '../wire/reported.ts'
import { struct } from '../wire/struct.ts'
import { type Input, type Public, type Type, typed, type Value } from '../wire/type.ts'
import { iproute2 } from '../wire/unknown.ts'

/** NUD_* of include/uapi/linux/neighbour.h, one bit each. */
export const STATES = {
  incomplete: 0x01,
  reachable: 0x02,
  stale: 0x04,
  delay: 0x08,
  probe: 0x10,
  failed: 0x20,
  noarp: 0x40,
  permanent: 0x80,
} as const

type StateWord = keyof typeof STATES | 'none'

/**
 * State of an entry (NUD_*): 'reachable', 'stale', 'permanent' and so on, or an array if several bits are set, as for VXLAN entries added
 * by `bridge fdb add`; iproute2: `nud`.
 */
export type NeighbourState = StateWord | number | readonly (StateWord | number)[]

const one = names(u16, { none: 0, ...STATES }, 'NUD')
const several = flags(u16, STATES)

const state: Type<NeighbourState> = {
  ...one,
  read(bytes, at, length) {
    const word = one.read(bytes, at, length)
    return typeof word === 'number' ? several.read(bytes, at, length) : word
  },
  write(writer, value) {
    if (Array.isArray(value)) several.write(writer, value)
    else one.write(writer, value as StateWord | number)
  },
}

/** An address of the entry's family; in a forwarding table, the remote end of a tunnel, of either family. */
const dst: Type<string> = {
  ...ip,
  write: (writer, value) => (writer.family === AF_BRIDGE ? anyIp : ip).write(writer, value),
}

/** struct nda_cacheinfo of include/uapi/linux/neighbour.h. */
const cacheinfo = struct(
  {
    /** Time since the address was last confirmed to be reachable, in hundredths of a second. */
    confirmed: u32,
    /** Time since the entry was last used, in hundredths of a second. */
    used: u32,
    /** Time since the entry last changed, in hundredths of a second. */
    updated: u32,
    /** Number of users of the entry in the kernel; 0 if it is not in use. */
    refcnt: u32,
  },
  'nda_cacheinfo',
)

/** Ages of an entry, in hundredths of a second, and its number of users. */
export interface NeighbourCacheInfo extends Value<typeof cacheinfo>, Public {}

/** Nested attributes of a bridge's entries. */
const fdbExtAttrs = attrs('NFEA', {
  /**
   * 'bit' sends a notification when the entry becomes active or inactive, 'inactive_bit' marks it inactive; iproute2: `activity_notify`,
   * `inactive`.
   */
  activityNotify: [1, flags(u8, { bit: 1, inactive_bit: 2 }, 'FDB_NOTIFY')],
  /** Changing the entry does not reset its age; iproute2: `norefresh`. */
  dontRefresh: [2, flag],
})

/** Further settings of an entry in a bridge's forwarding table. */
export interface FdbAttributes extends Value<typeof fdbExtAttrs>, Public {}
/** Further settings of an entry in a bridge's forwarding table that can be changed. */
export interface FdbAttributeOptions extends Input<typeof fdbExtAttrs>, Public {}

/** 24 bits (RFC 7348). */
const vni = limit(u32, 0, 0xff_ffff)

/** The message of a neighbour: struct ndmsg and NDA_* of include/uapi/linux/neighbour.h. */
export const neighbour = message(
  'NDA',
  struct(
    {
      /** Family of `dst`, 'inet' or 'inet6'; 'bridge' for an entry of a forwarding table (`bridge fdb`). */
      family,
      _pad1: u8,
      _pad2: u16,
      /** Link of the neighbour; iproute2: `dev`. */
      link: iproute2(oneLink, 'dev'),
      /**
       * State of the entry (NUD_*), 'permanent' by default; iproute2: `nud`, with the same words. `bridge fdb` calls 'permanent' `local`,
       * 'noarp' `static` and 'reachable' `dynamic`.
       */
      state: iproute2(state, 'nud', 'permanent', 'local', 'static', 'dynamic', 'reachable', 'stale', 'noarp'),
      /**
       * Options and state (NTF_*): 'router', 'use' (resolve now), 'ext_learned' (`extern_learn`), 'proxy'. In a forwarding table: 'self' (the
       * link's own table, the default), 'master' (that of its bridge), 'sticky'; 'offloaded' is only reported and not sent. iproute2: `router`,
       * `use`, `proxy`, `self` and so on, each an option of its own.
       */
      flags: iproute2(
        reportedFlags(
          u8,
          {
            use: 0x01,
            self: 0x02,
            master: 0x04,
            proxy: 0x08,
            ext_learned: 0x10,
            offloaded: 0x20,
            sticky: 0x40,
            router: 0x80,
          },
          ['offloaded'],
          'NTF',
        ),
        'router',
        'use',
        'extern_learn',
        'self',
        'sticky',
        'proxy',
      ),
      /** Type of the address (RTN_*), set by the kernel. */
      type: addressType,
    },
    'ndmsg',
  ),
  {
    /** IP address of the neighbour; in the forwarding table of a VXLAN, the remote end of the tunnel; iproute2: `to`. */
    dst: [1, iproute2(dst, 'to', 'address')],
    /**
     * Hardware address of the neighbour, 'aa:bb:cc:dd:ee:ff' for Ethernet; for an IP tunnel, the IP address of the remote end; iproute2:
     * `lladdr`.
     */
    lladdr: [
      2,
      iproute2(
        hardware(() => true),
        'mac',
      ),
    ],
    /** Ages of the entry, in hundredths of a second, and its number of users. */
    cacheinfo: [3, typed<NeighbourCacheInfo>(cacheinfo), 'report'],
    /** Number of probes sent without an answer. */
    probes: [4, u32, 'report'],
    /**
     * VLAN of the entry, in a VLAN-aware bridge. Without it, adding an entry also adds one for each VLAN of the link, and deleting an entry
     * also deletes these (br_fdb_add, br_fdb_delete in net/bridge/br_fdb.c).
     */
    vlan: [5, limit(u16, 0, 4095)],
    /** UDP port of the remote end; by default that of the tunnel. */
    port: [6, be16],
    /** VXLAN network identifier at the remote end; by default that of the tunnel. */
    vni: [7, vni],
    /** Link through which the remote end is reached; iproute2: `via`. */
    ifindex: [8, iproute2(oneLink, 'via')],
    /** Bridge or VRF that the link belongs to; only reported. */
    master: [9, oneLink],
    /** Id of the namespace of `ifindex` if it is another namespace. */
    linkNetnsid: [10, s32, 'report'],
    /** VXLAN network identifier of the packets that the entry is for; iproute2: `src_vni`. */
    srcVni: [11, vni],
    /** Origin of the entry (RTPROT_*); absent if it is 'unspec'; iproute2: `proto`. */
    protocol: [12, iproute2(protocol, 'proto')],
    /** Next-hop object instead of `dst`; iproute2: `nhid`. */
    nhId: [13, u32],
    /** Further settings of an entry in a bridge's forwarding table; iproute2: `activity_notify`, `inactive`, `norefresh`. */
    fdbExtAttrs: [
      14,
      iproute2(typed<FdbAttributes, FdbAttributeOptions>(fdbExtAttrs), 'activity_notify', 'inactive', 'norefresh'),
    ],
    /** Further flags (NTF_EXT_*). 'managed': the kernel keeps the entry reachable; 'locked' is only reported and not sent. Since Linux 5.16; iproute2: `managed`. */
    flagsExt: [
      15,
      iproute2(reportedFlags(u32, { managed: 1, locked: 2, ext_validated: 4 }, ['locked'], 'NTF_EXT'), 'managed'),
    ],
    /** Bits of `state` that an entry must match to be flushed from a forwarding table. */
    ndmStateMask: [16, u16],
    /** Bits of `flags` that an entry must match to be flushed from a forwarding table. */
    ndmFlagsMask: [17, u8],
  },
  true,
)
