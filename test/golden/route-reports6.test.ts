import type { Route } from '../../lib/route/report.ts'
import type { ReportCase } from './support/golden.ts'
import { routes } from './support/route.ts'

const aged = { clntref: 0, lastuse: 0, expires: 0, error: 0, used: 0, id: 0, ts: 0, tsage: 0 }

/** What IPv6 routes of the cases have in common. */
const six: Omit<Route, 'dst'> = {
  family: 'inet6',
  tos: 0,
  table: 'main',
  protocol: 'boot',
  scope: 'universe',
  type: 'unicast',
  flags: [],
  priority: 1024,
  cacheinfo: aged,
  pref: 'medium',
}

const reports: readonly ReportCase<Route>[] = [
  {
    shown: 'fd00:2::/64 via fd00::2 dev v0 metric 10 expires 599sec pref high',
    item: {
      ...six,
      dst: 'fd00:2::/64',
      gateway: 'fd00::2',
      oif: 10,
      priority: 10,
      cacheinfo: { ...aged, expires: 59975 },
      expires: 600,
      pref: 'high',
    },
    report: `
      88000000 18000200 00000000 00000000           # RTM_NEWROUTE, MULTI
      0a400000 fe030001 00000000                    # rtmsg: family 10, dst /64, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000f00 fe000000                             # RTA_TABLE 254
      14000100 fd000002 00000000 00000000 00000000  # RTA_DST fd00:2::
      08000600 0a000000                             # RTA_PRIORITY 10
      14000500 fd000000 00000000 00000000 00000002  # RTA_GATEWAY fd00::2
      08000400 0a000000                             # RTA_OIF 10
      24000c00 00000000 00000000 47ea0000 00000000 00000000 00000000 00000000 00000000  # RTA_CACHEINFO
      05001400 01000000                             # RTA_PREF 1
    `,
  },
  {
    shown:
      'fd00:4::/64 metric 1024 pref medium nexthop via fd00::2 dev v0 weight 2 nexthop via fd00:1::2 dev v1 weight 1',
    item: {
      ...six,
      dst: 'fd00:4::/64',
      multipath: [
        { flags: [], weight: 2, oif: 10, gateway: 'fd00::2' },
        { flags: [], weight: 1, oif: 11, gateway: 'fd00:1::2' },
      ],
    },
    report: `
      a8000000 18000200 00000000 00000000           # RTM_NEWROUTE, MULTI
      0a400000 fe030001 00000000                    # rtmsg: family 10, dst /64, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000f00 fe000000                             # RTA_TABLE 254
      14000100 fd000004 00000000 00000000 00000000  # RTA_DST fd00:4::
      08000600 00040000                             # RTA_PRIORITY 1024
      3c000900                                      # RTA_MULTIPATH
        1c000001 0a000000                           # rtnexthop: flags 0x0, weight 2, link 10
          14000500 fd000000 00000000 00000000 00000002  # RTA_GATEWAY fd00::2
        1c000000 0b000000                           # rtnexthop: flags 0x0, weight 1, link 11
          14000500 fd000001 00000000 00000000 00000002  # RTA_GATEWAY fd00:1::2
      24000c00 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000  # RTA_CACHEINFO
      05001400 00000000                             # RTA_PREF 0
    `,
  },
  {
    shown: 'unreachable fd00:6::/64 dev lo metric 1024 pref medium',
    item: { ...six, dst: 'fd00:6::/64', type: 'unreachable', oif: 1 },
    report: `
      74000000 18000200 00000000 00000000           # RTM_NEWROUTE, MULTI
      0a400000 fe030007 00000000                    # rtmsg: family 10, dst /64, src /0, tos 0x0, table 254, protocol 3, scope 0, type 7, flags 0x0
      08000f00 fe000000                             # RTA_TABLE 254
      14000100 fd000006 00000000 00000000 00000000  # RTA_DST fd00:6::
      08000600 00040000                             # RTA_PRIORITY 1024
      08000400 01000000                             # RTA_OIF 1
      24000c00 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000  # RTA_CACHEINFO
      05001400 00000000                             # RTA_PREF 0
    `,
  },
  {
    shown: 'default via fd00::2 dev v0 metric 1024 pref medium',
    item: { ...six, dst: 'default', gateway: 'fd00::2', oif: 10 },
    report: `
      74000000 18000200 00000000 00000000           # RTM_NEWROUTE, MULTI
      0a000000 fe030001 00000000                    # rtmsg: family 10, dst /0, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000f00 fe000000                             # RTA_TABLE 254
      08000600 00040000                             # RTA_PRIORITY 1024
      14000500 fd000000 00000000 00000000 00000002  # RTA_GATEWAY fd00::2
      08000400 0a000000                             # RTA_OIF 10
      24000c00 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000  # RTA_CACHEINFO
      05001400 00000000                             # RTA_PREF 0
    `,
  },
  {
    shown: 'local fd00::1 dev v0 table local proto kernel metric 0 pref medium',
    item: { ...six, dst: 'fd00::1/128', type: 'local', table: 'local', protocol: 'kernel', priority: 0, oif: 10 },
    report: `
      74000000 18000200 00000000 00000000           # RTM_NEWROUTE, MULTI
      0a800000 ff020002 00000000                    # rtmsg: family 10, dst /128, src /0, tos 0x0, table 255, protocol 2, scope 0, type 2, flags 0x0
      08000f00 ff000000                             # RTA_TABLE 255
      14000100 fd000000 00000000 00000000 00000001  # RTA_DST fd00::1
      08000600 00000000                             # RTA_PRIORITY 0
      08000400 0a000000                             # RTA_OIF 10
      24000c00 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000  # RTA_CACHEINFO
      05001400 00000000                             # RTA_PREF 0
    `,
  },
  {
    shown: 'anycast fd00:6:2::1 dev v0 table local metric 1024 pref medium',
    item: { ...six, dst: 'fd00:6:2::1/128', type: 'anycast', table: 'local', oif: 10 },
    report: `
      74000000 18000200 00000000 00000000           # RTM_NEWROUTE, MULTI
      0a800000 ff030004 00000000                    # rtmsg: family 10, dst /128, src /0, tos 0x0, table 255, protocol 3, scope 0, type 4, flags 0x0
      08000f00 ff000000                             # RTA_TABLE 255
      14000100 fd000006 00020000 00000000 00000001  # RTA_DST fd00:6:2::1
      08000600 00040000                             # RTA_PRIORITY 1024
      08000400 0a000000                             # RTA_OIF 10
      24000c00 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000  # RTA_CACHEINFO
      05001400 00000000                             # RTA_PREF 0
    `,
  },
  {
    shown: 'multicast ff05:1::/32 dev v0 metric 1024 pref medium',
    item: { ...six, dst: 'ff05:1::/32', type: 'multicast', oif: 10 },
    report: `
      74000000 18000200 00000000 00000000           # RTM_NEWROUTE, MULTI
      0a200000 fe030005 00000000                    # rtmsg: family 10, dst /32, src /0, tos 0x0, table 254, protocol 3, scope 0, type 5, flags 0x0
      08000f00 fe000000                             # RTA_TABLE 254
      14000100 ff050001 00000000 00000000 00000000  # RTA_DST ff05:1::
      08000600 00040000                             # RTA_PRIORITY 1024
      08000400 0a000000                             # RTA_OIF 10
      24000c00 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000  # RTA_CACHEINFO
      05001400 00000000                             # RTA_PREF 0
    `,
  },
]

routes.reports(reports, ' of IPv6')
