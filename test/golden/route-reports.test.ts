import type { Route } from '../../lib/route/report.ts'
import { bytes } from './support/bytes.ts'
import type { ReportCase } from './support/golden.ts'
import { routes } from './support/route.ts'

/** What the cases have in common. */
const four: Omit<Route, 'dst'> = {
  family: 'inet',
  tos: 0,
  table: 'main',
  protocol: 'boot',
  scope: 'universe',
  type: 'unicast',
  flags: [],
}

const reports: readonly ReportCase<Route>[] = [
  {
    shown: '10.2.0.0/16 tos 0x10 dev v0 table 100 proto static scope link src 10.0.0.1',
    item: {
      ...four,
      dst: '10.2.0.0/16',
      tos: 0x10,
      oif: 10,
      table: 100,
      protocol: 'static',
      scope: 'link',
      prefsrc: '10.0.0.1',
    },
    report: `
      3c000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02100010 6404fd01 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x10, table 100, protocol 4, scope 253, type 1, flags 0x0
      08000f00 64000000                    # RTA_TABLE 100
      08000100 0a020000                    # RTA_DST 10.2.0.0
      08000700 0a000001                    # RTA_PREFSRC 10.0.0.1
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    shown: '10.2.1.0/24 via 10.0.0.2 dev v0 table 1000 realms 1/2',
    item: { ...four, dst: '10.2.1.0/24', gateway: '10.0.0.2', oif: 10, table: 1000, flow: 0x1_0002 },
    report: `
      44000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02180000 fc030001 00000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 252, protocol 3, scope 0, type 1, flags 0x0
      08000f00 e8030000                    # RTA_TABLE 1000
      08000100 0a020100                    # RTA_DST 10.2.1.0
      08000500 0a000002                    # RTA_GATEWAY 10.0.0.2
      08000400 0a000000                    # RTA_OIF 10
      08000b00 02000100                    # RTA_FLOW 65538
    `,
  },
  {
    shown: 'default via 10.0.0.2 dev v0',
    item: { ...four, dst: 'default', gateway: '10.0.0.2', oif: 10 },
    report: `
      34000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02000000 fe030001 00000000           # rtmsg: family 2, dst /0, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000f00 fe000000                    # RTA_TABLE 254
      08000500 0a000002                    # RTA_GATEWAY 10.0.0.2
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    shown: '10.0.0.0/24 dev v0 proto kernel scope link src 10.0.0.1',
    item: { ...four, dst: '10.0.0.0/24', oif: 10, protocol: 'kernel', scope: 'link', prefsrc: '10.0.0.1' },
    report: `
      3c000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02180000 fe02fd01 00000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 254, protocol 2, scope 253, type 1, flags 0x0
      08000f00 fe000000                    # RTA_TABLE 254
      08000100 0a000000                    # RTA_DST 10.0.0.0
      08000700 0a000001                    # RTA_PREFSRC 10.0.0.1
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    shown: '10.1.0.0/16 via 10.0.0.3 dev v0 metric 5',
    item: { ...four, dst: '10.1.0.0/16', gateway: '10.0.0.3', oif: 10, priority: 5 },
    report: `
      44000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02100000 fe030001 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000f00 fe000000                    # RTA_TABLE 254
      08000100 0a010000                    # RTA_DST 10.1.0.0
      08000600 05000000                    # RTA_PRIORITY 5
      08000500 0a000003                    # RTA_GATEWAY 10.0.0.3
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    shown: '10.2.2.0/24 via 10.0.0.2 dev v0 mtu lock 1400 ... (every metric)',
    item: {
      ...four,
      dst: '10.2.2.0/24',
      gateway: '10.0.0.2',
      oif: 10,
      metrics: {
        lock: ['mtu', 'cwnd', 'rtoMin'],
        mtu: 1400,
        window: 1000,
        rtt: 80,
        rttvar: 40,
        ssthresh: 7,
        cwnd: 9,
        advmss: 1300,
        reordering: 4,
        hoplimit: 9,
        initcwnd: 20,
        features: ['ecn'],
        rtoMin: 10,
        initrwnd: 21,
        quickack: true,
        ccAlgo: 'reno',
        fastopenNoCookie: true,
      },
    },
    report: `
      cc000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02180000 fe030001 00000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000f00 fe000000                    # RTA_TABLE 254
      08000100 0a020200                    # RTA_DST 10.2.2.0
      90000800                             # RTA_METRICS
        08000100 84200000                  # RTAX_LOCK 8324
        08000200 78050000                  # RTAX_MTU 1400
        08000300 e8030000                  # RTAX_WINDOW 1000
        08000400 50000000                  # RTAX_RTT 80
        08000500 28000000                  # RTAX_RTTVAR 40
        08000600 07000000                  # RTAX_SSTHRESH 7
        08000700 09000000                  # RTAX_CWND 9
        08000800 14050000                  # RTAX_ADVMSS 1300
        08000900 04000000                  # RTAX_REORDERING 4
        08000a00 09000000                  # RTAX_HOPLIMIT 9
        08000b00 14000000                  # RTAX_INITCWND 20
        08000c00 01000000                  # RTAX_FEATURES 1
        08000d00 0a000000                  # RTAX_RTO_MIN 10
        08000e00 15000000                  # RTAX_INITRWND 21
        08000f00 01000000                  # RTAX_QUICKACK 1
        09001000 72656e6f 00000000         # RTAX_CC_ALGO reno
        08001100 01000000                  # RTAX_FASTOPEN_NO_COOKIE 1
      08000500 0a000002                    # RTA_GATEWAY 10.0.0.2
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    shown: '10.3.0.0/16 nexthop via 10.0.0.2 dev v0 weight 3 nexthop via 192.0.2.7 dev v1 weight 1 onlink',
    item: {
      ...four,
      dst: '10.3.0.0/16',
      multipath: [
        { flags: [], weight: 3, oif: 10, gateway: '10.0.0.2' },
        { flags: ['onlink'], weight: 1, oif: 11, gateway: '192.0.2.7' },
      ],
    },
    report: `
      50000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02100000 fe030001 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000f00 fe000000                    # RTA_TABLE 254
      08000100 0a030000                    # RTA_DST 10.3.0.0
      24000900                             # RTA_MULTIPATH
        10000002 0a000000                  # rtnexthop: flags 0x0, weight 3, link 10
          08000500 0a000002                # RTA_GATEWAY 10.0.0.2
        10000400 0b000000                  # rtnexthop: flags 0x4, weight 1, link 11
          08000500 c0000207                # RTA_GATEWAY 192.0.2.7
    `,
  },
  {
    shown: '10.3.1.0/24 nexthop via 10.0.0.2 realm 3 dev v0 weight 1 nexthop via inet6 fd00:1::2 dev v1 weight 256',
    item: {
      ...four,
      dst: '10.3.1.0/24',
      multipath: [
        { flags: [], weight: 1, oif: 10, gateway: '10.0.0.2', flow: 3 },
        { flags: [], weight: 256, oif: 11, via: 'fd00:1::2' },
      ],
    },
    report: `
      68000000 18000200 00000000 00000000           # RTM_NEWROUTE, MULTI
      02180000 fe030001 00000000                    # rtmsg: family 2, dst /24, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000f00 fe000000                             # RTA_TABLE 254
      08000100 0a030100                             # RTA_DST 10.3.1.0
      3c000900                                      # RTA_MULTIPATH
        18000000 0a000000                           # rtnexthop: flags 0x0, weight 1, link 10
          08000500 0a000002                         # RTA_GATEWAY 10.0.0.2
          08000b00 03000000                         # RTA_FLOW 3
        200000ff 0b000000                           # rtnexthop: flags 0x0, weight 256, link 11
          16001200 0a00fd00 00010000 00000000 00000000 00020000  # RTA_VIA AF_INET6 fd00:1::2
    `,
  },
  {
    shown: '10.4.0.0/16 via inet6 fd00::2 dev v0',
    item: { ...four, dst: '10.4.0.0/16', via: 'fd00::2', oif: 10 },
    report: `
      4c000000 18000200 00000000 00000000           # RTM_NEWROUTE, MULTI
      02100000 fe030001 00000000                    # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000f00 fe000000                             # RTA_TABLE 254
      08000100 0a040000                             # RTA_DST 10.4.0.0
      16001200 0a00fd00 00000000 00000000 00000000 00020000  # RTA_VIA AF_INET6 fd00::2
      08000400 0a000000                             # RTA_OIF 10
    `,
  },
  {
    shown: '10.4.1.0/24 via 192.0.2.1 dev v0 onlink',
    item: { ...four, dst: '10.4.1.0/24', gateway: '192.0.2.1', oif: 10, flags: ['onlink'] },
    report: `
      3c000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02180000 fe030001 04000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x4
      08000f00 fe000000                    # RTA_TABLE 254
      08000100 0a040100                    # RTA_DST 10.4.1.0
      08000500 c0000201                    # RTA_GATEWAY 192.0.2.1
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    shown: '10.5.0.0/16 nhid 7 via 10.0.0.2 dev v0',
    item: { ...four, dst: '10.5.0.0/16', nhId: 7, gateway: '10.0.0.2', oif: 10 },
    report: `
      44000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02100000 fe030001 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000f00 fe000000                    # RTA_TABLE 254
      08000100 0a050000                    # RTA_DST 10.5.0.0
      08001e00 07000000                    # RTA_NH_ID 7
      08000500 0a000002                    # RTA_GATEWAY 10.0.0.2
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    shown: '10.7.0.0/16 encap ip id 42 dst 192.0.2.9 ttl 0 tos 0 dev v0 scope link',
    item: {
      ...four,
      dst: '10.7.0.0/16',
      oif: 10,
      scope: 'link',
      encapType: 'ip',
      encap: bytes(
        '0c000100 00000000 0000002a 08000200 c0000209 08000300 00000000 05000500 00000000 05000400 00000000 06000600 00000000',
      ),
    },
    report: `
      74000000 18000200 00000000 00000000           # RTM_NEWROUTE, MULTI
      02100000 fe03fd01 00000000                    # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 253, type 1, flags 0x0
      08000f00 fe000000                             # RTA_TABLE 254
      08000100 0a070000                             # RTA_DST 10.7.0.0
      08000400 0a000000                             # RTA_OIF 10
      38001600 0c000100 00000000 0000002a 08000200 c0000209 08000300 00000000 05000500 00000000 05000400 00000000 06000600 00000000  # RTA_ENCAP
      06001500 02000000                             # RTA_ENCAP_TYPE 2
    `,
  },
]

routes.reports(reports, ' of IPv4')
