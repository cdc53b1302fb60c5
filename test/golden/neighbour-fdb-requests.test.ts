import {
  addNeighbour,
  appendNeighbour,
  deleteNeighbour,
  listNeighbours,
  replaceNeighbour,
} from '../../lib/neighbour/neighbour.ts'
import type { RequestCase } from './support/golden.ts'
import { neighbours } from './support/neighbour.ts'

const requests: readonly RequestCase[] = [
  {
    command: 'bridge fdb add 02:00:00:00:01:01 dev vx0 dst 192.0.2.1',
    call: (to) => to.on(addNeighbour)({ family: 'bridge', lladdr: '02:00:00:00:01:01', link: 13, dst: '192.0.2.1' }),
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
      to.on(addNeighbour)({
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
    call: (to) => to.on(addNeighbour)({ family: 'bridge', lladdr: '00:00:00:00:00:00', link: 13, dst: '192.0.2.3' }),
    request: `
      30000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      07000000 0d000000 c0000200           # ndmsg: family 7, ifindex 13, state 0xc0, flags 0x2, type 0
      0a000200 00000000 00000000           # NDA_LLADDR 00:00:00:00:00:00
      08000100 c0000203                    # NDA_DST 192.0.2.3
    `,
  },
  {
    command: 'bridge fdb append 00:00:00:00:00:00 dev vx0 dst 192.0.2.4',
    call: (to) => to.on(appendNeighbour)({ family: 'bridge', lladdr: '00:00:00:00:00:00', link: 13, dst: '192.0.2.4' }),
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
      to.on(addNeighbour)({
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
      to.on(addNeighbour)({
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
      to.on(addNeighbour)({
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
      to.on(addNeighbour)({
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
      to.on(replaceNeighbour)({ family: 'bridge', lladdr: '02:00:00:00:02:04', link: 10, flags: ['master'] }),
    request: `
      28000000 1c000505 00000000 00000000  # RTM_NEWNEIGH, REPLACE, CREATE
      07000000 0a000000 c0000400           # ndmsg: family 7, ifindex 10, state 0xc0, flags 0x4, type 0
      0a000200 02000000 02040000           # NDA_LLADDR 02:00:00:00:02:04
    `,
  },
  {
    command: 'bridge fdb add 02:00:00:00:02:05 dev br0 self',
    call: (to) => to.on(addNeighbour)({ family: 'bridge', lladdr: '02:00:00:00:02:05', link: 12 }),
    request: `
      28000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      07000000 0c000000 c0000200           # ndmsg: family 7, ifindex 12, state 0xc0, flags 0x2, type 0
      0a000200 02000000 02050000           # NDA_LLADDR 02:00:00:00:02:05
    `,
  },
  {
    command: 'bridge fdb del 02:00:00:00:02:04 dev v0 master',
    call: (to) =>
      to.on(deleteNeighbour)({ family: 'bridge', lladdr: '02:00:00:00:02:04', link: 10, ...{ master: 12 }, flags: [] }),
    request: `
      28000000 1d000500 00000000 00000000  # RTM_DELNEIGH
      07000000 0a000000 c0000400           # ndmsg: family 7, ifindex 10, state 0xc0, flags 0x4, type 0
      0a000200 02000000 02040000           # NDA_LLADDR 02:00:00:00:02:04
    `,
  },
  {
    command: 'bridge fdb del 02:00:00:00:01:02 dev vx0 dst 192.0.2.2 port 4444 vni 77 via v1',
    call: (to) =>
      to.on(deleteNeighbour)({
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
    command: 'bridge fdb show br br0',
    call: (to) => to.on(listNeighbours)({ family: 'bridge', master: 12 }),
    request: `
      24000000 1e000103 00000000 00000000  # RTM_GETNEIGH, DUMP
      07000000 00000000 00000000           # ndmsg: family 7, ifindex 0, state 0x0, flags 0x0, type 0
      08000900 0c000000                    # NDA_MASTER 12
    `,
  },
]

neighbours.requests(requests, ' in a forwarding table')
