import { mac } from '../wire/address.ts'
import { u8, u16, u32 } from '../wire/integers.ts'
import { array } from '../wire/list.ts'
import { message } from '../wire/message.ts'
import { flags, names } from '../wire/names.ts'
import { sizeOf, struct } from '../wire/struct.ts'
import { binary } from '../wire/text.ts'
import { type Public, type Type, typed, type Value } from '../wire/type.ts'
import { cookie } from './cookie.ts'
import { skmeminfo } from './memory.ts'
import { otherFamily, socketType } from './state.ts'
import { unwritable } from './unwritable.ts'

/** PACKET_SHOW_* of include/uapi/linux/packet_diag.h: what is reported. */
const show = flags(u32, { info: 1, mclist: 2, ring_cfg: 4, fanout: 8, meminfo: 16, filter: 32 }, 'PACKET_SHOW')

/** A request: struct packet_diag_req, without attributes. */
export const packetRequest = message(
  'PACKET_DIAG',
  struct({ family: otherFamily, protocol: u8, _pad: u16, ino: u32, show, cookie }, 'packet_diag_req'),
  {},
)

/** TPACKET_V* of include/uapi/linux/if_packet.h, an enum. */
const version = names(u32, { v1: 0, v2: 1, v3: 2 }, 'TPACKET')

/** struct packet_diag_info of include/uapi/linux/packet_diag.h. */
const info = struct(
  {
    /** Index of the link that packets are received from, 0 for all. */
    index: u32,
    /** Version of the ring (PACKET_VERSION): 'v1', 'v2', 'v3'. */
    version,
    /** Bytes reserved in front of each packet of the ring (PACKET_RESERVE). */
    reserve: u32,
    /** Bytes from which packets are copied to the socket as well (PACKET_COPY_THRESH). */
    copyThresh: u32,
    /** Source of time stamps (PACKET_TIMESTAMP). */
    tstamp: u32,
    /** Options that are on: 'auxdata', 'origdev', 'vnethdr', 'loss'; 'running' if the socket receives. */
    flags: flags(u32, { running: 1, auxdata: 2, origdev: 4, vnethdr: 8, loss: 16 }, 'PDI'),
  },
  'packet_diag_info',
)

/** What a packet socket receives, and how. */
export interface PacketInfo extends Value<typeof info>, Public {}

const membershipFields = struct(
  {
    /** Index of the link. */
    index: u32,
    /** How often it was joined. */
    count: u32,
    /** What was joined (PACKET_MR_*): 'multicast', 'promisc', 'allmulti', 'unicast'. */
    type: names(u16, { multicast: 0, promisc: 1, allmulti: 2, unicast: 3 }, 'PACKET_MR'),
    alen: u16,
    addr: { ...binary, size: 32 },
  },
  'packet_diag_mclist',
)

/** A membership of a packet socket (PACKET_ADD_MEMBERSHIP). */
export interface PacketMembership extends Omit<Value<typeof membershipFields>, 'alen' | 'addr'>, Public {
  /** Hardware address that was joined; absent for 'promisc' and 'allmulti'. */
  address?: string
}

const MEMBERSHIP_SIZE = sizeOf(membershipFields.fields)

const membership: Type<PacketMembership> = {
  size: MEMBERSHIP_SIZE,
  parts: [membershipFields],
  read(bytes, at, length) {
    const { alen, addr: _, ...found } = membershipFields.read(bytes, at, length)
    const offset = membershipFields.byKey.get('addr')?.offset as number
    if (alen === 0 || found.type === 'promisc' || found.type === 'allmulti') return found
    return { ...found, address: mac.read(bytes, at + offset, Math.min(alen, 32)) }
  },
  write: unwritable,
}

/** struct packet_diag_ring of include/uapi/linux/packet_diag.h. */
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
    /** Milliseconds after which a block that is not full is given to the program. */
    retireTmo: u32,
    /** Bytes for the program in front of each block. */
    sizeofPriv: u32,
    /** Features of the ring, bits of TP_FT_*. */
    features: u32,
  },
  'packet_diag_ring',
)

/** Ring of a packet socket that is mapped into memory. */
export interface PacketRing extends Value<typeof ring>, Public {}

/** A reply: struct packet_diag_msg and PACKET_DIAG_* of include/uapi/linux/packet_diag.h. */
export const packetReply = message(
  'PACKET_DIAG',
  struct(
    {
      /** Always 'packet'. */
      family: otherFamily,
      /** Type of the socket: 'raw', 'dgram'. */
      type: socketType,
      /** Protocol of the packets received (ETH_P_*), 3 for all, 0 for none. */
      num: u16,
      /** Inode of the socket. */
      ino: u32,
      cookie,
    },
    'packet_diag_msg',
  ),
  {
    /** What is received, and how. */
    info: [0, typed<PacketInfo>(info)],
    /** Memberships; with `info`. */
    mclist: [1, array(membership)],
    /** Ring of received packets; with `info`. */
    rxRing: [2, typed<PacketRing>(ring)],
    /** Ring of packets to send; with `info`. */
    txRing: [3, typed<PacketRing>(ring)],
    /** Group among whose sockets packets are distributed: its id, and in the upper 16 bits how (PACKET_FANOUT_*); with `info`. */
    fanout: [4, u32],
    /** User id of the owner. */
    uid: [5, u32],
    /** Memory; with `memory`. */
    meminfo: [6, skmeminfo],
    /** BPF program that selects packets, an array of struct sock_filter; with `info`. Only with CAP_NET_ADMIN. */
    filter: [7, binary],
  },
)
