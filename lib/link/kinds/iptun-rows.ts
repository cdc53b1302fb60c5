import { ip4, ip6 } from '../../wire/address.ts'
import { be16, bool, flag, u8, u32 } from '../../wire/integers.ts'
import { linkRef } from '../../wire/reference.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { tunnelEncapFlags, tunnelEncapType } from './tunnel-encap.ts'

/** Rows of every tunnel of IP packets in IP packets: enum IFLA_IPTUN_* of include/uapi/linux/if_tunnel.h. */
export const iptunRows = {
  /** Link that the outer packets use; 0 if routes decide; iproute2: `dev`. */
  link: [1, iproute2(linkRef, 'dev')],
  /** TTL of the outer packets; 0 copies it from the inner packet; iproute2: `ttl`, `hoplimit`. */
  ttl: [4, iproute2(u8, 'hoplimit')],
  /** Second encapsulation, in UDP: 'fou' or 'gue' (generic UDP encapsulation); iproute2: `encap`. */
  encapType: [15, iproute2(tunnelEncapType, 'encap', 'noencap')],
  /** Checksums of the UDP encapsulation; iproute2: `encap-csum`, `encap-csum6`, `encap-remcsum`. */
  encapFlags: [
    16,
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
  encapSport: [17, be16],
  /** UDP destination port of the encapsulation; iproute2: `encap-dport`. */
  encapDport: [18, be16],
  /** Mark of the outer packets for routing decisions. */
  fwmark: [20, u32],
} as const

/** Rows of tunnels over IPv4. */
export const iptun4Rows = {
  /** IPv4 source address of the outer packets; '0.0.0.0' for any. */
  local: [2, ip4],
  /** IPv4 address of the remote end; '0.0.0.0' for any. */
  remote: [3, ip4],
  /** Type of service of the outer packets; 1 copies it from the inner packet; iproute2: `tos`, `dsfield`. */
  tos: [5, iproute2(u8, 'dsfield')],
  /** Sets the Don't Fragment bit of the outer packets (path MTU discovery); on by default; iproute2: `pmtudisc`, `nopmtudisc`. */
  pmtudisc: [10, iproute2(bool(u8), 'nopmtudisc')],
} as const

/** Rows of tunnels over IPv6. */
export const iptun6Rows = {
  /** IPv6 source address of the outer packets; '::' for any. */
  local: [2, ip6],
  /** IPv6 address of the remote end; '::' for any. */
  remote: [3, ip6],
} as const

/** The row of tunnels whose parameters routes may name; the kernel ignores it for others (sit). */
export const iptunExternalRows = {
  /** Takes the tunnel parameters of each packet from routes and filters, and passes those of received packets to them; iproute2: `external`. */
  collectMetadata: [19, iproute2(flag, 'external')],
} as const
