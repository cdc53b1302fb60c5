import { encapType } from '../protocol/enums/encaptype.ts'
import { hopFlags } from '../protocol/enums/hopflags.ts'
import { protocol } from '../protocol/enums/protocol.ts'
import { scope } from '../protocol/enums/scope.ts'
import { ip } from '../wire/address.ts'
import { attrs } from '../wire/attrs.ts'
import { choice } from '../wire/choice.ts'
import { family } from '../wire/family.ts'
import { flag, limit, scaled, u8, u16, u32, u64 } from '../wire/integers.ts'
import { array } from '../wire/list.ts'
import { message } from '../wire/message.ts'
import { names } from '../wire/names.ts'
import { linkRef } from '../wire/reference.ts'
import { sizeOf, struct } from '../wire/struct.ts'
import { such } from '../wire/such.ts'
import { type Input, type Public, type Type, typed, type Value } from '../wire/type.ts'
import { iproute2 } from '../wire/unknown.ts'

/** `weight` and `weight_high` of struct nexthop_grp, low byte first on every machine. */
const weightBytes: Type<number> = {
  size: 2,
  read: ({ u8: bytes }, at) => (bytes[at] as number) | ((bytes[at + 1] as number) << 8),
  write(writer, value) {
    u8.write(writer, value & 0xff)
    u8.write(writer, value >> 8)
  },
}

/** The kernel stores the weight minus 1, and rejects 65536 (nh_check_attr_group in net/ipv4/nexthop.c). */
const weight = limit(
  scaled(
    weightBytes,
    (wire) => wire + 1,
    (value) => value - 1,
  ),
  1,
  0xffff,
)

const fields = struct(
  {
    /** Id of the nexthop that is a member, as `addNexthop` gave it (`id` of struct nexthop_grp); the 1 of iproute2's `group 1,3/2`. */
    id: u32,
    /**
     * Share of the traffic, 1 by default; at most 65535, and 256 before Linux 6.12 (struct nexthop_grp has one less in `weight` and
     * `weight_high`); the 2 of iproute2's `group 1,3/2`.
     */
    weight,
    _resvd2: u16,
  },
  'nexthop_grp',
)

/** Consecutive structs without headers. */
const member = such({ ...fields, size: sizeOf(fields.fields) }, '{ id: 1 }')

/** A nexthop of a group. */
export interface NexthopMember extends Value<typeof member>, Public {}
/** A nexthop of a group, as options. */
export interface NexthopMemberOptions extends Pick<NexthopMember, 'id'>, Omit<Input<typeof member>, 'id'> {}

/** A group whose flows keep their nexthop: NHA_RES_GROUP_*. Times are hundredths of a second. */
const resilient = attrs('NHA_RES_GROUP', {
  /** Number of buckets among which flows are distributed. */
  buckets: [1, u16],
  /** Time without traffic after which a bucket may move to another nexthop, in hundredths of a second, 12000 by default; iproute2: `idle_timer`. */
  idleTimer: [2, u32],
  /**
   * Time of imbalance after which buckets move even if they have traffic, in hundredths of a second; by default they never do; iproute2:
   * `unbalanced_timer`.
   */
  unbalancedTimer: [3, u32],
  /** Time for which the group has been unbalanced, in hundredths of a second. */
  unbalancedTime: [4, u64, 'report'],
})

/** How a resilient group distributes flows, as listed. */
export interface ResilientGroup extends Value<typeof resilient>, Public {}
/** How a resilient group distributes flows, as options. */
export interface ResilientGroupOptions extends Omit<Input<typeof resilient>, 'unbalancedTime'>, Public {}

/** Only reported; the kernel refuses a request that has it. */
const reportedScope: typeof scope = { ...scope, write: () => undefined }

const header = struct(
  {
    /** Address family; by default that of the gateway, or 'inet'; 'unspec' for a group. */
    family,
    /** How far the gateway is. */
    scope: reportedScope,
    /** Origin of the nexthop (RTPROT_*), 'unspec' by default; iproute2: `proto`. */
    protocol: iproute2(protocol, 'proto'),
    _resvd: u8,
    /** State, and the option 'onlink': the gateway is on the link although no route says so. */
    flags: hopFlags(u32),
  },
  'nhmsg',
)

/** The message of a nexthop: struct nhmsg and NHA_* of include/uapi/linux/nexthop.h. */
export const nexthop = message('NHA', header, {
  /** Id of the nexthop; by default, the kernel chooses a free one. */
  id: [1, u32],
  /**
   * The nexthops of a group, which share the traffic by weight, each with its `id` (NHA_GROUP: an array of struct nexthop_grp); `group 1,3/2` of
   * iproute2 is `[{ id: 1 }, { id: 3, weight: 2 }]`.
   */
  group: [2, such(array(typed<NexthopMember, NexthopMemberOptions>(member)), '[{ id: 1 }, { id: 2 }]')],
  /** Type of the group: 'mpath', or 'res' if `resilient` is given; iproute2: `type`. */
  groupType: [3, iproute2(names(u16, { mpath: 0, res: 1 }, 'NEXTHOP_GRP_TYPE'), 'type')],
  /** True drops packets silently. */
  blackhole: [4, flag],
  /** Outgoing link; iproute2: `dev`. */
  oif: [5, iproute2(linkRef, 'dev')],
  /** Address of the next router; iproute2: `via`. */
  gateway: [6, iproute2(ip, 'via', 'gw')],
  /** Type of the tunnel that encapsulates the packets: 'ip', 'ip6', 'mpls', 'seg6' and so on. */
  encapType: [7, encapType],
  /**
   * Parameters of the tunnel, the attributes nested in NHA_ENCAP: `Uint8Array.of(8, 0, 2, 0, 192, 0, 2, 9)` on a little-endian machine is
   * `encap ip dst 192.0.2.9`.
   */
  encap: [8, choice('encapType', {})],
  /** Asks for groups alone. */
  groups: [9, flag],
  /** Asks for the nexthops whose link belongs to this bridge, bond or VRF; iproute2: `master`, `vrf`. */
  master: [10, iproute2(linkRef, 'vrf')],
  /** True for a nexthop of a forwarding table: the remote end of a VXLAN tunnel. */
  fdb: [11, flag],
  /**
   * Settings of a resilient group, whose flows keep their nexthop when members are added or removed: flows are assigned to buckets, which
   * move one by one.
   */
  resilient: [12, such(typed<ResilientGroup, ResilientGroupOptions>(resilient), '{ buckets: 32 }')],
  /** NHA_OP_FLAG_* of a reply. */
  opFlags: [14, u32, 'report'],
})

/** The message of a bucket of a resilient group. */
export const bucket = message('NHA', header, {
  /** Id of the group. */
  id: [1, u32],
  /** Asks for the buckets whose nexthop leaves by this link; iproute2: `dev`. */
  oif: [5, iproute2(linkRef, 'dev')],
  /** Asks for the buckets whose nexthop leaves by a link of this bridge, bond or VRF; iproute2: `master`, `vrf`. */
  master: [10, iproute2(linkRef, 'vrf')],
  resBucket: [
    13,
    attrs('NHA_RES_BUCKET', {
      /** Place of the bucket in its group, from 0 on. */
      index: [1, u16],
      /** Hundredths of a second since the bucket last had traffic. */
      idleTime: [2, u64],
      /** Id of the nexthop that the bucket leads to. */
      nhId: [3, u32],
    }),
  ],
})
