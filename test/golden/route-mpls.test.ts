import assert from 'node:assert/strict'
import { listRoutes } from '../../lib/route/list.ts'
import { addRoute, deleteRoute, lookupRoute, replaceRoute } from '../../lib/route/route.ts'
import { bytes } from './support/bytes.ts'
import type { RequestCase } from './support/golden.ts'
import { Recorder } from './support/recorder.ts'
import { routes } from './support/route.ts'

const requests: readonly RequestCase[] = [
  {
    command: 'ip -f mpls route add 101 as to 200/300 via inet6 fd00::2 dev v0',
    call: (to) => to.on(addRoute)({ dst: '101', newdst: '200/300', via: 'fd00::2', oif: 10 }),
    request: `
      50000000 18000506 00000000 00000000                    # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      1c140000 fe030001 00000000                             # rtmsg: family 28, dst /20, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000100 00065100                                      # RTA_DST 101
      0c001300 000c8000 0012c100                             # RTA_NEWDST 200/300
      16001200 0a00fd00 00000000 00000000 00000000 00020000  # RTA_VIA AF_INET6 fd00::2
      08000400 0a000000                                      # RTA_OIF 10
    `,
  },
  {
    command: 'ip -f mpls route add 102 via inet 10.0.0.2 dev v0',
    call: (to) => to.on(addRoute)({ dst: '102', via: '10.0.0.2', oif: 10 }),
    request: `
      38000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      1c140000 fe030001 00000000           # rtmsg: family 28, dst /20, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000100 00066100                    # RTA_DST 102
      0a001200 02000a00 00020000           # RTA_VIA AF_INET 10.0.0.2
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    command: 'ip -f mpls route add 103 dev lo',
    call: (to) => to.on(addRoute)({ dst: '103', oif: 1 }),
    request: `
      2c000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      1c140000 fe030001 00000000           # rtmsg: family 28, dst /20, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000100 00067100                    # RTA_DST 103
      08000400 01000000                    # RTA_OIF 1
    `,
  },
  {
    command: 'ip -f mpls route add 104 via link 02:00:00:00:00:01 dev v0',
    call: (to) => to.on(addRoute)({ dst: '104', via: '02:00:00:00:00:01', oif: 10 }),
    request: `
      38000000 18000506 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      1c140000 fe030001 00000000           # rtmsg: family 28, dst /20, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000100 00068100                    # RTA_DST 104
      0c001200 11000200 00000001           # RTA_VIA AF_PACKET 02:00:00:00:00:01
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    command:
      'ip -f mpls route add 105 nexthop as to 200 via inet 10.0.0.2 dev v0 nexthop as to 300/301 via inet6 fd00::2 dev v1',
    call: (to) =>
      to.on(addRoute)({
        dst: '105',
        multipath: [
          { oif: 10, newdst: '200', via: '10.0.0.2' },
          { oif: 11, newdst: '300/301', via: 'fd00::2' },
        ],
      }),
    request: `
      70000000 18000506 00000000 00000000                     # RTM_NEWROUTE, REQUEST ACK EXCL CREATE
      1c140000 fe030001 00000000                              # rtmsg: family 28, dst /20, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000100 00069100                                       # RTA_DST 105
      4c000900 1c000000 0a000000 08001300 000c8100 0a001200 02000a00 00020000 2c000000 0b000000 0c001300 0012c000 0012d100 16001200 0a00fd00 00000000 00000000 00000000 00020000  # RTA_MULTIPATH: 200 by 10.0.0.2 and link 10, 300/301 by fd00::2 and link 11
    `,
  },
  {
    command: 'ip -f mpls route del 101',
    call: (to) => to.on(deleteRoute)({ dst: '101' }),
    request: `
      24000000 19000500 00000000 00000000  # RTM_DELROUTE, REQUEST ACK
      1c140000 fe000001 00000000           # rtmsg: family 28, dst /20, src /0, tos 0x0, table 254, protocol 0, scope 0, type 1, flags 0x0
      08000100 00065100                    # RTA_DST 101
    `,
  },
  {
    command: 'ip -f mpls route replace 101 as 16/1048575 via inet 10.0.0.2 dev v0 ttl-propagate enabled',
    call: (to) =>
      to.on(replaceRoute)({
        dst: '101',
        newdst: '16/1048575',
        via: '10.0.0.2',
        oif: 10,
        ttlPropagate: true,
      }),
    request: `
      4c000000 18000505 00000000 00000000  # RTM_NEWROUTE, REQUEST ACK REPLACE CREATE
      1c140000 fe030001 00000000           # rtmsg: family 28, dst /20, src /0, tos 0x0, table 254, protocol 3, scope 0, type 1, flags 0x0
      08000100 00065100                    # RTA_DST 101
      0c001300 00010000 fffff100           # RTA_NEWDST 16/1048575
      0a001200 02000a00 00020000           # RTA_VIA AF_INET 10.0.0.2
      05001a00 01000000                    # RTA_TTL_PROPAGATE 1
      08000400 0a000000                    # RTA_OIF 10
    `,
  },
  {
    command: 'ip -f mpls route get 101',
    call: (to) => to.on(lookupRoute)({ dst: '101' }),
    request: `
      24000000 1a000100 00000000 00000000  # RTM_GETROUTE, REQUEST
      1c140000 00000000 00000000           # rtmsg: family 28, dst /20, src /0, tos 0x0, table 0, protocol 0, scope 0, type 0, flags 0x0
      08000100 00065100                    # RTA_DST 101
    `,
  },
]

routes.requests(requests, ' of MPLS')

/** The attributes of a report are those of a request (mpls_dump_route in net/mpls/af_mpls.c). */
const read = [
  { dst: '101', newdst: '200/300', via: 'fd00::2', oif: 10 },
  { dst: '102', via: '10.0.0.2', oif: 10 },
  { dst: '103', oif: 1 },
  { dst: '104', via: '02:00:00:00:00:01', oif: 10 },
  {
    dst: '105',
    multipath: [
      { flags: [], weight: 1, oif: 10, newdst: '200', via: '10.0.0.2' },
      { flags: [], weight: 1, oif: 11, newdst: '300/301', via: 'fd00::2' },
    ],
  },
]
const always = {
  family: 'mpls',
  tos: 0,
  table: 'main',
  protocol: 'boot',
  scope: 'universe',
  type: 'unicast',
  flags: [],
}

describe('routes of MPLS', () => {
  for (const [i, route] of read.entries()) {
    it(`are read as ip -M route shows them, and can be given back: ${route.dst}`, async () => {
      const { request } = requests[i] as RequestCase
      const [listed] = await new Recorder([bytes(request)]).on(listRoutes)({ family: 'mpls' })
      assert.deepEqual(listed, { ...always, ...route })
      const again = new Recorder()
      await again.on(addRoute)(listed as NonNullable<typeof listed>)
      assert.equal(again.sent[20], 254, 'the table is not in the header, where the kernel looks for it')
      const [back] = await new Recorder([again.sent]).on(listRoutes)({ family: 'mpls' })
      assert.deepEqual(back, listed)
    })
  }

  it('are not among those of IPv4 and IPv6', async () => {
    const { request } = requests[0] as RequestCase
    assert.deepEqual(await new Recorder([bytes(request)]).on(listRoutes)(), [])
  })
})
