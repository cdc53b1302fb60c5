import { addRule, deleteRule } from '../../lib/rule/rule.ts'
import type { RequestCase } from './support/golden.ts'
import { rules } from './support/rule.ts'

const requests: readonly RequestCase[] = [
  {
    command: 'ip rule add from 10.0.0.0/8 to 192.168.0.0/16 iif v0 oif v1 fwmark 0x10/0xff table 100 pref 100',
    call: (to) =>
      to.on(addRule)({
        src: '10.0.0.0/8',
        dst: '192.168.0.0/16',
        iifname: 'v0',
        oifname: 'v1',
        fwmark: 0x10,
        fwmask: 0xff,
        table: 100,
        priority: 100,
      }),
    request: `
      54000000 20000506 00000000 00000000  # RTM_NEWRULE, EXCL, CREATE
      02100800 64000001 00000000           # fib_rule_hdr: family 2, dst /16, src /8, tos 0x0, table 100, action 1, flags 0x0
      08000200 0a000000                    # FRA_SRC 10.0.0.0
      08000100 c0a80000                    # FRA_DST 192.168.0.0
      07000300 76300000                    # FRA_IIFNAME v0
      07001100 76310000                    # FRA_OIFNAME v1
      08000a00 10000000                    # FRA_FWMARK 16
      08001000 ff000000                    # FRA_FWMASK 255
      08000600 64000000                    # FRA_PRIORITY 100
    `,
  },
  {
    command:
      'ip rule add not from 10.9.0.0/16 uidrange 1000-2000 ipproto tcp sport 1000-2000 dport 80 suppress_prefixlength 0 suppress_ifgroup 5 protocol static table 300 pref 101',
    call: (to) =>
      to.on(addRule)({
        flags: ['invert'],
        src: '10.9.0.0/16',
        uidRange: { start: 1000, end: 2000 },
        ipProto: 'tcp',
        sportRange: { start: 1000, end: 2000 },
        dportRange: { start: 80, end: 80 },
        suppressPrefixlen: 0,
        suppressIfgroup: 5,
        protocol: 'static',
        table: 300,
        priority: 101,
      }),
    request: `
      70000000 20000506 00000000 00000000  # RTM_NEWRULE, EXCL, CREATE
      02001000 00000001 02000000           # fib_rule_hdr: family 2, dst /0, src /16, tos 0x0, table 0, action 1, flags 0x2
      08000200 0a090000                    # FRA_SRC 10.9.0.0
      0c001400 e8030000 d0070000           # FRA_UID_RANGE 1000-2000
      05001600 06000000                    # FRA_IP_PROTO 6
      08001700 e803d007                    # FRA_SPORT_RANGE 1000-2000
      08001800 50005000                    # FRA_DPORT_RANGE 80-80
      08000e00 00000000                    # FRA_SUPPRESS_PREFIXLEN 0
      08000d00 05000000                    # FRA_SUPPRESS_IFGROUP 5
      05001500 04000000                    # FRA_PROTOCOL 4
      08000f00 2c010000                    # FRA_TABLE 300
      08000600 65000000                    # FRA_PRIORITY 101
    `,
  },
  {
    command: 'ip rule add goto 32766 pref 102',
    call: (to) => to.on(addRule)({ goto: 32766, priority: 102 }),
    request: `
      2c000000 20000506 00000000 00000000  # RTM_NEWRULE, EXCL, CREATE
      02000000 00000002 00000000           # fib_rule_hdr: family 2, dst /0, src /0, tos 0x0, table 0, action 2, flags 0x0
      08000400 fe7f0000                    # FRA_GOTO 32766
      08000600 66000000                    # FRA_PRIORITY 102
    `,
  },
  {
    command: 'ip rule add l3mdev pref 103',
    call: (to) => to.on(addRule)({ l3mdev: true, priority: 103 }),
    request: `
      2c000000 20000506 00000000 00000000  # RTM_NEWRULE, EXCL, CREATE
      02000000 00000001 00000000           # fib_rule_hdr: family 2, dst /0, src /0, tos 0x0, table 0, action 1, flags 0x0
      05001300 01000000                    # FRA_L3MDEV 1
      08000600 67000000                    # FRA_PRIORITY 103
    `,
  },
  {
    command: 'ip rule add blackhole tos 0x10 realms 5/6 pref 104',
    call: (to) => to.on(addRule)({ action: 'blackhole', tos: 0x10, flow: 0x5_0006, priority: 104 }),
    request: `
      2c000000 20000506 00000000 00000000  # RTM_NEWRULE, EXCL, CREATE
      02000010 00000006 00000000           # fib_rule_hdr: family 2, dst /0, src /0, tos 0x10, table 0, action 6, flags 0x0
      08000b00 06000500                    # FRA_FLOW 327686
      08000600 68000000                    # FRA_PRIORITY 104
    `,
  },
  {
    command: 'ip -6 rule add from fd00::/16 prohibit pref 105',
    call: (to) => to.on(addRule)({ src: 'fd00::/16', action: 'prohibit', priority: 105 }),
    request: `
      38000000 20000506 00000000 00000000           # RTM_NEWRULE, EXCL, CREATE
      0a001000 00000008 00000000                    # fib_rule_hdr: family 10, dst /0, src /16, tos 0x0, table 0, action 8, flags 0x0
      14000200 fd000000 00000000 00000000 00000000  # FRA_SRC fd00::
      08000600 69000000                             # FRA_PRIORITY 105
    `,
  },
  {
    command: 'ip rule add to 10.3.0.1 unreachable pref 106',
    call: (to) => to.on(addRule)({ dst: '10.3.0.1', action: 'unreachable', priority: 106 }),
    request: `
      2c000000 20000506 00000000 00000000  # RTM_NEWRULE, EXCL, CREATE
      02200000 00000007 00000000           # fib_rule_hdr: family 2, dst /32, src /0, tos 0x0, table 0, action 7, flags 0x0
      08000100 0a030001                    # FRA_DST 10.3.0.1
      08000600 6a000000                    # FRA_PRIORITY 106
    `,
  },
  {
    command: 'ip rule add from 10.4.0.0/16 pref 108',
    call: (to) => to.on(addRule)({ src: '10.4.0.0/16', priority: 108 }),
    request: `
      2c000000 20000506 00000000 00000000  # RTM_NEWRULE, EXCL, CREATE
      02001000 fe000001 00000000           # fib_rule_hdr: family 2, dst /0, src /16, tos 0x0, table 254, action 1, flags 0x0
      08000200 0a040000                    # FRA_SRC 10.4.0.0
      08000600 6c000000                    # FRA_PRIORITY 108
    `,
  },
  {
    command: 'ip -6 rule add iif lo table main pref 109',
    call: (to) => to.on(addRule)({ family: 'inet6', iifname: 'lo', priority: 109 }),
    request: `
      2c000000 20000506 00000000 00000000  # RTM_NEWRULE, EXCL, CREATE
      0a000000 fe000001 00000000           # fib_rule_hdr: family 10, dst /0, src /0, tos 0x0, table 254, action 1, flags 0x0
      07000300 6c6f0000                    # FRA_IIFNAME lo
      08000600 6d000000                    # FRA_PRIORITY 109
    `,
  },
  {
    command: 'ip rule add tun_id 1234605616436508552 pref 110',
    call: (to) => to.on(addRule)({ tunId: 1234605616436508552n, priority: 110 }),
    request: `
      30000000 20000506 00000000 00000000  # RTM_NEWRULE, EXCL, CREATE
      02000000 fe000001 00000000           # fib_rule_hdr: family 2, dst /0, src /0, tos 0x0, table 254, action 1, flags 0x0
      0c000c00 11223344 55667788           # FRA_TUN_ID 1234605616436508552, network order
      08000600 6e000000                    # FRA_PRIORITY 110
    `,
  },
  {
    command: 'ip rule del from 10.4.0.0/16 pref 108',
    call: (to) => to.on(deleteRule)({ src: '10.4.0.0/16', priority: 108 }),
    request: `
      2c000000 21000500 00000000 00000000  # RTM_DELRULE
      02001000 00000000 00000000           # fib_rule_hdr: family 2, dst /0, src /16, tos 0x0, table 0, action 0, flags 0x0
      08000200 0a040000                    # FRA_SRC 10.4.0.0
      08000600 6c000000                    # FRA_PRIORITY 108
    `,
  },
  {
    command: 'ip rule del table 100',
    call: (to) => to.on(deleteRule)({ table: 100 }),
    request: `
      1c000000 21000500 00000000 00000000  # RTM_DELRULE
      02000000 64000000 00000000           # fib_rule_hdr: family 2, dst /0, src /0, tos 0x0, table 100, action 0, flags 0x0
    `,
  },
  {
    command: 'ip -6 rule del from fd00::/16 prohibit',
    call: (to) => to.on(deleteRule)({ src: 'fd00::/16', action: 'prohibit' }),
    request: `
      30000000 21000500 00000000 00000000           # RTM_DELRULE
      0a001000 00000008 00000000                    # fib_rule_hdr: family 10, dst /0, src /16, tos 0x0, table 0, action 8, flags 0x0
      14000200 fd000000 00000000 00000000 00000000  # FRA_SRC fd00::
    `,
  },
]

rules.requests(requests)
