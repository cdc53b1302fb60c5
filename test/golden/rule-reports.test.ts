import type { Rule } from '../../lib/rule/rule.ts'
import type { ReportCase } from './support/golden.ts'
import { rules } from './support/rule.ts'

/** What the cases have in common. */
const four: Omit<Rule, 'priority'> = {
  family: 'inet',
  tos: 0,
  table: 'main',
  action: 'to_tbl',
  flags: [],
  protocol: 'unspec',
}
const six: Omit<Rule, 'priority'> = { ...four, family: 'inet6' }

const reports: readonly ReportCase<Rule>[] = [
  {
    shown: '0: from all lookup local proto kernel',
    item: { ...four, table: 'local', priority: 0, protocol: 'kernel' },
    report: `
      34000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      02000000 ff000001 00000000           # fib_rule_hdr: family 2, dst /0, src /0, tos 0x0, table 255, action 1, flags 0x0
      08000f00 ff000000                    # FRA_TABLE 255
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 02000000                    # FRA_PROTOCOL 2
    `,
  },
  {
    shown: '100: from 10.0.0.0/8 to 192.168.0.0/16 fwmark 0x10/0xff iif v0 oif v1 lookup 100 proto unspec',
    item: {
      ...four,
      src: '10.0.0.0/8',
      dst: '192.168.0.0/16',
      fwmark: 0x10,
      fwmask: 0xff,
      iifname: 'v0',
      oifname: 'v1',
      table: 100,
      priority: 100,
    },
    report: `
      6c000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      02100800 64000001 00000000           # fib_rule_hdr: family 2, dst /16, src /8, tos 0x0, table 100, action 1, flags 0x0
      08000f00 64000000                    # FRA_TABLE 100
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 00000000                    # FRA_PROTOCOL 0
      07000300 76300000                    # FRA_IIFNAME v0
      07001100 76310000                    # FRA_OIFNAME v1
      08000600 64000000                    # FRA_PRIORITY 100
      08000a00 10000000                    # FRA_FWMARK 16
      08001000 ff000000                    # FRA_FWMASK 255
      08000100 c0a80000                    # FRA_DST 192.168.0.0
      08000200 0a000000                    # FRA_SRC 10.0.0.0
    `,
  },
  {
    shown:
      '101: not from 10.9.0.0/16 uidrange 1000-2000 ipproto tcp sport 1000-2000 dport 80 lookup 300 suppress_prefixlength 0 suppress_ifgroup 5 proto static',
    item: {
      ...four,
      flags: ['invert'],
      src: '10.9.0.0/16',
      uidRange: { start: 1000, end: 2000 },
      ipProto: 'tcp',
      sportRange: { start: 1000, end: 2000 },
      dportRange: { start: 80, end: 80 },
      dportMask: 0xffff,
      suppressPrefixlen: 0,
      suppressIfgroup: 5,
      protocol: 'static',
      table: 300,
      priority: 101,
    },
    report: `
      78000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      02001000 fc000001 02000000           # fib_rule_hdr: family 2, dst /0, src /16, tos 0x0, table 252, action 1, flags 0x2
      08000f00 2c010000                    # FRA_TABLE 300
      08000e00 00000000                    # FRA_SUPPRESS_PREFIXLEN 0
      05001500 04000000                    # FRA_PROTOCOL 4
      08000600 65000000                    # FRA_PRIORITY 101
      0c001400 e8030000 d0070000           # FRA_UID_RANGE 1000-2000
      08001700 e803d007                    # FRA_SPORT_RANGE 1000-2000
      08001800 50005000                    # FRA_DPORT_RANGE 80-80
      06001d00 ffff0000                    # FRA_DPORT_MASK 65535
      05001600 06000000                    # FRA_IP_PROTO 6
      08000d00 05000000                    # FRA_SUPPRESS_IFGROUP 5
      08000200 0a090000                    # FRA_SRC 10.9.0.0
    `,
  },
  {
    shown: '102: from all goto 32766 proto unspec',
    item: { ...four, action: 'goto', goto: 32766, table: 'unspec', priority: 102 },
    report: `
      44000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      02000000 00000002 00000000           # fib_rule_hdr: family 2, dst /0, src /0, tos 0x0, table 0, action 2, flags 0x0
      08000f00 00000000                    # FRA_TABLE 0
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 00000000                    # FRA_PROTOCOL 0
      08000600 66000000                    # FRA_PRIORITY 102
      08000400 fe7f0000                    # FRA_GOTO 32766
    `,
  },
  {
    shown: '103: from all lookup [l3mdev-table] proto unspec',
    item: { ...four, l3mdev: true, table: 'unspec', priority: 103 },
    report: `
      44000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      02000000 00000001 00000000           # fib_rule_hdr: family 2, dst /0, src /0, tos 0x0, table 0, action 1, flags 0x0
      08000f00 00000000                    # FRA_TABLE 0
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 00000000                    # FRA_PROTOCOL 0
      08000600 67000000                    # FRA_PRIORITY 103
      05001300 01000000                    # FRA_L3MDEV 1
    `,
  },
  {
    shown: '104: from all tos 0x10 realms 5/6 blackhole proto unspec',
    item: { ...four, action: 'blackhole', tos: 0x10, flow: 0x5_0006, table: 'unspec', priority: 104 },
    report: `
      44000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      02000010 00000006 00000000           # fib_rule_hdr: family 2, dst /0, src /0, tos 0x10, table 0, action 6, flags 0x0
      08000f00 00000000                    # FRA_TABLE 0
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 00000000                    # FRA_PROTOCOL 0
      08000600 68000000                    # FRA_PRIORITY 104
      08000b00 06000500                    # FRA_FLOW 327686
    `,
  },
  {
    shown: '106: from all to 10.3.0.1 unreachable proto unspec',
    item: { ...four, dst: '10.3.0.1/32', action: 'unreachable', table: 'unspec', priority: 106 },
    report: `
      44000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      02200000 00000007 00000000           # fib_rule_hdr: family 2, dst /32, src /0, tos 0x0, table 0, action 7, flags 0x0
      08000f00 00000000                    # FRA_TABLE 0
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 00000000                    # FRA_PROTOCOL 0
      08000600 6a000000                    # FRA_PRIORITY 106
      08000100 0a030001                    # FRA_DST 10.3.0.1
    `,
  },
  {
    shown: '108: from 10.4.0.0/16 lookup main proto unspec',
    item: { ...four, src: '10.4.0.0/16', priority: 108 },
    report: `
      44000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      02001000 fe000001 00000000           # fib_rule_hdr: family 2, dst /0, src /16, tos 0x0, table 254, action 1, flags 0x0
      08000f00 fe000000                    # FRA_TABLE 254
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 00000000                    # FRA_PROTOCOL 0
      08000600 6c000000                    # FRA_PRIORITY 108
      08000200 0a040000                    # FRA_SRC 10.4.0.0
    `,
  },
  {
    shown: '110: from all tun_id 1234605616436508552 lookup main proto unspec',
    item: { ...four, tunId: '0x1122334455667788', priority: 110 },
    report: `
      48000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      02000000 fe000001 00000000           # fib_rule_hdr: family 2, dst /0, src /0, tos 0x0, table 254, action 1, flags 0x0
      08000f00 fe000000                    # FRA_TABLE 254
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 00000000                    # FRA_PROTOCOL 0
      08000600 6e000000                    # FRA_PRIORITY 110
      0c000c00 11223344 55667788           # FRA_TUN_ID 1234605616436508552, network order
    `,
  },
  {
    shown: '111: from all lookup main proto unspec',
    item: { ...four, dscp: 10, dscpMask: 62, priority: 111 },
    report: `
      4c000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      02000000 fe000001 00000000           # fib_rule_hdr: family 2, dst /0, src /0, tos 0x0, table 254, action 1, flags 0x0
      08000f00 fe000000                    # FRA_TABLE 254
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 00000000                    # FRA_PROTOCOL 0
      08000600 6f000000                    # FRA_PRIORITY 111
      05001900 0a000000                    # FRA_DSCP 10
      05001e00 3e000000                    # FRA_DSCP_MASK 62
    `,
  },
  {
    shown: '113: from all iif gone [detached] sport 16 lookup 7 proto unspec',
    item: {
      ...four,
      flags: ['iif_detached'],
      iifname: 'gone',
      sportRange: { start: 16, end: 16 },
      sportMask: 0xfff0,
      table: 7,
      priority: 113,
    },
    report: `
      58000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      02000000 07000001 08000000           # fib_rule_hdr: family 2, dst /0, src /0, tos 0x0, table 7, action 1, flags 0x8
      08000f00 07000000                    # FRA_TABLE 7
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 00000000                    # FRA_PROTOCOL 0
      09000300 676f6e65 00000000           # FRA_IIFNAME gone
      08000600 71000000                    # FRA_PRIORITY 113
      08001700 10001000                    # FRA_SPORT_RANGE 16-16
      06001c00 f0ff0000                    # FRA_SPORT_MASK 65520
    `,
  },
  {
    shown: '32766: from all lookup main proto kernel',
    item: { ...four, priority: 32766, protocol: 'kernel' },
    report: `
      3c000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      02000000 fe000001 00000000           # fib_rule_hdr: family 2, dst /0, src /0, tos 0x0, table 254, action 1, flags 0x0
      08000f00 fe000000                    # FRA_TABLE 254
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 02000000                    # FRA_PROTOCOL 2
      08000600 fe7f0000                    # FRA_PRIORITY 32766
    `,
  },
  {
    shown: '32767: from all lookup default proto kernel',
    item: { ...four, table: 'default', priority: 32767, protocol: 'kernel' },
    report: `
      3c000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      02000000 fd000001 00000000           # fib_rule_hdr: family 2, dst /0, src /0, tos 0x0, table 253, action 1, flags 0x0
      08000f00 fd000000                    # FRA_TABLE 253
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 02000000                    # FRA_PROTOCOL 2
      08000600 ff7f0000                    # FRA_PRIORITY 32767
    `,
  },
  {
    shown: '0: from all lookup local proto kernel',
    item: { ...six, table: 'local', priority: 0, protocol: 'kernel' },
    report: `
      34000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      0a000000 ff000001 00000000           # fib_rule_hdr: family 10, dst /0, src /0, tos 0x0, table 255, action 1, flags 0x0
      08000f00 ff000000                    # FRA_TABLE 255
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 02000000                    # FRA_PROTOCOL 2
    `,
  },
  {
    shown: '105: from fd00::/16 prohibit proto unspec',
    item: { ...six, src: 'fd00::/16', action: 'prohibit', table: 'unspec', priority: 105 },
    report: `
      50000000 20000200 00000000 00000000           # RTM_NEWRULE, MULTI
      0a001000 00000008 00000000                    # fib_rule_hdr: family 10, dst /0, src /16, tos 0x0, table 0, action 8, flags 0x0
      08000f00 00000000                             # FRA_TABLE 0
      08000e00 ffffffff                             # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 00000000                             # FRA_PROTOCOL 0
      08000600 69000000                             # FRA_PRIORITY 105
      14000200 fd000000 00000000 00000000 00000000  # FRA_SRC fd00::
    `,
  },
  {
    shown: '109: from all iif lo lookup main proto unspec',
    item: { ...six, iifname: 'lo', priority: 109 },
    report: `
      44000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      0a000000 fe000001 00000000           # fib_rule_hdr: family 10, dst /0, src /0, tos 0x0, table 254, action 1, flags 0x0
      08000f00 fe000000                    # FRA_TABLE 254
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 00000000                    # FRA_PROTOCOL 0
      07000300 6c6f0000                    # FRA_IIFNAME lo
      08000600 6d000000                    # FRA_PRIORITY 109
    `,
  },
  {
    shown: '112: from all lookup main proto unspec',
    item: { ...six, flowlabel: 0x12345, flowlabelMask: 0xfffff, priority: 112 },
    report: `
      4c000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      0a000000 fe000001 00000000           # fib_rule_hdr: family 10, dst /0, src /0, tos 0x0, table 254, action 1, flags 0x0
      08000f00 fe000000                    # FRA_TABLE 254
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 00000000                    # FRA_PROTOCOL 0
      08000600 70000000                    # FRA_PRIORITY 112
      08001a00 00012345                    # FRA_FLOWLABEL 0x12345, network order
      08001b00 000fffff                    # FRA_FLOWLABEL_MASK 0xfffff, network order
    `,
  },
  {
    shown: '32766: from all lookup main proto kernel',
    item: { ...six, priority: 32766, protocol: 'kernel' },
    report: `
      3c000000 20000200 00000000 00000000  # RTM_NEWRULE, MULTI
      0a000000 fe000001 00000000           # fib_rule_hdr: family 10, dst /0, src /0, tos 0x0, table 254, action 1, flags 0x0
      08000f00 fe000000                    # FRA_TABLE 254
      08000e00 ffffffff                    # FRA_SUPPRESS_PREFIXLEN 4294967295
      05001500 02000000                    # FRA_PROTOCOL 2
      08000600 fe7f0000                    # FRA_PRIORITY 32766
    `,
  },
]

rules.reports(reports)
