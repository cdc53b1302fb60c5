import { ip4, ip6 } from '../../wire/address.ts'
import { be16, be32, bool, flag, limit, u8, u16, u32 } from '../../wire/integers.ts'
import { flags, names } from '../../wire/names.ts'
import { linkRef } from '../../wire/reference.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { ip6TunnelFlags } from './ip6-tunnel-flags.ts'
import { tunnelEncapFlags, tunnelEncapType } from './tunnel-encap.ts'

/** GRE_* of include/uapi/linux/if_tunnel.h; `key` is set if the key is not 0. */
const greFlags = flags(be16, { csum: 0x8000, routing: 0x4000, key: 0x2000, seq: 0x1000, strict: 0x0800 }, 'GRE')

/** Rows of every GRE tunnel: enum IFLA_GRE_* of include/uapi/linux/if_tunnel.h. */
export const greRows = {
  /** Link that the outer packets use; 0 if routes decide; iproute2: `dev`. */
  link: [1, iproute2(linkRef, 'dev')],
  /**
   * What received packets must have: a checksum ('csum'), a key ('key', which `ikey` sets), a sequence number ('seq'); iproute2: `icsum`,
   * `iseq`, `csum`, `seq`.
   */
  iflags: [2, iproute2(greFlags, 'icsum', 'iseq', 'csum', 'seq', 'noicsum', 'noiseq', 'nocsum', 'noseq')],
  /** What sent packets have; iproute2: `ocsum`, `oseq`. */
  oflags: [3, iproute2(greFlags, 'ocsum', 'oseq', 'noocsum', 'nooseq')],
  /** Key that received packets must have; iproute2: `ikey`, `key` for both. */
  ikey: [4, iproute2(be32, 'key', 'noikey', 'nokey')],
  /** Key of sent packets; iproute2: `okey`. */
  okey: [5, iproute2(be32, 'nookey')],
  /** TTL of the outer packets; 0 copies it from the inner packet; iproute2: `ttl`, `hoplimit`. */
  ttl: [8, iproute2(u8, 'hoplimit')],
  /** Second encapsulation, in UDP: 'fou' or 'gue' (generic UDP encapsulation); iproute2: `encap`. */
  encapType: [14, iproute2(tunnelEncapType, 'encap', 'noencap')],
  /** Checksums of the UDP encapsulation; iproute2: `encap-csum`, `encap-csum6`, `encap-remcsum`. */
  encapFlags: [
    15,
    iproute2(
      tunnelEncapFlags,
      'encap-csum',
      'encap-csum6',
      'encap-remcsum',
      'noencap-csum',
      'noencap-csum6',
      'noencap-remcsum',
    ),
  ],
  /** UDP source port of the encapsulation; 0 chooses one for each flow; iproute2: `encap-sport`. */
  encapSport: [16, be16],
  /** UDP destination port of the encapsulation; iproute2: `encap-dport`. */
  encapDport: [17, be16],
  /** Takes the tunnel parameters of each packet from routes and filters, and passes those of received packets to them; iproute2: `external`. */
  collectMetadata: [18, iproute2(flag, 'external')],
  /** Mark of the outer packets for routing decisions. */
  fwmark: [20, u32],
} as const

/** Rows of GRE tunnels over IPv4. */
export const gre4Rows = {
  /** IPv4 source address of the outer packets; '0.0.0.0' for any. */
  local: [6, ip4],
  /** IPv4 address of the remote end; '0.0.0.0' for any. */
  remote: [7, ip4],
  /** Type of service of the outer packets; 1 copies it from the inner packet; iproute2: `tos`, `dsfield`. */
  tos: [9, iproute2(u8, 'dsfield')],
  /** Sets the Don't Fragment bit of the outer packets (path MTU discovery); on by default; iproute2: `pmtudisc`, `nopmtudisc`. */
  pmtudisc: [10, iproute2(bool(u8), 'nopmtudisc')],
  /** Fragments outer packets although the inner packet has the Don't Fragment bit; requires `pmtudisc: false`; iproute2: `ignore-df`. */
  ignoreDf: [19, iproute2(bool(u8), 'noignore-df')],
} as const

/** Rows of GRE tunnels over IPv6. */
export const gre6Rows = {
  /** IPv6 source address of the outer packets; '::' for any. */
  local: [6, ip6],
  /** IPv6 address of the remote end; '::' for any. */
  remote: [7, ip6],
  /** How many further tunnels a packet may enter, 0 by default (`ip` sends 4); the flag `ign_encap_limit` turns the limit off; iproute2: `encaplimit`. */
  encapLimit: [11, u8],
  /** Traffic class (bits 20 to 27) and flow label (the lower 20 bits) of the outer packets; iproute2: `tclass`, `flowlabel`. */
  flowinfo: [12, iproute2(be32, 'tclass', 'flowlabel', 'tos', 'dsfield')],
  /**
   * `ign_encap_limit`: no limit of encapsulation (`encaplimit none`); `use_orig_tclass`, `use_orig_flowlabel`, `use_orig_fwmark`: copied from the
   * inner packet; `rcv_dscp_copy`: the inner packet gets the DSCP of the outer one (`dscp inherit`); `allow_local_remote`: the remote address may
   * be one of this host; iproute2: `dscp`, `allow-localremote`.
   */
  flags: [13, iproute2(ip6TunnelFlags, 'dscp', 'allow-localremote', 'noallow-localremote')],
} as const

/** Rows of ERSPAN tunnels. The kernel accepts them for every GRE tunnel, and ignores them there. */
export const erspanRows = {
  /** Index of the mirrored port (version 1), 0 to 1048575; iproute2: `erspan`. */
  erspanIndex: [21, iproute2(limit(u32, 0, 0xfffff), 'erspan')],
  /** Version: 1 for type II (the default), 2 for type III, 0 for type I; iproute2: `erspan_ver`. */
  erspanVer: [22, limit(u8, 0, 2)],
  /** Direction of the mirrored traffic (version 2); iproute2: `erspan_dir`. */
  erspanDir: [23, names(u8, { ingress: 0, egress: 1 })],
  /** Id of the mirroring engine (version 2), 0 to 63; iproute2: `erspan_hwid`. */
  erspanHwid: [24, limit(u16, 0, 63)],
} as const

/** The data of a tunnel for a request: a key requires a flag, which `ip` sets as well. */
export function withKeyFlags(data: object): object {
  if (data instanceof Uint8Array || Array.isArray(data)) return data
  const { ikey, okey, iflags, oflags } = data as Keys
  return {
    ...data,
    ...(needsKey(ikey, iflags) ? { iflags: [...(iflags ?? []), 'key'] } : {}),
    ...(needsKey(okey, oflags) ? { oflags: [...(oflags ?? []), 'key'] } : {}),
  }
}

interface Keys {
  readonly ikey?: number
  readonly okey?: number
  readonly iflags?: readonly (string | number)[]
  readonly oflags?: readonly (string | number)[]
}

/** The kernel reports a key of 0 for none. What is not an array is left for the table to reject. */
function needsKey(key: unknown, flags: unknown): boolean {
  if (typeof key !== 'number' || key === 0) return false
  return flags === undefined || (Array.isArray(flags) && !flags.includes('key'))
}
