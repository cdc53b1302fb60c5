import type { Neighbour } from '../../lib/neighbour/neighbour.ts'
import type { ReportCase } from './support/golden.ts'
import { neighbours } from './support/neighbour.ts'

/** What the entries of the neighbour tables have in common. */
const four: Omit<Neighbour, 'state'> = { family: 'inet', link: 11, flags: [], type: 'unicast' }
/** What the entries of the forwarding tables have in common. */
const entry: Omit<Neighbour, 'link'> = { family: 'bridge', state: 'permanent', flags: [], type: 'unspec' }
/** What the remote ends of VXLANs have in common, as `bridge` made them. */
const end: Omit<Neighbour, 'link'> = { ...entry, state: ['noarp', 'permanent'], flags: ['self'], type: 'unicast' }

const reports: readonly ReportCase<Neighbour>[] = [
  {
    shown: '10.0.0.4 INCOMPLETE',
    item: {
      ...four,
      dst: '10.0.0.4',
      state: 'incomplete',
      probes: 4,
      cacheinfo: { confirmed: 6004, used: 4, updated: 4, refcnt: 1 },
    },
    report: `
      40000000 1c002200 00000000 00000000           # RTM_NEWNEIGH, MULTI
      02000000 0b000000 01000001                    # ndmsg: family 2, ifindex 11, state 0x1, flags 0x0, type 1
      08000100 0a000004                             # NDA_DST 10.0.0.4
      08000400 04000000                             # NDA_PROBES 4
      14000300 74170000 04000000 04000000 01000000  # NDA_CACHEINFO confirmed 6004, used 4, updated 4, refcnt 1
    `,
  },
  {
    shown: '10.0.0.3 managed INCOMPLETE',
    item: {
      ...four,
      dst: '10.0.0.3',
      state: 'incomplete',
      flagsExt: ['managed'],
      probes: 4,
      cacheinfo: { confirmed: 6005, used: 5, updated: 5, refcnt: 1 },
    },
    report: `
      48000000 1c002200 00000000 00000000           # RTM_NEWNEIGH, MULTI
      02000000 0b000000 01000001                    # ndmsg: family 2, ifindex 11, state 0x1, flags 0x0, type 1
      08000100 0a000003                             # NDA_DST 10.0.0.3
      08000400 04000000                             # NDA_PROBES 4
      14000300 75170000 05000000 05000000 01000000  # NDA_CACHEINFO confirmed 6005, used 5, updated 5, refcnt 1
      08000f00 01000000                             # NDA_FLAGS_EXT 1
    `,
  },
  {
    shown: '10.0.0.2 lladdr 02:00:00:00:00:22 PERMANENT',
    item: {
      ...four,
      dst: '10.0.0.2',
      lladdr: '02:00:00:00:00:22',
      state: 'permanent',
      probes: 0,
      cacheinfo: { confirmed: 3, used: 7, updated: 3, refcnt: 0 },
    },
    report: `
      4c000000 1c002200 00000000 00000000           # RTM_NEWNEIGH, MULTI
      02000000 0b000000 80000001                    # ndmsg: family 2, ifindex 11, state 0x80, flags 0x0, type 1
      08000100 0a000002                             # NDA_DST 10.0.0.2
      0a000200 02000000 00220000                    # NDA_LLADDR 02:00:00:00:00:22
      08000400 00000000                             # NDA_PROBES 0
      14000300 03000000 07000000 03000000 00000000  # NDA_CACHEINFO confirmed 3, used 7, updated 3, refcnt 0
    `,
  },
  {
    shown: '10.0.0.6 lladdr 02:00:00:00:00:06 extern_learn NOARP',
    item: {
      ...four,
      dst: '10.0.0.6',
      lladdr: '02:00:00:00:00:06',
      state: 'noarp',
      flags: ['ext_learned'],
      probes: 0,
      cacheinfo: { confirmed: 3, used: 3, updated: 3, refcnt: 0 },
    },
    report: `
      4c000000 1c002200 00000000 00000000           # RTM_NEWNEIGH, MULTI
      02000000 0b000000 40001001                    # ndmsg: family 2, ifindex 11, state 0x40, flags 0x10, type 1
      08000100 0a000006                             # NDA_DST 10.0.0.6
      0a000200 02000000 00060000                    # NDA_LLADDR 02:00:00:00:00:06
      08000400 00000000                             # NDA_PROBES 0
      14000300 03000000 03000000 03000000 00000000  # NDA_CACHEINFO confirmed 3, used 3, updated 3, refcnt 0
    `,
  },
  {
    shown: 'fd00::2 lladdr 02:00:00:00:00:02 router STALE proto static',
    item: {
      ...four,
      family: 'inet6',
      dst: 'fd00::2',
      lladdr: '02:00:00:00:00:02',
      state: 'stale',
      flags: ['router'],
      protocol: 'static',
      probes: 0,
      cacheinfo: { confirmed: 6007, used: 7, updated: 7, refcnt: 0 },
    },
    report: `
      60000000 1c002200 00000000 00000000           # RTM_NEWNEIGH, MULTI
      0a000000 0b000000 04008001                    # ndmsg: family 10, ifindex 11, state 0x4, flags 0x80, type 1
      14000100 fd000000 00000000 00000000 00000002  # NDA_DST fd00::2
      0a000200 02000000 00020000                    # NDA_LLADDR 02:00:00:00:00:02
      08000400 00000000                             # NDA_PROBES 0
      14000300 77170000 07000000 07000000 00000000  # NDA_CACHEINFO confirmed 6007, used 7, updated 7, refcnt 0
      05000c00 04000000                             # NDA_PROTOCOL 4
    `,
  },
  {
    shown: 'ff02::16 lladdr 33:33:00:00:00:16 NOARP',
    item: {
      ...four,
      family: 'inet6',
      dst: 'ff02::16',
      lladdr: '33:33:00:00:00:16',
      state: 'noarp',
      type: 'multicast',
      probes: 0,
      cacheinfo: { confirmed: 6009, used: 9, updated: 9, refcnt: 0 },
    },
    report: `
      58000000 1c002200 00000000 00000000           # RTM_NEWNEIGH, MULTI
      0a000000 0b000000 40000005                    # ndmsg: family 10, ifindex 11, state 0x40, flags 0x0, type 5
      14000100 ff020000 00000000 00000000 00000016  # NDA_DST ff02::16
      0a000200 33330000 00160000                    # NDA_LLADDR 33:33:00:00:00:16
      08000400 00000000                             # NDA_PROBES 0
      14000300 79170000 09000000 09000000 00000000  # NDA_CACHEINFO confirmed 6009, used 9, updated 9, refcnt 0
    `,
  },
  {
    shown: '10.0.0.5 dev v1 proxy',
    item: { ...four, dst: '10.0.0.5', state: 'none', flags: ['proxy'] },
    report: `
      24000000 1c000200 00000000 00000000  # RTM_NEWNEIGH, MULTI
      02000000 0b000000 00000801           # ndmsg: family 2, ifindex 11, state 0x0, flags 0x8, type 1
      08000100 0a000005                    # NDA_DST 10.0.0.5
    `,
  },
  {
    shown: '02:00:00:00:02:04 dev v0 master br0 permanent',
    item: {
      ...entry,
      link: 10,
      lladdr: '02:00:00:00:02:04',
      master: 12,
      flagsExt: [],
      cacheinfo: { confirmed: 0, used: 2, updated: 2, refcnt: 0 },
    },
    report: `
      4c000000 1c000200 00000000 00000000           # RTM_NEWNEIGH, MULTI
      07000000 0a000000 80000000                    # ndmsg: family 7, ifindex 10, state 0x80, flags 0x0, type 0
      0a000200 02000000 02040000                    # NDA_LLADDR 02:00:00:00:02:04
      08000900 0c000000                             # NDA_MASTER 12
      08000f00 00000000                             # NDA_FLAGS_EXT 0
      14000300 00000000 02000000 02000000 00000000  # NDA_CACHEINFO confirmed 0, used 2, updated 2, refcnt 0
    `,
  },
  {
    shown: '02:00:00:00:02:03 dev v0 sticky master br0 static',
    item: {
      ...entry,
      link: 10,
      lladdr: '02:00:00:00:02:03',
      master: 12,
      state: 'noarp',
      flags: ['sticky'],
      flagsExt: [],
      cacheinfo: { confirmed: 0, used: 2, updated: 2, refcnt: 0 },
    },
    report: `
      4c000000 1c000200 00000000 00000000           # RTM_NEWNEIGH, MULTI
      07000000 0a000000 40004000                    # ndmsg: family 7, ifindex 10, state 0x40, flags 0x40, type 0
      0a000200 02000000 02030000                    # NDA_LLADDR 02:00:00:00:02:03
      08000900 0c000000                             # NDA_MASTER 12
      08000f00 00000000                             # NDA_FLAGS_EXT 0
      14000300 00000000 02000000 02000000 00000000  # NDA_CACHEINFO confirmed 0, used 2, updated 2, refcnt 0
    `,
  },
  {
    shown: '02:00:00:00:02:02 dev v0 master br0',
    item: {
      ...entry,
      link: 10,
      lladdr: '02:00:00:00:02:02',
      master: 12,
      state: 'reachable',
      flagsExt: [],
      cacheinfo: { confirmed: 0, used: 2, updated: 2, refcnt: 0 },
    },
    report: `
      4c000000 1c000200 00000000 00000000           # RTM_NEWNEIGH, MULTI
      07000000 0a000000 02000000                    # ndmsg: family 7, ifindex 10, state 0x2, flags 0x0, type 0
      0a000200 02000000 02020000                    # NDA_LLADDR 02:00:00:00:02:02
      08000900 0c000000                             # NDA_MASTER 12
      08000f00 00000000                             # NDA_FLAGS_EXT 0
      14000300 00000000 02000000 02000000 00000000  # NDA_CACHEINFO confirmed 0, used 2, updated 2, refcnt 0
    `,
  },
  {
    shown: '33:33:00:00:00:01 dev v0 self permanent',
    item: { ...entry, link: 10, lladdr: '33:33:00:00:00:01', flags: ['self'] },
    report: `
      28000000 1c000200 00000000 00000000  # RTM_NEWNEIGH, MULTI
      07000000 0a000000 80000200           # ndmsg: family 7, ifindex 10, state 0x80, flags 0x2, type 0
      0a000200 33330000 00010000           # NDA_LLADDR 33:33:00:00:00:01
    `,
  },
  {
    shown: '02:00:00:00:02:05 dev br0 master br0 permanent',
    item: {
      ...entry,
      link: 12,
      lladdr: '02:00:00:00:02:05',
      master: 12,
      flagsExt: [],
      cacheinfo: { confirmed: 0, used: 2, updated: 2, refcnt: 0 },
    },
    report: `
      4c000000 1c000200 00000000 00000000           # RTM_NEWNEIGH, MULTI
      07000000 0c000000 80000000                    # ndmsg: family 7, ifindex 12, state 0x80, flags 0x0, type 0
      0a000200 02000000 02050000                    # NDA_LLADDR 02:00:00:00:02:05
      08000900 0c000000                             # NDA_MASTER 12
      08000f00 00000000                             # NDA_FLAGS_EXT 0
      14000300 00000000 02000000 02000000 00000000  # NDA_CACHEINFO confirmed 0, used 2, updated 2, refcnt 0
    `,
  },
  {
    shown: '00:00:00:00:00:00 dev vx0 dst 192.0.2.4 self permanent',
    item: {
      ...end,
      link: 13,
      lladdr: '00:00:00:00:00:00',
      dst: '192.0.2.4',
      cacheinfo: { confirmed: 0, used: 4, updated: 4, refcnt: 0 },
    },
    report: `
      44000000 1c000200 00000000 00000000           # RTM_NEWNEIGH, MULTI
      07000000 0d000000 c0000201                    # ndmsg: family 7, ifindex 13, state 0xc0, flags 0x2, type 1
      0a000200 00000000 00000000                    # NDA_LLADDR 00:00:00:00:00:00
      08000100 c0000204                             # NDA_DST 192.0.2.4
      14000300 00000000 04000000 04000000 00000000  # NDA_CACHEINFO confirmed 0, used 4, updated 4, refcnt 0
    `,
  },
  {
    shown: '02:00:00:00:01:02 dev vx0 dst 192.0.2.2 port 4444 vni 77 via v1 self permanent',
    item: {
      ...end,
      link: 13,
      lladdr: '02:00:00:00:01:02',
      dst: '192.0.2.2',
      port: 4444,
      vni: 77,
      ifindex: 11,
      cacheinfo: { confirmed: 0, used: 4, updated: 4, refcnt: 0 },
    },
    report: `
      5c000000 1c000200 00000000 00000000           # RTM_NEWNEIGH, MULTI
      07000000 0d000000 c0000201                    # ndmsg: family 7, ifindex 13, state 0xc0, flags 0x2, type 1
      0a000200 02000000 01020000                    # NDA_LLADDR 02:00:00:00:01:02
      08000100 c0000202                             # NDA_DST 192.0.2.2
      06000600 115c0000                             # NDA_PORT 4444, network order
      08000700 4d000000                             # NDA_VNI 77
      08000800 0b000000                             # NDA_IFINDEX 11
      14000300 00000000 04000000 04000000 00000000  # NDA_CACHEINFO confirmed 0, used 4, updated 4, refcnt 0
    `,
  },
  {
    shown: '02:00:00:00:01:05 dev vx1 dst 192.0.2.5 vni 100 src_vni 100 self permanent',
    item: {
      ...end,
      link: 14,
      lladdr: '02:00:00:00:01:05',
      dst: '192.0.2.5',
      vni: 100,
      srcVni: 100,
      cacheinfo: { confirmed: 0, used: 3, updated: 3, refcnt: 0 },
    },
    report: `
      54000000 1c000200 00000000 00000000           # RTM_NEWNEIGH, MULTI
      07000000 0e000000 c0000201                    # ndmsg: family 7, ifindex 14, state 0xc0, flags 0x2, type 1
      0a000200 02000000 01050000                    # NDA_LLADDR 02:00:00:00:01:05
      08000100 c0000205                             # NDA_DST 192.0.2.5
      08000700 64000000                             # NDA_VNI 100
      08000b00 64000000                             # NDA_SRC_VNI 100
      14000300 00000000 03000000 03000000 00000000  # NDA_CACHEINFO confirmed 0, used 3, updated 3, refcnt 0
    `,
  },
]

neighbours.reports(reports)
