import {
  addNexthop,
  deleteNexthop,
  getNexthop,
  listNexthopBuckets,
  listNexthops,
  replaceNexthop,
} from '../../lib/nexthop/index.ts'
import type { RequestCase } from './support/golden.ts'
import { nexthops } from './support/nexthop.ts'

const requests: readonly RequestCase[] = [
  {
    command: 'ip nexthop add id 1 via 10.0.0.2 dev v0',
    call: (to) => to.on(addNexthop)({ id: 1, gateway: '10.0.0.2', oif: 10 }),
    request: `
      30000000 68000506 00000000 00000000  # RTM_NEWNEXTHOP, REQUEST ACK EXCL CREATE
      02000000 00000000                    # nhmsg: family 2, scope 0, protocol 0, flags 0
      08000100 01000000                    # NHA_ID 1
      08000600 0a000002                    # NHA_GATEWAY 10.0.0.2
      08000500 0a000000                    # NHA_OIF 10
    `,
  },
  {
    command: 'ip nexthop add id 2 via 10.0.1.2 dev v1 proto static onlink',
    call: (to) => to.on(addNexthop)({ id: 2, gateway: '10.0.1.2', oif: 11, protocol: 'static', flags: ['onlink'] }),
    request: `
      30000000 68000506 00000000 00000000  # RTM_NEWNEXTHOP, REQUEST ACK EXCL CREATE
      02000400 04000000                    # nhmsg: family 2, scope 0, protocol 4, flags 0x4
      08000100 02000000                    # NHA_ID 2
      08000600 0a000102                    # NHA_GATEWAY 10.0.1.2
      08000500 0b000000                    # NHA_OIF 11
    `,
  },
  {
    command: 'ip nexthop add id 3 via fd00::2 dev v0',
    call: (to) => to.on(addNexthop)({ id: 3, gateway: 'fd00::2', oif: 10 }),
    request: `
      3c000000 68000506 00000000 00000000           # RTM_NEWNEXTHOP, REQUEST ACK EXCL CREATE
      0a000000 00000000                             # nhmsg: family 10, scope 0, protocol 0, flags 0
      08000100 03000000                             # NHA_ID 3
      14000600 fd000000 00000000 00000000 00000002  # NHA_GATEWAY fd00::2
      08000500 0a000000                             # NHA_OIF 10
    `,
  },
  {
    command: 'ip nexthop add id 4 dev v1',
    call: (to) => to.on(addNexthop)({ id: 4, oif: 11 }),
    request: `
      28000000 68000506 00000000 00000000  # RTM_NEWNEXTHOP, REQUEST ACK EXCL CREATE
      02000000 00000000                    # nhmsg: family 2, scope 0, protocol 0, flags 0
      08000100 04000000                    # NHA_ID 4
      08000500 0b000000                    # NHA_OIF 11
    `,
  },
  {
    command: 'ip -6 nexthop add id 5 blackhole',
    call: (to) => to.on(addNexthop)({ id: 5, family: 'inet6', blackhole: true }),
    request: `
      24000000 68000506 00000000 00000000  # RTM_NEWNEXTHOP, REQUEST ACK EXCL CREATE
      0a000000 00000000                    # nhmsg: family 10, scope 0, protocol 0, flags 0
      08000100 05000000                    # NHA_ID 5
      04000400                             # NHA_BLACKHOLE
    `,
  },
  {
    command: 'ip nexthop add id 6 via 192.0.2.1 fdb',
    call: (to) => to.on(addNexthop)({ id: 6, gateway: '192.0.2.1', fdb: true }),
    request: `
      2c000000 68000506 00000000 00000000  # RTM_NEWNEXTHOP, REQUEST ACK EXCL CREATE
      02000000 00000000                    # nhmsg: family 2, scope 0, protocol 0, flags 0
      08000100 06000000                    # NHA_ID 6
      08000600 c0000201                    # NHA_GATEWAY 192.0.2.1
      04000b00                             # NHA_FDB
    `,
  },
  {
    command: 'ip nexthop add id 10 group 1,3/2',
    call: (to) => to.on(addNexthop)({ id: 10, group: [{ id: 1, weight: 3 }, { id: 2 }] }),
    request: `
      34000000 68000506 00000000 00000000           # RTM_NEWNEXTHOP, REQUEST ACK EXCL CREATE
      00000000 00000000                             # nhmsg: family 0, scope 0, protocol 0, flags 0
      08000100 0a000000                             # NHA_ID 10
      14000200 01000000 02000000 02000000 00000000  # NHA_GROUP: 1 with weight 3, 2 with weight 1
    `,
  },
  {
    command: 'ip nexthop add id 11 group 1/2,100 type resilient buckets 8 idle_timer 60 unbalanced_timer 300',
    call: (to) =>
      to.on(addNexthop)({
        id: 11,
        group: [{ id: 1 }, { id: 2, weight: 100 }],
        resilient: { buckets: 8, idleTimer: 6000, unbalancedTimer: 30_000 },
      }),
    request: `
      58000000 68000506 00000000 00000000           # RTM_NEWNEXTHOP, REQUEST ACK EXCL CREATE
      00000000 00000000                             # nhmsg: family 0, scope 0, protocol 0, flags 0
      08000100 0b000000                             # NHA_ID 11
      14000200 01000000 00000000 02000000 63000000  # NHA_GROUP: 1 with weight 1, 2 with weight 100
      1c000c80                                      # NHA_RES_GROUP
        06000100 08000000                           # NHA_RES_GROUP_BUCKETS 8
        08000200 70170000                           # NHA_RES_GROUP_IDLE_TIMER 6000
        08000300 30750000                           # NHA_RES_GROUP_UNBALANCED_TIMER 30000
      06000300 01000000                             # NHA_GROUP_TYPE: NEXTHOP_GRP_TYPE_RES
    `,
  },
  {
    command: 'ip nexthop add id 12 group 6 fdb',
    call: (to) => to.on(addNexthop)({ id: 12, group: [{ id: 6 }], fdb: true }),
    request: `
      30000000 68000506 00000000 00000000  # RTM_NEWNEXTHOP, REQUEST ACK EXCL CREATE
      00000000 00000000                    # nhmsg: family 0, scope 0, protocol 0, flags 0
      08000100 0c000000                    # NHA_ID 12
      0c000200 06000000 00000000           # NHA_GROUP: 6 with weight 1
      04000b00                             # NHA_FDB
    `,
  },
  {
    command: 'ip nexthop replace id 4 dev v0',
    call: (to) => to.on(replaceNexthop)({ id: 4, oif: 10 }),
    request: `
      28000000 68000505 00000000 00000000  # RTM_NEWNEXTHOP, REQUEST ACK REPLACE CREATE
      02000000 00000000                    # nhmsg: family 2, scope 0, protocol 0, flags 0
      08000100 04000000                    # NHA_ID 4
      08000500 0a000000                    # NHA_OIF 10
    `,
  },
  {
    command: 'ip nexthop del id 12',
    call: (to) => to.on(deleteNexthop)({ id: 12 }),
    request: `
      20000000 69000500 00000000 00000000  # RTM_DELNEXTHOP, REQUEST ACK
      00000000 00000000                    # nhmsg: family 0, scope 0, protocol 0, flags 0
      08000100 0c000000                    # NHA_ID 12
    `,
  },
  {
    command: 'ip nexthop get id 1',
    call: (to) => to.on(getNexthop)(1),
    request: `
      20000000 6a000100 00000000 00000000  # RTM_GETNEXTHOP, REQUEST
      00000000 00000000                    # nhmsg: family 0, scope 0, protocol 0, flags 0
      08000100 01000000                    # NHA_ID 1
    `,
  },
  {
    command: 'ip nexthop show dev v0',
    call: (to) => to.on(listNexthops)({ oif: 10 }),
    request: `
      20000000 6a000103 00000000 00000000  # RTM_GETNEXTHOP, REQUEST DUMP
      00000000 00000000                    # nhmsg: family 0, scope 0, protocol 0, flags 0
      08000500 0a000000                    # NHA_OIF 10
    `,
  },
  {
    command: 'ip nexthop show groups',
    call: (to) => to.on(listNexthops)({ group: true }),
    request: `
      1c000000 6a000103 00000000 00000000  # RTM_GETNEXTHOP, REQUEST DUMP
      00000000 00000000                    # nhmsg: family 0, scope 0, protocol 0, flags 0
      04000900                             # NHA_GROUPS
    `,
  },
  {
    command: 'ip nexthop bucket show nhid 1',
    call: (to) => to.on(listNexthopBuckets)({ nhId: 1 }),
    request: `
      24000000 76000103 00000000 00000000  # RTM_GETNEXTHOPBUCKET, REQUEST DUMP
      00000000 00000000                    # nhmsg: family 0, scope 0, protocol 0, flags 0
      0c000d80                             # NHA_RES_BUCKET
        08000300 01000000                  # NHA_RES_BUCKET_NH_ID 1
    `,
  },
]

nexthops.requests(requests)
