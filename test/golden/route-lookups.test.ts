import assert from 'node:assert/strict'
import type { Route } from '../../lib/route/report.ts'
import { lookupRoute } from '../../lib/route/route.ts'
import { bytes } from './support/bytes.ts'
import type { RequestCase } from './support/golden.ts'
import { Recorder } from './support/recorder.ts'
import { routes } from './support/route.ts'

const requests: readonly RequestCase[] = [
  {
    command: 'ip route get 10.1.2.3 from 10.0.0.1 oif v0 mark 5 uid 1000 ipproto tcp sport 1000 dport 80 tos 0x10',
    call: (to) =>
      to.on(lookupRoute)({
        dst: '10.1.2.3',
        src: '10.0.0.1',
        oif: 10,
        mark: 5,
        uid: 1000,
        ipProto: 6,
        sport: 1000,
        dport: 80,
        tos: 0x10,
      }),
    request: `
      5c000000 1a000100 00000000 00000000  # RTM_GETROUTE, REQUEST
      02202010 00000000 00100000           # rtmsg: family 2, dst /32, src /32, tos 0x10, table 0, protocol 0, scope 0, type 0, flags 0x1000
      08000100 0a010203                    # RTA_DST 10.1.2.3
      08000200 0a000001                    # RTA_SRC 10.0.0.1
      08001900 e8030000                    # RTA_UID 1000
      05001b00 06000000                    # RTA_IP_PROTO 6
      06001c00 03e80000                    # RTA_SPORT 1000
      06001d00 00500000                    # RTA_DPORT 80
      08000400 0a000000                    # RTA_OIF 10
      08001000 05000000                    # RTA_MARK 5
    `,
  },
  {
    command: 'ip route get 10.0.0.1 from 10.0.0.2 iif v0',
    call: (to) => to.on(lookupRoute)({ dst: '10.0.0.1', src: '10.0.0.2', iif: 10 }),
    request: `
      34000000 1a000100 00000000 00000000  # RTM_GETROUTE, REQUEST
      02202000 00000000 00100000           # rtmsg: family 2, dst /32, src /32, tos 0x0, table 0, protocol 0, scope 0, type 0, flags 0x1000
      08000100 0a000001                    # RTA_DST 10.0.0.1
      08000200 0a000002                    # RTA_SRC 10.0.0.2
      08000300 0a000000                    # RTA_IIF 10
    `,
  },
  {
    command: 'ip route get fibmatch 10.1.2.3',
    call: (to) => to.on(lookupRoute)({ dst: '10.1.2.3', fibMatch: true }),
    request: `
      24000000 1a000100 00000000 00000000  # RTM_GETROUTE, REQUEST
      02200000 00000000 00300000           # rtmsg: family 2, dst /32, src /0, tos 0x0, table 0, protocol 0, scope 0, type 0, flags 0x3000
      08000100 0a010203                    # RTA_DST 10.1.2.3
    `,
  },
  {
    command: 'ip route get fd00:2::1',
    call: (to) => to.on(lookupRoute)({ dst: 'fd00:2::1' }),
    request: `
      30000000 1a000100 00000000 00000000           # RTM_GETROUTE, REQUEST
      0a800000 00000000 00000000                    # rtmsg: family 10, dst /128, src /0, tos 0x0, table 0, protocol 0, scope 0, type 0, flags 0x0
      14000100 fd000002 00000000 00000000 00000001  # RTA_DST fd00:2::1
    `,
  },
]

routes.requests(requests, ' that are looked up')

const aged = { clntref: 0, lastuse: 0, expires: 0, error: 0, used: 0, id: 0, ts: 0, tsage: 0 }

