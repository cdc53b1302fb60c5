import type { Nexthop } from '../../lib/nexthop/index.ts'
import type { ReportCase } from './support/golden.ts'
import { buckets, nexthops } from './support/nexthop.ts'

/** What the cases have in common. */
const four: Omit<Nexthop, 'id'> = { family: 'inet', scope: 'link', protocol: 'unspec', flags: [] }
const groups: Omit<Nexthop, 'id'> = { ...four, family: 'unspec', scope: 'universe' }

const reports: readonly ReportCase<Nexthop>[] = [
  {
    shown: 'id 2 via 10.0.1.2 dev v1 scope link proto static onlink',
    item: { ...four, id: 2, oif: 11, gateway: '10.0.1.2', protocol: 'static', flags: ['onlink'] },
    report: `
      30000000 68000200 00000000 00000000  # RTM_NEWNEXTHOP, MULTI
      02fd0400 04000000                    # nhmsg: family 2, scope 253, protocol 4, flags 0x4
      08000100 02000000                    # NHA_ID 2
      08000500 0b000000                    # NHA_OIF 11
      08000600 0a000102                    # NHA_GATEWAY 10.0.1.2
    `,
  },
  {
    shown: 'id 3 via fd00::2 dev v0 scope link proto unspec',
    item: { ...four, family: 'inet6', id: 3, oif: 10, gateway: 'fd00::2' },
    report: `
      3c000000 68000200 00000000 00000000           # RTM_NEWNEXTHOP, MULTI
      0afd0000 00000000                             # nhmsg: family 10, scope 253, protocol 0, flags 0
      08000100 03000000                             # NHA_ID 3
      08000500 0a000000                             # NHA_OIF 10
      14000600 fd000000 00000000 00000000 00000002  # NHA_GATEWAY fd00::2
    `,
  },
  {
    shown: 'id 4 dev v0 scope host proto unspec',
    item: { ...four, scope: 'host', id: 4, oif: 10 },
    report: `
      28000000 68000200 00000000 00000000  # RTM_NEWNEXTHOP, MULTI
      02fe0000 00000000                    # nhmsg: family 2, scope 254, protocol 0, flags 0
      08000100 04000000                    # NHA_ID 4
      08000500 0a000000                    # NHA_OIF 10
    `,
  },
  {
    shown: 'id 5 scope global blackhole proto unspec',
    item: { ...four, family: 'inet6', scope: 'universe', id: 5, blackhole: true },
    report: `
      24000000 68000200 00000000 00000000  # RTM_NEWNEXTHOP, MULTI
      0a000000 00000000                    # nhmsg: family 10, scope 0, protocol 0, flags 0
      08000100 05000000                    # NHA_ID 5
      04000400                             # NHA_BLACKHOLE
    `,
  },
  {
    shown: 'id 6 via 192.0.2.1 scope link proto unspec fdb',
    item: { ...four, id: 6, fdb: true, gateway: '192.0.2.1' },
    report: `
      2c000000 68000200 00000000 00000000  # RTM_NEWNEXTHOP, MULTI
      02fd0000 00000000                    # nhmsg: family 2, scope 253, protocol 0, flags 0
      08000100 06000000                    # NHA_ID 6
      04000b00                             # NHA_FDB
      08000600 c0000201                    # NHA_GATEWAY 192.0.2.1
    `,
  },
  {
    shown: 'id 10 group 1,3/2 scope global proto unspec',
    item: {
      ...groups,
      id: 10,
      groupType: 'mpath',
      group: [
        { id: 1, weight: 3 },
        { id: 2, weight: 1 },
      ],
    },
    report: `
      44000000 68000200 00000000 00000000           # RTM_NEWNEXTHOP, MULTI
      00000000 00000000                             # nhmsg: family 0, scope 0, protocol 0, flags 0
      08000100 0a000000                             # NHA_ID 10
      06000300 00000000                             # NHA_GROUP_TYPE: NEXTHOP_GRP_TYPE_MPATH
      14000200 01000000 02000000 02000000 00000000  # NHA_GROUP: 1 with weight 3, 2 with weight 1
      08000e00 00000080                             # NHA_OP_FLAGS: NHA_OP_FLAG_RESP_GRP_RESVD_0
    `,
  },
  {
    shown: 'the same by a kernel before Linux 6.11, with what was in memory in the fields that are reserved',
    item: {
      ...groups,
      id: 10,
      groupType: 'mpath',
      group: [
        { id: 1, weight: 3 },
        { id: 2, weight: 256 },
      ],
    },
    report: `
      3c000000 68000200 00000000 00000000           # RTM_NEWNEXTHOP, MULTI
      00000000 00000000                             # nhmsg: family 0, scope 0, protocol 0, flags 0
      08000100 0a000000                             # NHA_ID 10
      06000300 00000000                             # NHA_GROUP_TYPE: NEXTHOP_GRP_TYPE_MPATH
      14000200 01000000 02770000 02000000 ffab0000  # NHA_GROUP: 1 with weight 3, 2 with weight 256
    `,
  },
  {
    shown: 'id 11 group 1/2,100 type resilient buckets 8 idle_timer 60 unbalanced_timer 300 unbalanced_time 0',
    item: {
      ...groups,
      id: 11,
      groupType: 'res',
      group: [
        { id: 1, weight: 1 },
        { id: 2, weight: 100 },
      ],
      resilient: { buckets: 8, idleTimer: 6000, unbalancedTimer: 30_000, unbalancedTime: 0 },
    },
    report: `
      6c000000 68000200 00000000 00000000           # RTM_NEWNEXTHOP, MULTI
      00000000 00000000                             # nhmsg: family 0, scope 0, protocol 0, flags 0
      08000100 0b000000                             # NHA_ID 11
      06000300 01000000                             # NHA_GROUP_TYPE: NEXTHOP_GRP_TYPE_RES
      14000200 01000000 00000000 02000000 63000000  # NHA_GROUP: 1 with weight 1, 2 with weight 100
      28000c80                                      # NHA_RES_GROUP
        06000100 08000000                           # NHA_RES_GROUP_BUCKETS 8
        08000200 70170000                           # NHA_RES_GROUP_IDLE_TIMER 6000
        08000300 30750000                           # NHA_RES_GROUP_UNBALANCED_TIMER 30000
        0c000400 00000000 00000000                  # NHA_RES_GROUP_UNBALANCED_TIME 0
      08000e00 00000080                             # NHA_OP_FLAGS: NHA_OP_FLAG_RESP_GRP_RESVD_0
    `,
  },
]

nexthops.reports(reports)

buckets.reports([
  {
    shown: 'id 11 index 1 idle_time 0.1 nhid 2',
    item: { id: 11, index: 1, nhId: 2, idleTime: 10, flags: [] },
    report: `
        40000000 74000200 00000000 00000000  # RTM_NEWNEXTHOPBUCKET, MULTI
        00000000 00000000                    # nhmsg: family 0, scope 0, protocol 0, flags 0
        08000100 0b000000                    # NHA_ID 11
        20000d80                             # NHA_RES_BUCKET
          06000100 01000000                  # NHA_RES_BUCKET_INDEX 1
          08000300 02000000                  # NHA_RES_BUCKET_NH_ID 2
          0c000200 0a000000 00000000         # NHA_RES_BUCKET_IDLE_TIME 10
      `,
  },
])
