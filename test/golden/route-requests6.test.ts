import { addRoute, deleteRoute } from '../../lib/route/route.ts'
import type { RequestCase } from './support/golden.ts'
import { routes } from './support/route.ts'

const requests: readonly RequestCase[] = [
  {
    command: 'ip route add fd00:2::/64 via fd00::2 dev v0 pref high expires 600 metric 10',
    call: (to) =>
      to.on(addRoute)({ dst: 'fd00:2::/64', gateway: 'fd00::2', oif: 10, pref: 'high', expires: 600, priority: 10 }),
    request: `
      64000000 18000506 00000000 00000000           # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      0a400000 fe030001 00000000                    # rtmsg: family 10, dst /64, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      14000100 fd000002 00000000 00000000 00000000  # RTA_DST fd00:2::
      14000500 fd000000 00000000 00000000 00000002  # RTA_GATEWAY fd00::2
      05001400 01000000                             # RTA_PREF 1
      08001700 58020000                             # RTA_EXPIRES 600
      08000600 0a000000                             # RTA_PRIORITY 10
      08000400 0a000000                             # RTA_OIF 10
    `,
  },
  {
    command: 'ip route add fd00:3::/64 from fd00:9::/64 dev v0',
    call: (to) => to.on(addRoute)({ dst: 'fd00:3::/64', src: 'fd00:9::/64', oif: 10 }),
    request: `
      4c000000 18000506 00000000 00000000           # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      0a404000 fe030001 00000000                    # rtmsg: family 10, dst /64, src /64, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      14000100 fd000003 00000000 00000000 00000000  # RTA_DST fd00:3::
      14000200 fd000009 00000000 00000000 00000000  # RTA_SRC fd00:9::
      08000400 0a000000                             # RTA_OIF 10
    `,
  },
  {
    command: 'ip -6 route add fd00:4::/64 nexthop via fd00::2 dev v0 weight 2 nexthop via fd00:1::2 dev v1',
    call: (to) =>
      to.on(addRoute)({
        dst: 'fd00:4::/64',
        multipath: [
          { gateway: 'fd00::2', oif: 10, weight: 2 },
          { gateway: 'fd00:1::2', oif: 11, weight: 1 },
        ],
      }),
    request: `
      6c000000 18000506 00000000 00000000           # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      0a400000 fe030001 00000000                    # rtmsg: family 10, dst /64, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      14000100 fd000004 00000000 00000000 00000000  # RTA_DST fd00:4::
      3c000900                                      # RTA_MULTIPATH
        1c000001 0a000000                           # rtnexthop: flags 0x0, weight 2, link 10
          14000500 fd000000 00000000 00000000 00000002  # RTA_GATEWAY fd00::2
        1c000000 0b000000                           # rtnexthop: flags 0x0, weight 1, link 11
          14000500 fd000001 00000000 00000000 00000002  # RTA_GATEWAY fd00:1::2
    `,
  },
  {
    command: 'ip route add unreachable fd00:6::/64',
    call: (to) => to.on(addRoute)({ type: 'unreachable', dst: 'fd00:6::/64' }),
    request: `
      30000000 18000506 00000000 00000000           # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      0a400000 fe030007 00000000                    # rtmsg: family 10, dst /64, src /0, tos 0x0, table 254, protocol 3, scope 0, type 7, flags 0x0
      14000100 fd000006 00000000 00000000 00000000  # RTA_DST fd00:6::
    `,
  },
  {
    command: 'ip route add local fd00:6:1::/64 dev lo',
    call: (to) => to.on(addRoute)({ type: 'local', dst: 'fd00:6:1::/64', oif: 1 }),
    request: `
      38000000 18000506 00000000 00000000           # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      0a400000 ff030002 00000000                    # rtmsg: family 10, dst /64, src /0, tos 0x0, table 255, protocol 3, scope 0, type 2, flags 0x0
      14000100 fd000006 00010000 00000000 00000000  # RTA_DST fd00:6:1::
      08000400 01000000                             # RTA_OIF 1
    `,
  },
  {
    command: 'ip route add anycast fd00:6:2::1 dev v0',
    call: (to) => to.on(addRoute)({ type: 'anycast', dst: 'fd00:6:2::1', oif: 10 }),
    request: `
      38000000 18000506 00000000 00000000           # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      0a800000 ff030004 00000000                    # rtmsg: family 10, dst /128, src /0, tos 0x0, table 255, protocol 3, scope 0, type 4, flags 0x0
      14000100 fd000006 00020000 00000000 00000001  # RTA_DST fd00:6:2::1
      08000400 0a000000                             # RTA_OIF 10
    `,
  },
  {
    command: 'ip route add multicast ff05:1::/32 dev v0',
    call: (to) => to.on(addRoute)({ type: 'multicast', dst: 'ff05:1::/32', oif: 10 }),
    request: `
      38000000 18000506 00000000 00000000           # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      0a200000 fe030005 00000000                    # rtmsg: family 10, dst /32, src /0, tos 0x0, table 254, protocol 3, scope 0, type 5, flags 0x0
      14000100 ff050001 00000000 00000000 00000000  # RTA_DST ff05:1::
      08000400 0a000000                             # RTA_OIF 10
    `,
  },
  {
    command: 'ip -6 route add default via fd00::2',
    call: (to) => to.on(addRoute)({ dst: 'default', gateway: 'fd00::2' }),
    request: `
      44000000 18000506 00000000 00000000           # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      0a000000 fe030001 00000000                    # rtmsg: family 10, dst /0, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      14000100 00000000 00000000 00000000 00000000  # RTA_DST ::
      14000500 fd000000 00000000 00000000 00000002  # RTA_GATEWAY fd00::2
    `,
  },
  {
    command: 'ip route del fd00:3::/64 from fd00:9::/64',
    call: (to) => to.on(deleteRoute)({ dst: 'fd00:3::/64', src: 'fd00:9::/64' }),
    request: `
      44000000 19000500 00000000 00000000           # RTM_DELROUTE, REQUEST ACK
      0a404000 fe000000 00000000                    # rtmsg: family 10, dst /64, src /64, tos 0x0, table 254, protocol 0, scope 0, type 0, flags 0x0
      14000100 fd000003 00000000 00000000 00000000  # RTA_DST fd00:3::
      14000200 fd000009 00000000 00000000 00000000  # RTA_SRC fd00:9::
    `,
  },
]

routes.requests(requests, ' of IPv6')
