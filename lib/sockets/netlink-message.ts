import { LITTLE } from '../wire/bytes.ts'
import { u8, u16, u32 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { flags, names } from '../wire/names.ts'
import { struct } from '../wire/struct.ts'
import { type Public, type Type, typed, type Value } from '../wire/type.ts'
import { cookie } from './cookie.ts'
import { skmeminfo } from './memory.ts'
import { otherFamily, socketType } from './state.ts'
import { unwritable } from './unwritable.ts'

/** NDIAG_SHOW_* of include/uapi/linux/netlink_diag.h: what is reported. */
const show = flags(u32, { meminfo: 1, groups: 2, ring_cfg: 4, flags: 8 }, 'NDIAG_SHOW')

/** NDIAG_PROTO_ALL of include/uapi/linux/netlink_diag.h. */
export const ALL_PROTOCOLS = 0xff

/** A request: struct netlink_diag_req, without attributes. */
export const netlinkRequest = message(
  'NETLINK_DIAG',
  struct({ family: otherFamily, protocol: u8, _pad: u16, ino: u32, show, cookie }, 'netlink_diag_req'),
  {},
)

/** Netlink protocols: NETLINK_* of include/uapi/linux/netlink.h. */
const protocol = names(
  u8,
  {
    route: 0,
    unused: 1,
    usersock: 2,
    firewall: 3,
    sock_diag: 4,
    nflog: 5,
    xfrm: 6,
    selinux: 7,
    iscsi: 8,
    audit: 9,
    fib_lookup: 10,
    connector: 11,
    netfilter: 12,
    ip6_fw: 13,
    dnrtmsg: 14,
    kobject_uevent: 15,
    generic: 16,
    scsitransport: 18,
    ecryptfs: 19,
    rdma: 20,
    crypto: 21,
    smc: 22,
  },
  'NETLINK',
)

/** Netlink protocol, such as 'route'; a number if it has no name here. */
export type NetlinkProtocol = Value<typeof protocol>

/** A bitmap of multicast groups in words of the machine, the lowest bit for group 1: the numbers of the groups. */
const groups: Type<number[]> = {
  size: 0,
  read({ u8: bytes }, at, length) {
    const mirror = LITTLE ? 0 : length % 8 === 0 ? 7 : 3
    const found: number[] = []
    for (let bit = 0; bit < 8 * length; bit++) {
      const byte = bytes[at + ((bit >> 3) ^ mirror)] as number
      if ((byte & (1 << (bit & 7))) !== 0) found.push(bit + 1)
    }
    return found
  },
  write: unwritable,
}

/** struct netlink_diag_ring of include/uapi/linux/netlink_diag.h. */
const ring = struct(
  {
    /** Bytes of a block. */
    blockSize: u32,
    /** Number of blocks. */
    blockNr: u32,
    /** Bytes of a frame. */
    frameSize: u32,
    /** Number of frames. */
    frameNr: u32,
  },
  'netlink_diag_ring',
)

/** Ring of a netlink socket that is mapped into memory, which Linux 4.6 and later do not have. */
export interface NetlinkRing extends Value<typeof ring>, Public {}

/** A reply: struct netlink_diag_msg and NETLINK_DIAG_* of include/uapi/linux/netlink_diag.h. */
export const netlinkReply = message(
  'NETLINK_DIAG',
  struct(
    {
      /** Always 'netlink'. */
      family: otherFamily,
      /** Type of the socket: 'raw', 'dgram'. */
      type: socketType,
      protocol,
      /** State: 'connected' if it has a destination, 'close' if it never had one. */
      state: names(u8, { unconnected: 0, connected: 1, close: 7 }, 'NETLINK'),
      /** Port id, 0 for a socket of the kernel. */
      portid: u32,
      /** Port id of the destination. */
      dstPortid: u32,
      /** Multicast groups of the destination, as bits. */
      dstGroup: u32,
      /** Inode of the socket. */
      ino: u32,
      cookie,
    },
    'netlink_diag_msg',
  ),
  {
    /** Memory; with `memory`. */
    meminfo: [0, skmeminfo],
    /** Multicast groups that were joined. */
    groups: [1, groups],
    /** Ring of received messages. */
    rxRing: [2, typed<NetlinkRing>(ring)],
    /** Ring of messages to send. */
    txRing: [3, typed<NetlinkRing>(ring)],
    /** Options that are on; 'cb_running' while a dump is read. */
    flags: [
      4,
      flags(
        u32,
        {
          cb_running: 1,
          pktinfo: 2,
          broadcast_error: 4,
          no_enobufs: 8,
          listen_all_nsid: 16,
          cap_ack: 32,
        },
        'NDIAG_FLAG',
      ),
    ],
  },
)
