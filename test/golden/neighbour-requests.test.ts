import {
  addNeighbour,
  appendNeighbour,
  deleteNeighbour,
  listNeighbours,
  replaceNeighbour,
} from '../../lib/neighbour/neighbour.ts'
import { on } from '../../lib/verb/verb.ts'
import { describeRequests, type Request } from './neighbour.ts'

const requests: readonly Request[] = [
  {
    command: 'ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev v1',
    call: (to) => on(to, addNeighbour)({ dst: '10.0.0.2', lladdr: '02:00:00:00:00:02', link: 11 }),
    request: `
      30000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      02000000 0b000000 80000000           # ndmsg: family 2, ifindex 11, state 0x80, flags 0x0, type 0
      08000100 0a000002                    # NDA_DST 10.0.0.2
      0a000200 02000000 00020000           # NDA_LLADDR 02:00:00:00:00:02
    `,
  },
  {
    command: 'ip neigh add fd00::2 lladdr 02:00:00:00:00:02 dev v1 nud stale router protocol static',
    call: (to) =>
      on(
        to,
        addNeighbour,
      )({
        dst: 'fd00::2',
        lladdr: '02:00:00:00:00:02',
        link: 11,
        state: 'stale',
        flags: ['router'],
        protocol: 'static',
      }),
    request: `
      44000000 1c000506 00000000 00000000           # RTM_NEWNEIGH, EXCL, CREATE
      0a000000 0b000000 04008000                    # ndmsg: family 10, ifindex 11, state 0x4, flags 0x80, type 0
      05000c00 04000000                             # NDA_PROTOCOL 4
      14000100 fd000000 00000000 00000000 00000002  # NDA_DST fd00::2
      0a000200 02000000 00020000                    # NDA_LLADDR 02:00:00:00:00:02
    `,
  },
  {
    command: 'ip neigh add 10.0.0.3 dev v1 managed',
    call: (to) => on(to, addNeighbour)({ dst: '10.0.0.3', link: 11, flagsExt: ['managed'] }),
    request: `
      2c000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      02000000 0b000000 00000000           # ndmsg: family 2, ifindex 11, state 0x0, flags 0x0, type 0
      08000100 0a000003                    # NDA_DST 10.0.0.3
      08000f00 01000000                    # NDA_FLAGS_EXT 1
    `,
  },
  {
    command: 'ip neigh add 10.0.0.4 dev v1 use',
    call: (to) => on(to, addNeighbour)({ dst: '10.0.0.4', link: 11, flags: ['use'] }),
    request: `
      24000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      02000000 0b000000 80000100           # ndmsg: family 2, ifindex 11, state 0x80, flags 0x1, type 0
      08000100 0a000004                    # NDA_DST 10.0.0.4
    `,
  },
  {
    command: 'ip neigh add proxy 10.0.0.5 dev v1',
    call: (to) => on(to, addNeighbour)({ dst: '10.0.0.5', link: 11, flags: ['proxy'] }),
    request: `
      24000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      02000000 0b000000 80000800           # ndmsg: family 2, ifindex 11, state 0x80, flags 0x8, type 0
      08000100 0a000005                    # NDA_DST 10.0.0.5
    `,
  },
  {
    command: 'ip neigh add 10.0.0.6 lladdr 02:00:00:00:00:06 dev v1 nud noarp extern_learn',
    call: (to) =>
      on(
        to,
        addNeighbour,
      )({
        dst: '10.0.0.6',
        lladdr: '02:00:00:00:00:06',
        link: 11,
        state: 'noarp',
        flags: ['ext_learned'],
      }),
    request: `
      30000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      02000000 0b000000 40001000           # ndmsg: family 2, ifindex 11, state 0x40, flags 0x10, type 0
      08000100 0a000006                    # NDA_DST 10.0.0.6
      0a000200 02000000 00060000           # NDA_LLADDR 02:00:00:00:00:06
    `,
  },
  {
    command: 'ip neigh replace 10.0.0.2 lladdr 02:00:00:00:00:22 dev v1',
    call: (to) => on(to, replaceNeighbour)({ dst: '10.0.0.2', lladdr: '02:00:00:00:00:22', link: 11 }),
    request: `
      30000000 1c000505 00000000 00000000  # RTM_NEWNEIGH, REPLACE, CREATE
      02000000 0b000000 80000000           # ndmsg: family 2, ifindex 11, state 0x80, flags 0x0, type 0
      08000100 0a000002                    # NDA_DST 10.0.0.2
      0a000200 02000000 00220000           # NDA_LLADDR 02:00:00:00:00:22
    `,
  },
  {
    command: 'ip neigh del 10.0.0.2 dev v1',
    call: (to) => on(to, deleteNeighbour)({ dst: '10.0.0.2', link: 11 }),
    request: `
      24000000 1d000500 00000000 00000000  # RTM_DELNEIGH
      02000000 0b000000 80000000           # ndmsg: family 2, ifindex 11, state 0x80, flags 0x0, type 0
      08000100 0a000002                    # NDA_DST 10.0.0.2
    `,
  },
  {
    command: 'ip neigh del proxy 10.0.0.5 dev v1',
    call: (to) => on(to, deleteNeighbour)({ dst: '10.0.0.5', link: 11, flags: ['proxy'] }),
    request: `
      24000000 1d000500 00000000 00000000  # RTM_DELNEIGH
      02000000 0b000000 80000800           # ndmsg: family 2, ifindex 11, state 0x80, flags 0x8, type 0
      08000100 0a000005                    # NDA_DST 10.0.0.5
    `,
  },
  {
    command: 'bridge fdb add 02:00:00:00:01:01 dev vx0 dst 192.0.2.1',
    call: (to) => on(to, addNeighbour)({ family: 'bridge', lladdr: '02:00:00:00:01:01', link: 13, dst: '192.0.2.1' }),
    request: `
      30000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      07000000 0d000000 c0000200           # ndmsg: family 7, ifindex 13, state 0xc0, flags 0x2, type 0
      0a000200 02000000 01010000           # NDA_LLADDR 02:00:00:00:01:01
      08000100 c0000201                    # NDA_DST 192.0.2.1
    `,
  },
  {
    command: 'bridge fdb add 02:00:00:00:01:02 dev vx0 dst 192.0.2.2 port 4444 vni 77 via v1',
    call: (to) =>
      on(
        to,
        addNeighbour,
      )({
        lladdr: '02:00:00:00:01:02',
        link: 13,
        dst: '192.0.2.2',
        port: 4444,
        vni: 77,
        ifindex: 11,
        family: 'bridge',
      }),
    request: `
      48000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      07000000 0d000000 c0000200           # ndmsg: family 7, ifindex 13, state 0xc0, flags 0x2, type 0
      0a000200 02000000 01020000           # NDA_LLADDR 02:00:00:00:01:02
      08000100 c0000202                    # NDA_DST 192.0.2.2
      06000600 115c0000                    # NDA_PORT 4444, network order
      08000700 4d000000                    # NDA_VNI 77
      08000800 0b000000                    # NDA_IFINDEX 11
    `,
  },
  {
    command: 'bridge fdb add 00:00:00:00:00:00 dev vx0 dst 192.0.2.3',
    call: (to) => on(to, addNeighbour)({ family: 'bridge', lladdr: '00:00:00:00:00:00', link: 13, dst: '192.0.2.3' }),
    request: `
      30000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      07000000 0d000000 c0000200           # ndmsg: family 7, ifindex 13, state 0xc0, flags 0x2, type 0
      0a000200 00000000 00000000           # NDA_LLADDR 00:00:00:00:00:00
      08000100 c0000203                    # NDA_DST 192.0.2.3
    `,
  },
  {
    command: 'bridge fdb append 00:00:00:00:00:00 dev vx0 dst 192.0.2.4',
    call: (to) =>
      on(to, appendNeighbour)({ family: 'bridge', lladdr: '00:00:00:00:00:00', link: 13, dst: '192.0.2.4' }),
    request: `
      30000000 1c00050c 00000000 00000000  # RTM_NEWNEIGH, CREATE, APPEND
      07000000 0d000000 c0000200           # ndmsg: family 7, ifindex 13, state 0xc0, flags 0x2, type 0
      0a000200 00000000 00000000           # NDA_LLADDR 00:00:00:00:00:00
      08000100 c0000204                    # NDA_DST 192.0.2.4
    `,
  },
  {
    command: 'bridge fdb add 02:00:00:00:01:05 dev vx1 dst 192.0.2.5 src_vni 100 vni 100',
    call: (to) =>
      on(
        to,
        addNeighbour,
      )({
        family: 'bridge',
        lladdr: '02:00:00:00:01:05',
        link: 14,
        dst: '192.0.2.5',
        srcVni: 100,
        vni: 100,
      }),
    request: `
      40000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      07000000 0e000000 c0000200           # ndmsg: family 7, ifindex 14, state 0xc0, flags 0x2, type 0
      0a000200 02000000 01050000           # NDA_LLADDR 02:00:00:00:01:05
      08000100 c0000205                    # NDA_DST 192.0.2.5
      08000700 64000000                    # NDA_VNI 100
      08000b00 64000000                    # NDA_SRC_VNI 100
    `,
  },
  {
    command: 'bridge fdb add 02:00:00:00:02:01 dev v0 master static',
    call: (to) =>
      on(
        to,
        addNeighbour,
      )({
        family: 'bridge',
        lladdr: '02:00:00:00:02:01',
        link: 10,
        flags: ['master'],
        state: ['reachable', 'noarp'],
      }),
    request: `
      28000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      07000000 0a000000 42000400           # ndmsg: family 7, ifindex 10, state 0x42, flags 0x4, type 0
      0a000200 02000000 02010000           # NDA_LLADDR 02:00:00:00:02:01
    `,
  },
  {
    command: 'bridge fdb add 02:00:00:00:02:02 dev v0 master dynamic',
    call: (to) =>
      on(
        to,
        addNeighbour,
      )({
        family: 'bridge',
        lladdr: '02:00:00:00:02:02',
        link: 10,
        flags: ['master'],
        state: 'reachable',
      }),
    request: `
      28000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      07000000 0a000000 02000400           # ndmsg: family 7, ifindex 10, state 0x2, flags 0x4, type 0
      0a000200 02000000 02020000           # NDA_LLADDR 02:00:00:00:02:02
    `,
  },
  {
    command: 'bridge fdb add 02:00:00:00:02:03 dev v0 master static sticky',
    call: (to) =>
      on(
        to,
        addNeighbour,
      )({
        family: 'bridge',
        lladdr: '02:00:00:00:02:03',
        link: 10,
        flags: ['master', 'sticky'],
        state: ['noarp', 'reachable'],
      }),
    request: `
      28000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      07000000 0a000000 42004400           # ndmsg: family 7, ifindex 10, state 0x42, flags 0x44, type 0
      0a000200 02000000 02030000           # NDA_LLADDR 02:00:00:00:02:03
    `,
  },
  {
    command: 'bridge fdb replace 02:00:00:00:02:04 dev v0 master local',
    call: (to) =>
      on(to, replaceNeighbour)({ family: 'bridge', lladdr: '02:00:00:00:02:04', link: 10, flags: ['master'] }),
    request: `
      28000000 1c000505 00000000 00000000  # RTM_NEWNEIGH, REPLACE, CREATE
      07000000 0a000000 c0000400           # ndmsg: family 7, ifindex 10, state 0xc0, flags 0x4, type 0
      0a000200 02000000 02040000           # NDA_LLADDR 02:00:00:00:02:04
    `,
  },
  {
    command: 'bridge fdb add 02:00:00:00:02:05 dev br0 self',
    call: (to) => on(to, addNeighbour)({ family: 'bridge', lladdr: '02:00:00:00:02:05', link: 12 }),
    request: `
      28000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      07000000 0c000000 c0000200           # ndmsg: family 7, ifindex 12, state 0xc0, flags 0x2, type 0
      0a000200 02000000 02050000           # NDA_LLADDR 02:00:00:00:02:05
    `,
  },
  {
    command: 'bridge fdb del 02:00:00:00:02:04 dev v0 master',
    call: (to) =>
      on(
        to,
        deleteNeighbour,
      )({ family: 'bridge', lladdr: '02:00:00:00:02:04', link: 10, ...{ master: 12 }, flags: [] }),
    request: `
      28000000 1d000500 00000000 00000000  # RTM_DELNEIGH
      07000000 0a000000 c0000400           # ndmsg: family 7, ifindex 10, state 0xc0, flags 0x4, type 0
      0a000200 02000000 02040000           # NDA_LLADDR 02:00:00:00:02:04
    `,
  },
  {
    command: 'bridge fdb del 02:00:00:00:01:02 dev vx0 dst 192.0.2.2 port 4444 vni 77 via v1',
    call: (to) =>
      on(
        to,
        deleteNeighbour,
      )({
        family: 'bridge',
        lladdr: '02:00:00:00:01:02',
        link: 13,
        dst: '192.0.2.2',
        port: 4444,
        vni: 77,
        ifindex: 11,
      }),
    request: `
      48000000 1d000500 00000000 00000000  # RTM_DELNEIGH
      07000000 0d000000 c0000200           # ndmsg: family 7, ifindex 13, state 0xc0, flags 0x2, type 0
      0a000200 02000000 01020000           # NDA_LLADDR 02:00:00:00:01:02
      08000100 c0000202                    # NDA_DST 192.0.2.2
      06000600 115c0000                    # NDA_PORT 4444, network order
      08000700 4d000000                    # NDA_VNI 77
      08000800 0b000000                    # NDA_IFINDEX 11
    `,
  },
  {
    command: 'ip -4 neigh show dev v1',
    call: (to) => on(to, listNeighbours)({ family: 'inet', link: 11 }),
    request: `
      24000000 1e000103 00000000 00000000  # RTM_GETNEIGH, DUMP
      02000000 00000000 00000000           # ndmsg: family 2, ifindex 0, state 0x0, flags 0x0, type 0
      08000800 0b000000                    # NDA_IFINDEX 11
    `,
  },
  {
    command: 'ip neigh show proxy',
    call: (to) => on(to, listNeighbours)({ proxy: true }),
    request: `
      1c000000 1e000103 00000000 00000000  # RTM_GETNEIGH, DUMP
      00000000 00000000 00000800           # ndmsg: family 0, ifindex 0, state 0x0, flags 0x8, type 0
    `,
  },
  {
    command: 'bridge fdb show br br0',
    call: (to) => on(to, listNeighbours)({ family: 'bridge', master: 12 }),
    request: `
      24000000 1e000103 00000000 00000000  # RTM_GETNEIGH, DUMP
      07000000 00000000 00000000           # ndmsg: family 7, ifindex 0, state 0x0, flags 0x0, type 0
      08000900 0c000000                    # NDA_MASTER 12
    `,
  },
]

describeRequests('requests about neighbours', requests)
