import { describeValue, InputError } from '../errors.ts'
import { ipProto } from '../protocol/enums/ipproto.ts'
import { protocol } from '../protocol/enums/protocol.ts'
import { table, tableByte } from '../protocol/enums/table.ts'
import { prefix } from '../wire/address.ts'
import { family } from '../wire/family.ts'
import { be32, beId64, flagByte, limit, s32, u8, u16, u32 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { names } from '../wire/names.ts'
import { reportedFlags } from '../wire/reported.ts'
import { sizeOf, struct } from '../wire/struct.ts'
import { linkName } from '../wire/text.ts'
import type { Input, Type, Value } from '../wire/type.ts'
import { iproute2, phrased } from '../wire/unknown.ts'

/** FIB_RULE_* */
const BITS = {
  permanent: 0x1,
  invert: 0x2,
  unresolved: 0x4,
  iif_detached: 0x8,
  oif_detached: 0x10,
  find_saddr: 0x1_0000,
} as const

/** Reported as state: a goto whose target does not exist, a rule whose link does not exist. */
const ruleFlags = reportedFlags(u32, BITS, ['unresolved', 'iif_detached', 'oif_detached'], 'FIB_RULE')

/** FR_ACT_* */
const action = names(
  u8,
  { unspec: 0, to_tbl: 1, goto: 2, nop: 3, blackhole: 6, unreachable: 7, prohibit: 8 },
  'FR_ACT',
  { lookup: 'to_tbl', table: 'to_tbl' },
)

/** `ip rule add blackhole ...` */
const actionPhrases = Object.fromEntries(Object.keys(action.words ?? {}).map((word) => [word, `action: '${word}'`]))

/** A range of numbers, both ends included. */
export interface RuleRange {
  /** First number of the range. */
  start: number
  /** Last number of the range. */
  end: number
}

/** A range of one number may be given as that number. */
function range(part: Type<number>, label: string): Type<RuleRange, Readonly<RuleRange> | number> {
  const both = struct({ start: part, end: part }, label)
  const type: Type<RuleRange, Input<typeof both> | number> = {
    ...both,
    size: sizeOf(both.fields),
    write(writer, value) {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return both.write(writer, value)
      if (typeof value !== 'number')
        throw new InputError(`must be one number or { start, end }, not ${describeValue(value)}`)
      part.write(writer, value)
      part.write(writer, value)
    },
  }
  return type
}

/** A mark; iproute2 has the mask after a slash. */
const mark: Type<number> = {
  ...u32,
  write(writer, value: unknown) {
    const [, number, mask] = (typeof value === 'string' && /^(0x[\da-f]+|\d+)\/(0x[\da-f]+|\d+)$/i.exec(value)) || []
    if (number === undefined) return u32.write(writer, value as number)
    const asked = `{ fwmark: ${number}, fwmask: ${mask} }`
    throw new InputError(`must be a number, and its mask is fwmask: ${asked}, not ${describeValue(value)}`)
  },
}

/** First and last port, both of the range. */
const portRange = range(u16, 'fib_rule_port_range')
/** First and last user id, both of the range. */
const uidRange = range(u32, 'fib_rule_uid_range')

/** The message of a rule: struct fib_rule_hdr and FRA_* of include/uapi/linux/fib_rules.h. */
export const rule = message(
  'FRA',
  struct(
    {
      /** Family of the packets; by default that of the addresses, or 'inet' without any. */
      family,
      _dstLen: u8,
      _srcLen: u8,
      /** Type of service of the packets, without the two lowest bits; iproute2: `tos`, `dsfield`. See `dscp`. */
      tos: iproute2(u8, 'dsfield'),
      // Only the attribute holds numbers above 255, and only it is sent.
      table: tableByte,
      _res1: u8,
      _res2: u8,
      /**
       * What happens to packets that match: 'to_tbl' (the default) looks up `table`, 'goto' continues at the rule of priority `goto`, 'nop'
       * continues with the next rule, 'blackhole', 'unreachable' and 'prohibit' reject the packet; iproute2: `type`.
       */
      action: phrased(iproute2(action, 'type'), actionPhrases),
      /** 'invert' inverts the match (iproute2: `not`); 'find_saddr' also looks for a source address. */
      flags: phrased(ruleFlags, { not: "flags: ['invert']" }),
    },
    'fib_rule_hdr',
  ),
  {
    /** Destination of the packets, '10.0.0.0/8'; 'default' or absent for any; iproute2: `to`. */
    dst: [1, iproute2(prefix(1), 'to')],
    /** Source of the packets, '10.0.0.0/8'; 'default' or absent for any; iproute2: `from`. */
    src: [2, iproute2(prefix(2), 'from')],
    /** Name of the incoming link ('lo' for packets of this host); it need not exist yet; iproute2: `iif`. */
    iifname: [3, iproute2(linkName, 'iif', 'dev')],
    /** Priority of the rule at which to continue; must be greater than the priority of this rule. */
    goto: [4, u32],
    /**
     * Priority of the rule; the rule with the lowest one is evaluated first. By default, the kernel uses one less than that of the second
     * rule; iproute2: `pref`, `order`.
     */
    priority: [6, iproute2(u32, 'pref', 'preference', 'order')],
    /** Mark of the packets (`nft meta mark`), compared under `fwmask`; iproute2: `fwmark MARK/MASK`. */
    fwmark: [10, mark],
    /** Realms assigned to packets: destination in the lower 16 bits, source in the upper 16; IPv4 only; iproute2: `realms`. */
    flow: [11, iproute2(u32, 'realm', 'realms')],
    /** Tunnel id of received packets, '0x5'. */
    tunId: [12, beId64],
    /** Ignores routes through links of this group; iproute2: `suppress_ifgroup`. */
    suppressIfgroup: [13, u32],
    /** Ignores routes with this prefix length or a shorter one; 0 ignores only default routes; iproute2: `suppress_prefixlength`. */
    suppressPrefixlen: [14, iproute2(s32, 'suppress_prefixlength')],
    /** Routing table for the action 'to_tbl', 'main' by default; iproute2: `table`, `lookup`. */
    table: [15, iproute2(table, 'lookup')],
    /** Bits of the mark that are compared, all by default for a mark other than 0; iproute2: `fwmark MARK/MASK`. */
    fwmask: [16, u32],
    /** Name of the link that the sending socket is bound to (SO_BINDTODEVICE); iproute2: `oif`. */
    oifname: [17, iproute2(linkName, 'oif')],
    /** Looks up the table of the VRF that the packet's link belongs to, instead of `table`. */
    l3mdev: [19, flagByte], // the kernel takes 1 alone: fib_nl2rule_l3mdev in net/core/fib_rules.c
    /** User ids of the sending sockets: one number, or `{ start, end }`, both included; iproute2: `uidrange`. */
    uidRange: [20, uidRange],
    /** Origin of the rule (RTPROT_*), 'unspec' by default; iproute2: `proto`. */
    protocol: [21, iproute2(protocol, 'proto')],
    /** Protocol of the packets; iproute2: `ipproto`. */
    ipProto: [22, ipProto],
    /** Source ports of the packets: one number, or `{ start, end }`, both included; iproute2: `sport`. */
    sportRange: [23, iproute2(portRange, 'sport')],
    /** Destination ports of the packets: one number, or `{ start, end }`, both included; iproute2: `dport`. */
    dportRange: [24, iproute2(portRange, 'dport')],
    /** Differentiated services code point (DSCP), 0 to 63; conflicts with `tos`. Since Linux 6.12; EOPNOTSUPP before. */
    dscp: [25, limit(u8, 0, 63)],
    /** IPv6 flow label of the packets. Since Linux 6.14; EOPNOTSUPP before. */
    flowlabel: [26, limit(be32, 0, 0xf_ffff)],
    /** Bits of the flow label that are compared, all by default. */
    flowlabelMask: [27, limit(be32, 0, 0xf_ffff)],
    /** Bits of the source port that are compared, if `sportRange` is one port. Since Linux 6.15; EOPNOTSUPP before. */
    sportMask: [28, u16],
    /** Bits of the destination port that are compared, if `dportRange` is one port. Since Linux 6.15; EOPNOTSUPP before. */
    dportMask: [29, u16],
    /** Bits of the DSCP that are compared, all by default. Since Linux 6.15; EOPNOTSUPP before. */
    dscpMask: [30, limit(u8, 0, 63)],
  },
)

/** What happens to packets that match a rule. */
export type RuleAction = Value<typeof action>
