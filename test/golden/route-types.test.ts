import type { Route } from '../../lib/route/report.ts'
import { addRoute, deleteRoute } from '../../lib/route/route.ts'
import type { ReportCase, RequestCase } from './support/golden.ts'
import { routes } from './support/route.ts'

const requests: readonly RequestCase[] = [
  {
    command: 'ip route add blackhole 10.6.0.0/16',
    call: (to) => to.on(addRoute)({ type: 'blackhole', dst: '10.6.0.0/16' }),
    request: `
      24000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02100000 fe030006 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 0, type 6, flags 0x0
      08000100 0a060000                    # RTA_DST 10.6.0.0
    `,
  },
  {
    command: 'ip route add unreachable 10.6.1.0/24',
    call: (to) => to.on(addRoute)({ type: 'unreachable', dst: '10.6.1.0/24' }),
    request: `
      24000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02180000 fe030007 00000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 254, protocol 3, scope 0, type 7, flags 0x0
      08000100 0a060100                    # RTA_DST 10.6.1.0
    `,
  },
  {
    command: 'ip route add prohibit 10.6.2.0/24',
    call: (to) => to.on(addRoute)({ type: 'prohibit', dst: '10.6.2.0/24' }),
    request: `
      24000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02180000 fe030008 00000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 254, protocol 3, scope 0, type 8, flags 0x0
      08000100 0a060200                    # RTA_DST 10.6.2.0
    `,
  },
  {
    command: 'ip route add throw 10.6.3.0/24',
    call: (to) => to.on(addRoute)({ type: 'throw', dst: '10.6.3.0/24' }),
    request: `
      24000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02180000 fe030009 00000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 254, protocol 3, scope 0, type 9, flags 0x0
      08000100 0a060300                    # RTA_DST 10.6.3.0
    `,
  },
  {
    command: 'ip route add local 10.6.4.0/24 dev lo',
    call: (to) => to.on(addRoute)({ type: 'local', dst: '10.6.4.0/24', oif: 1 }),
    request: `
      2c000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02180000 ff03fe02 00000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 255, protocol 3, scope 254, type 2, flags 0x0
      08000100 0a060400                    # RTA_DST 10.6.4.0
      08000400 01000000                    # RTA_OIF 1
    `,
  },
  {
    command: 'ip route add broadcast 10.6.5.255 dev v0',
    call: (to) => to.on(addRoute)({ type: 'broadcast', dst: '10.6.5.255', oif: 10 }),
    request: `
      2c000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02200000 ff03fd03 00000000           # rtmsg: family 2, dst /32, src /0, tos 0x0, table 255, protocol 3, scope 253, type 3, flags 0x0
      08000100 0a0605ff                    # RTA_DST 10.6.5.255
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    command: 'ip route add multicast 224.1.0.0/16 dev v0',
    call: (to) => to.on(addRoute)({ type: 'multicast', dst: '224.1.0.0/16', oif: 10 }),
    request: `
      2c000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02100000 fe03fd05 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 253, type 5, flags 0x0
      08000100 e0010000                    # RTA_DST 224.1.0.0
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    command: 'ip route add anycast 10.6.7.1 dev v0',
    call: (to) => to.on(addRoute)({ type: 'anycast', dst: '10.6.7.1', oif: 10 }),
    request: `
      2c000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      02200000 ff03fd04 00000000           # rtmsg: family 2, dst /32, src /0, tos 0x0, table 255, protocol 3, scope 253, type 4, flags 0x0
      08000100 0a060701                    # RTA_DST 10.6.7.1
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    command: 'ip route del blackhole 10.6.0.0/16',
    call: (to) => to.on(deleteRoute)({ type: 'blackhole', dst: '10.6.0.0/16' }),
    request: `
      24000000 19000500 00000000 00000000  # RTM_DELROUTE, REQUEST ACK
      02100000 fe00ff06 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 0, scope 255, type 6, flags 0x0
      08000100 0a060000                    # RTA_DST 10.6.0.0
    `,
  },
  {
    command: 'ip route del local 10.6.4.0/24',
    call: (to) => to.on(deleteRoute)({ type: 'local', dst: '10.6.4.0/24' }),
    request: `
      24000000 19000500 00000000 00000000  # RTM_DELROUTE, REQUEST ACK
      02180000 ff00fe02 00000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 255, protocol 0, scope 254, type 2, flags 0x0
      08000100 0a060400                    # RTA_DST 10.6.4.0
    `,
  },
]

routes.requests(requests, ' of other types')

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
    shown: 'unreachable 10.6.1.0/24',
    item: { ...four, dst: '10.6.1.0/24', type: 'unreachable' },
    report: `
      2c000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02180000 fe030007 00000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 254, protocol 3, scope 0, type 7, flags 0x0
      08000f00 fe000000                    # RTA_TABLE 254
      08000100 0a060100                    # RTA_DST 10.6.1.0
    `,
  },
  {
    shown: 'prohibit 10.6.2.0/24',
    item: { ...four, dst: '10.6.2.0/24', type: 'prohibit' },
    report: `
      2c000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02180000 fe030008 00000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 254, protocol 3, scope 0, type 8, flags 0x0
      08000f00 fe000000                    # RTA_TABLE 254
      08000100 0a060200                    # RTA_DST 10.6.2.0
    `,
  },
  {
    shown: 'throw 10.6.3.0/24',
    item: { ...four, dst: '10.6.3.0/24', type: 'throw' },
    report: `
      2c000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02180000 fe030009 00000000           # rtmsg: family 2, dst /24, src /0, tos 0x0, table 254, protocol 3, scope 0, type 9, flags 0x0
      08000f00 fe000000                    # RTA_TABLE 254
      08000100 0a060300                    # RTA_DST 10.6.3.0
    `,
  },
  {
    shown: 'multicast 224.1.0.0/16 dev v0 scope link',
    item: { ...four, dst: '224.1.0.0/16', type: 'multicast', oif: 10, scope: 'link' },
    report: `
      34000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02100000 fe03fd05 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 253, type 5, flags 0x0
      08000f00 fe000000                    # RTA_TABLE 254
      08000100 e0010000                    # RTA_DST 224.1.0.0
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    shown: 'local 10.0.0.1 dev v0 table local proto kernel scope host src 10.0.0.1',
    item: {
      ...four,
      dst: '10.0.0.1/32',
      type: 'local',
      oif: 10,
      table: 'local',
      protocol: 'kernel',
      scope: 'host',
      prefsrc: '10.0.0.1',
    },
    report: `
      3c000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02200000 ff02fe02 00000000           # rtmsg: family 2, dst /32, src /0, tos 0x0, table 255, protocol 2, scope 254, type 2, flags 0x0
      08000f00 ff000000                    # RTA_TABLE 255
      08000100 0a000001                    # RTA_DST 10.0.0.1
      08000700 0a000001                    # RTA_PREFSRC 10.0.0.1
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    shown: 'broadcast 10.6.5.255 dev v0 table local scope link',
    item: { ...four, dst: '10.6.5.255/32', type: 'broadcast', oif: 10, table: 'local', scope: 'link' },
    report: `
      34000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02200000 ff03fd03 00000000           # rtmsg: family 2, dst /32, src /0, tos 0x0, table 255, protocol 3, scope 253, type 3, flags 0x0
      08000f00 ff000000                    # RTA_TABLE 255
      08000100 0a0605ff                    # RTA_DST 10.6.5.255
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    shown: 'anycast 10.6.7.1 dev v0 table local scope link',
    item: { ...four, dst: '10.6.7.1/32', type: 'anycast', oif: 10, table: 'local', scope: 'link' },
    report: `
      34000000 18000200 00000000 00000000  # RTM_NEWROUTE, MULTI
      02200000 ff03fd04 00000000           # rtmsg: family 2, dst /32, src /0, tos 0x0, table 255, protocol 3, scope 253, type 4, flags 0x0
      08000f00 ff000000                    # RTA_TABLE 255
      08000100 0a060701                    # RTA_DST 10.6.7.1
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
]

routes.reports(reports, ' of other types')