const answers: readonly { command: string; route: Route; answer: string }[] = [
  {
    command: 'ip route get 10.1.2.3 from 10.0.0.1 oif v0 mark 5 uid 1000 ipproto tcp sport 1000 dport 80',
    route: {
      family: 'inet',
      tos: 0,
      table: 'main',
      protocol: 'unspec',
      scope: 'universe',
      type: 'unicast',
      flags: ['cloned'],
      dst: '10.1.2.3/32',
      src: '10.0.0.1/32',
      oif: 10,
      gateway: '10.0.0.2',
      mark: 5,
      uid: 1000,
      cacheinfo: { ...aged, clntref: 2 },
    },
    answer: `
      78000000 18000000 00000000 00000000           # RTM_NEWROUTE,
      02202000 fe000001 00020000                    # rtmsg: family 2, dst /32, src /32, tos 0x0, table 254, protocol 0, scope 0, type 1, flags 0x200
      08000f00 fe000000                             # RTA_TABLE 254
      08000100 0a010203                             # RTA_DST 10.1.2.3
      08000200 0a000001                             # RTA_SRC 10.0.0.1
      08000400 0a000000                             # RTA_OIF 10
      08000500 0a000002                             # RTA_GATEWAY 10.0.0.2
      08001000 05000000                             # RTA_MARK 5
      08001900 e8030000                             # RTA_UID 1000
      24000c00 02000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000  # RTA_CACHEINFO
    `,
  },
  {
    command: 'ip route get 10.0.0.1 from 10.0.0.2 iif v0',
    route: {
      family: 'inet',
      tos: 0,
      table: 'main',
      protocol: 'unspec',
      scope: 'universe',
      type: 'local',
      flags: ['cloned'],
      cache: ['local'],
      dst: '10.0.0.1/32',
      src: '10.0.0.2/32',
      oif: 1,
      iif: 10,
      cacheinfo: { ...aged, clntref: 1 },
    },
    answer: `
      68000000 18000000 00000000 00000000           # RTM_NEWROUTE,
      02202000 fe000002 00020080                    # rtmsg: family 2, dst /32, src /32, tos 0x0, table 254, protocol 0, scope 0, type 2, flags 0x80000200
      08000f00 fe000000                             # RTA_TABLE 254
      08000100 0a000001                             # RTA_DST 10.0.0.1
      08000200 0a000002                             # RTA_SRC 10.0.0.2
      08000400 01000000                             # RTA_OIF 1
      08000300 0a000000                             # RTA_IIF 10
      24000c00 01000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000  # RTA_CACHEINFO
    `,
  },
  {
    command: 'ip route get fibmatch 10.1.2.3',
    route: {
      family: 'inet',
      tos: 0,
      table: 'main',
      protocol: 'boot',
      scope: 'universe',
      type: 'unicast',
      flags: [],
      dst: '10.1.0.0/16',
      priority: 5,
      gateway: '10.0.0.2',
      oif: 10,
    },
    answer: `
      44000000 18000000 00000000 00000000  # RTM_NEWROUTE,
      02100000 fe030001 00000000           # rtmsg: family 2, dst /16, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000f00 fe000000                    # RTA_TABLE 254
      08000100 0a010000                    # RTA_DST 10.1.0.0
      08000600 05000000                    # RTA_PRIORITY 5
      08000500 0a000002                    # RTA_GATEWAY 10.0.0.2
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    command: 'ip route get fd00:2::1',
    route: {
      family: 'inet6',
      tos: 0,
      table: 'main',
      protocol: 'boot',
      scope: 'universe',
      type: 'unicast',
      flags: [],
      dst: 'fd00:2::1/128',
      src: '::/128',
      prefsrc: 'fd00::1',
      priority: 10,
      gateway: 'fd00::2',
      oif: 10,
      pref: 'high',
      cacheinfo: { ...aged, clntref: 2 },
    },
    answer: `
      b0000000 18000000 00000000 00000000           # RTM_NEWROUTE,
      0a808000 fe030001 00000000                    # rtmsg: family 10, dst /128, src /128, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000f00 fe000000                             # RTA_TABLE 254
      14000100 fd000002 00000000 00000000 00000001  # RTA_DST fd00:2::1
      14000200 00000000 00000000 00000000 00000000  # RTA_SRC ::
      14000700 fd000000 00000000 00000000 00000001  # RTA_PREFSRC fd00::1
      08000600 0a000000                             # RTA_PRIORITY 10
      14000500 fd000000 00000000 00000000 00000002  # RTA_GATEWAY fd00::2
      08000400 0a000000                             # RTA_OIF 10
      24000c00 02000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000  # RTA_CACHEINFO
      05001400 01000000                             # RTA_PREF 1
    `,
  },
]

describe('answers to lookups', () => {
  for (const { command, route, answer } of answers) {
    it(`read what the kernel says to ${command}`, async () => {
      assert.deepEqual(await new Recorder([bytes(answer)]).on(lookupRoute)({ dst: '10.1.2.3' }), route)
    })
  }
})
