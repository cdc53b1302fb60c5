import { addRoute, appendRoute, deleteRoute, replaceRoute } from '../../lib/route/route.ts'
import { bytes } from './support/bytes.ts'
import type { RequestCase } from './support/golden.ts'
import { routes } from './support/route.ts'

const requests: readonly RequestCase[] = [
  {
    command: 'ip route add 10.1.0.0/16 via 10.0.0.2 dev v0 metric 5',
    call: (to) => to.on(addRoute)({ dst: '10.1.0.0/16', gateway: '10.0.0.2', oif: 10, priority: 5 }),
    request: `
      3c000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02100000 fe030001 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000100 0a010000                    # RTA_DST 10.1.0.0
      08000500 0a000002                    # RTA_GATEWAY 10.0.0.2
      08000600 05000000                    # RTA_PRIORITY 5
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    command: 'ip route append 10.1.0.0/16 via 10.0.0.3 dev v0 metric 5',
    call: (to) => to.on(appendRoute)({ dst: '10.1.0.0/16', gateway: '10.0.0.3', oif: 10, priority: 5 }),
    request: `
      3c000000 1800050c 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK CREATE APPEND
      02100000 fe030001 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000100 0a010000                    # RTA_DST 10.1.0.0
      08000500 0a000003                    # RTA_GATEWAY 10.0.0.3
      08000600 05000000                    # RTA_PRIORITY 5
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    command: 'ip route replace 10.1.0.0/16 via 10.0.0.4 dev v0 metric 5',
    call: (to) => to.on(replaceRoute)({ dst: '10.1.0.0/16', gateway: '10.0.0.4', oif: 10, priority: 5 }),
    request: `
      3c000000 18000505 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK REPLACE CREATE
      02100000 fe030001 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000100 0a010000                    # RTA_DST 10.1.0.0
      08000500 0a000004                    # RTA_GATEWAY 10.0.0.4
      08000600 05000000                    # RTA_PRIORITY 5
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    command: 'ip route del 10.1.0.0/16 via 10.0.0.4 metric 5',
    call: (to) => to.on(deleteRoute)({ dst: '10.1.0.0/16', gateway: '10.0.0.4', priority: 5 }),
    request: `
      34000000 19000500 00000000 00000000  # RTM_DELROUTE, REQUEST ACK
      02100000 fe00ff00 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 0, scope 255, type 0, flags 0x0
      08000100 0a010000                    # RTA_DST 10.1.0.0
      08000500 0a000004                    # RTA_GATEWAY 10.0.0.4
      08000600 05000000                    # RTA_PRIORITY 5
    `,
  },
  {
    command: 'ip route add default via 10.0.0.2',
    call: (to) => to.on(addRoute)({ dst: 'default', gateway: '10.0.0.2' }),
    request: `
      24000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02000000 fe030001 00000000           # rtmsg: family 2, dst /0, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000500 0a000002                    # RTA_GATEWAY 10.0.0.2
    `,
  },
  {
    command: 'ip route add 10.2.0.0/16 dev v0 src 10.0.0.1 proto static table 100 tos 0x10',
    call: (to) =>
      to.on(addRoute)({ dst: '10.2.0.0/16', oif: 10, prefsrc: '10.0.0.1', protocol: 'static', table: 100, tos: 0x10 }),
    request: `
      34000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02100010 6404fd01 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x10, table 100, protocol 4, scope 253, type 1, flags 0x0
      08000100 0a020000                    # RTA_DST 10.2.0.0
      08000700 0a000001                    # RTA_PREFSRC 10.0.0.1
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    command: 'ip route add 10.2.1.0/24 via 10.0.0.2 realms 1/2 table 1000',
    call: (to) => to.on(addRoute)({ dst: '10.2.1.0/24', gateway: '10.0.0.2', flow: 0x1_0002, table: 1000 }),
    request: `
      3c000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02180000 00030001 00000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 0, protocol 3, scope 0, type 1, flags 0x0
      08000100 0a020100                    # RTA_DST 10.2.1.0
      08000500 0a000002                    # RTA_GATEWAY 10.0.0.2
      08000b00 02000100                    # RTA_FLOW 65538
      08000f00 e8030000                    # RTA_TABLE 1000
    `,
  },
  {
    command:
      'ip route add 10.2.2.0/24 via 10.0.0.2 mtu lock 1400 advmss 1300 window 1000 rtt 80 rttvar 40 rto_min 10ms ssthresh 7 cwnd lock 9 initcwnd 20 initrwnd 21 features ecn quickack 1 congctl reno hoplimit 9 fastopen_no_cookie 1 reordering 4',
    call: (to) =>
      to.on(addRoute)({
        dst: '10.2.2.0/24',
        gateway: '10.0.0.2',
        metrics: {
          mtu: 1400,
          advmss: 1300,
          window: 1000,
          rtt: 80,
          rttvar: 40,
          rtoMin: 10,
          ssthresh: 7,
          cwnd: 9,
          initcwnd: 20,
          initrwnd: 21,
          features: ['ecn'],
          quickack: true,
          ccAlgo: 'reno',
          hoplimit: 9,
          fastopenNoCookie: true,
          reordering: 4,
          lock: ['mtu', 'cwnd', 'rtoMin'],
        },
      }),
    request: `
      b8000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02180000 fe030001 00000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000100 0a020200                    # RTA_DST 10.2.2.0
      08000500 0a000002                    # RTA_GATEWAY 10.0.0.2
      8c000800                             # RTA_METRICS
        08000200 78050000                  # RTAX_MTU 1400
        08000800 14050000                  # RTAX_ADVMSS 1300
        08000300 e8030000                  # RTAX_WINDOW 1000
        08000400 50000000                  # RTAX_RTT 80
        08000500 28000000                  # RTAX_RTTVAR 40
        08000d00 0a000000                  # RTAX_RTO_MIN 10
        08000600 07000000                  # RTAX_SSTHRESH 7
        08000700 09000000                  # RTAX_CWND 9
        08000b00 14000000                  # RTAX_INITCWND 20
        08000e00 15000000                  # RTAX_INITRWND 21
        08000c00 01000000                  # RTAX_FEATURES 1
        08000f00 01000000                  # RTAX_QUICKACK 1
        08001000 72656e6f                  # RTAX_CC_ALGO reno
        08000a00 09000000                  # RTAX_HOPLIMIT 9
        08001100 01000000                  # RTAX_FASTOPEN_NO_COOKIE 1
        08000900 04000000                  # RTAX_REORDERING 4
        08000100 84200000                  # RTAX_LOCK 8324
    `,
  },
  {
    command:
      'ip route add 10.3.0.0/16 nexthop via 10.0.0.2 dev v0 weight 3 nexthop via 192.0.2.7 dev v1 weight 1 onlink',
    call: (to) =>
      to.on(addRoute)({
        dst: '10.3.0.0/16',
        multipath: [
          { gateway: '10.0.0.2', oif: 10, weight: 3 },
          { gateway: '192.0.2.7', oif: 11, weight: 1, flags: ['onlink'] },
        ],
      }),
    request: `
      48000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02100000 fe030001 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000100 0a030000                    # RTA_DST 10.3.0.0
      24000900                             # RTA_MULTIPATH
        10000002 0a000000                  # rtnexthop: flags 0x0, weight 3, link 10
          08000500 0a000002                # RTA_GATEWAY 10.0.0.2
        10000400 0b000000                  # rtnexthop: flags 0x4, weight 1, link 11
          08000500 c0000207                # RTA_GATEWAY 192.0.2.7
    `,
  },
  {
    command:
      'ip route add 10.3.1.0/24 nexthop via 10.0.0.2 dev v0 realms 3 nexthop via inet6 fd00:1::2 dev v1 weight 256',
    call: (to) =>
      to.on(addRoute)({
        dst: '10.3.1.0/24',
        multipath: [
          { gateway: '10.0.0.2', oif: 10, flow: 3, weight: 1 },
          { via: 'fd00:1::2', oif: 11, weight: 256 },
        ],
      }),
    request: `
      60000000 18000506 00000000 00000000           # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02180000 fe030001 00000000                    # rtmsg: family 2, dst /24, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
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
    command: 'ip route add 10.4.0.0/16 via inet6 fd00::2 dev v0',
    call: (to) => to.on(addRoute)({ dst: '10.4.0.0/16', via: 'fd00::2', oif: 10 }),
    request: `
      44000000 18000506 00000000 00000000           # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02100000 fe030001 00000000                    # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000100 0a040000                             # RTA_DST 10.4.0.0
      16001200 0a00fd00 00000000 00000000 00000000 00020000  # RTA_VIA AF_INET6 fd00::2
      08000400 0a000000                             # RTA_OIF 10
    `,
  },
  {
    command: 'ip route add 10.4.1.0/24 via 192.0.2.1 dev v0 onlink',
    call: (to) => to.on(addRoute)({ dst: '10.4.1.0/24', gateway: '192.0.2.1', oif: 10, flags: ['onlink'] }),
    request: `
      34000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02180000 fe030001 04000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x4
      08000100 0a040100                    # RTA_DST 10.4.1.0
      08000500 c0000201                    # RTA_GATEWAY 192.0.2.1
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    command: 'ip route add 10.5.0.0/16 nhid 7',
    call: (to) => to.on(addRoute)({ dst: '10.5.0.0/16', nhId: 7 }),
    request: `
      2c000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02100000 fe030001 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000100 0a050000                    # RTA_DST 10.5.0.0
      08001e00 07000000                    # RTA_NH_ID 7
    `,
  },
  {
    command: 'ip route add 10.7.0.0/16 encap ip id 42 dst 192.0.2.9 dev v0',
    call: (to) =>
      to.on(addRoute)({
        dst: '10.7.0.0/16',
        encapType: 'ip',
        encap: bytes('0c000100 00000000 0000002a 08000200 c0000209'),
        oif: 10,
      }),
    request: `
      4c000000 18000506 00000000 00000000           # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02100000 fe03fd01 00000000                    # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 253, type 1, flags 0x0
      08000100 0a070000                             # RTA_DST 10.7.0.0
      18001680 0c000100 00000000 0000002a 08000200 c0000209  # RTA_ENCAP
      06001500 02000100                             # RTA_ENCAP_TYPE 2
      08000400 0a000000                             # RTA_OIF 10
    `,
  },
  {
    command: 'ip route add 10.7.1.0/24 via 10.0.0.2 ttl-propagate disabled',
    call: (to) => to.on(addRoute)({ dst: '10.7.1.0/24', gateway: '10.0.0.2', ttlPropagate: false }),
    request: `
      34000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02180000 fe030001 00000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000100 0a070100                    # RTA_DST 10.7.1.0
      08000500 0a000002                    # RTA_GATEWAY 10.0.0.2
      05001a00 00000000                    # RTA_TTL_PROPAGATE 0
    `,
  },
]

routes.requests(requests, ' of IPv4')
