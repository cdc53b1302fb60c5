import { type Attrs, attrs } from '../../wire/attrs.ts'
import { bool, u8, u16, u32 } from '../../wire/integers.ts'
import { type Message, message } from '../../wire/message.ts'
import { names } from '../../wire/names.ts'
import type { Struct } from '../../wire/struct.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { rows as linkRows } from '../attributes.ts'
import { header } from '../header.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'
import type { PeerOptions } from './veth.ts'

type Peer = Message<typeof header extends Struct<infer F> ? F : never, typeof linkRows>

/** enum netkit_action of include/uapi/linux/if_link.h, as `ip` calls it. */
const policy = names(u32, { forward: 0, blackhole: 2 })
const scrub = names(u32, { none: 0, default: 1 }, 'NETKIT_SCRUB')

const own = {
  /** Whether this is the end that configures both; the other one is its peer. */
  primary: [2, bool(u8), 'report'],
  /** What happens to sent packets without a BPF program: 'forward' (the default) or 'blackhole', which drops them. */
  policy: [3, policy],
  /** The same for the peer. */
  peerPolicy: [4, policy],
  /** Layer: 'l3' (the default) for IP packets, 'l2' for Ethernet frames. */
  mode: [5, names(u32, { l2: 0, l3: 1 }, 'NETKIT')],
  /** Whether mark and priority of packets to another namespace are cleared: 'default' clears them, 'none' leaves them. Since Linux 6.13. */
  scrub: [6, scrub],
  /** The same for packets of the peer. Since Linux 6.13. */
  peerScrub: [7, scrub],
  /** Free space before a packet that BPF programs need, in bytes. Since Linux 6.14. */
  headroom: [8, u16],
  /** Free space after a packet that BPF programs need, in bytes. Since Linux 6.14. */
  tailroom: [9, u16],
  /** 'pair' (the default) or 'single' for a device without a peer. Since a Linux newer than 6.18. */
  pairing: [10, names(u32, { pair: 0, single: 1 }, 'NETKIT_DEVICE')],
} as const

/** A pair of devices for BPF programs: enum IFLA_NETKIT_* of include/uapi/linux/if_link.h. The peer is a complete link message. */
const table: Attrs<typeof own & { readonly peer: readonly [1, Peer] }> = attrs('IFLA_NETKIT', {
  ...own,
  peer: [1, message('IFLA', header, linkRows)],
})

type Own = Attrs<typeof own>
/** Properties that can be set on a netkit pair. */
export interface NetkitData extends Input<Own>, Public {}
/** Properties of an end of a netkit pair, as listed. */
export interface NetkitReport extends Value<Own>, Public {}

/** The options of {@link createNetkit}. */
export interface NetkitOptions extends PeerOptions {
  /** Properties of the pair; iproute2: what follows `type netkit`. */
  data?: NetkitData | undefined
}

/**
 * Creates a pair of devices that BPF programs connect; without programs, packets pass as through a veth pair. `peer` is as in
 * {@link createVeth}. Since Linux 6.7.
 */
export const createNetkit = creator<'netkit', NetkitOptions>('createNetkit', 'netkit')

const kind: Kind<NetkitReport, NetkitData> = {
  table,
  lower: 'none',
  pair: true,
  // netkit_change_link in drivers/net/netkit.c
  fixed: ['mode', 'scrub', 'peerScrub', 'headroom', 'tailroom', 'pairing'],
}
export default kind
