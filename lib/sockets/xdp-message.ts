import { u8, u16, u32, u64 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { flags } from '../wire/names.ts'
import { struct } from '../wire/struct.ts'
import { type Public, typed, type Value } from '../wire/type.ts'
import { cookie } from './cookie.ts'
import { skmeminfo } from './memory.ts'
import { otherFamily, socketType } from './state.ts'

/** XDP_SHOW_* of include/uapi/linux/xdp_diag.h: what is reported. */
const show = flags(u32, { info: 1, ring_cfg: 2, umem: 4, meminfo: 8, stats: 16 }, 'XDP_SHOW')

/** A request: struct xdp_diag_req, without attributes. */
export const xdpRequest = message(
  'XDP_DIAG',
  struct({ family: otherFamily, protocol: u8, _pad: u16, ino: u32, show, cookie }, 'xdp_diag_req'),
  {},
)

/** struct xdp_diag_info of include/uapi/linux/xdp_diag.h. */
const info = struct(
  {
    /** Index of the link. */
    ifindex: u32,
    /** Queue of the link. */
    queueId: u32,
  },
  'xdp_diag_info',
)

/** Where an XDP socket receives. */
export interface XdpInfo extends Value<typeof info>, Public {}

/** struct xdp_diag_ring of include/uapi/linux/xdp_diag.h. */
const ring = struct(
  {
    /** Number of descriptors. */
    entries: u32,
  },
  'xdp_diag_ring',
)

/** Ring of an XDP socket. */
export interface XdpRing extends Value<typeof ring>, Public {}

/** struct xdp_diag_umem of include/uapi/linux/xdp_diag.h. */
const umem = struct(
  {
    /** Bytes of the memory. */
    size: u64,
    /** Id of the memory. */
    id: u32,
    /** Number of its pages. */
    numPages: u32,
    /** Bytes of a chunk. */
    chunkSize: u32,
    /** Bytes reserved in front of each packet. */
    headroom: u32,
    /** Index of the link. */
    ifindex: u32,
    /** Queue of the link. */
    queueId: u32,
    /** 'zerocopy' if the network card writes into the memory. */
    flags: flags(u32, { zerocopy: 1 }, 'XDP_DU_F'),
    /** Sockets that share the memory. */
    refs: u32,
  },
  'xdp_diag_umem',
)

/** Memory of an XDP socket. */
export interface XdpUmem extends Value<typeof umem>, Public {}

/** struct xdp_diag_stats of include/uapi/linux/xdp_diag.h. */
const stats = struct(
  {
    /** Packets received and dropped. */
    nRxDropped: u64,
    /** Packets received that were invalid. */
    nRxInvalid: u64,
    /** Packets received while the ring was full. */
    nRxFull: u64,
    /** Packets received while the fill ring was empty. */
    nFillRingEmpty: u64,
    /** Packets to send that were invalid. */
    nTxInvalid: u64,
    /** Times that the ring of packets to send was empty. */
    nTxRingEmpty: u64,
  },
  'xdp_diag_stats',
)

/** Counters of an XDP socket. */
export interface XdpStats extends Value<typeof stats>, Public {}

/** A reply: struct xdp_diag_msg and XDP_DIAG_* of include/uapi/linux/xdp_diag.h. */
export const xdpReply = message(
  'XDP_DIAG',
  struct(
    {
      /** Always 'xdp'. */
      family: otherFamily,
      /** Type of the socket: 'raw'. */
      type: socketType,
      _pad: u16,
      /** Inode of the socket. */
      ino: u32,
      cookie,
    },
    'xdp_diag_msg',
  ),
  {
    /** Where the socket receives. */
    info: [1, typed<XdpInfo>(info)],
    /** User id of the owner. */
    uid: [2, u32],
    /** Ring of received packets; with `info`. */
    rxRing: [3, typed<XdpRing>(ring)],
    /** Ring of packets to send; with `info`. */
    txRing: [4, typed<XdpRing>(ring)],
    /** Memory; with `info`. */
    umem: [5, typed<XdpUmem>(umem)],
    /** Ring of free chunks; with `info`. */
    umemFillRing: [6, typed<XdpRing>(ring)],
    /** Ring of chunks that were sent; with `info`. */
    umemCompletionRing: [7, typed<XdpRing>(ring)],
    /** Memory of the socket; with `memory`. */
    meminfo: [8, skmeminfo],
    /** Counters; with `info`. Since Linux 5.9. */
    stats: [9, typed<XdpStats>(stats)],
  },
)
