import { addNeighbour, deleteNeighbour, listNeighbours, replaceNeighbour } from '../../lib/neighbour/neighbour.ts'
import type { RequestCase } from './support/golden.ts'
import { neighbours } from './support/neighbour.ts'

const requests: readonly RequestCase[] = [
  {
    command: 'ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev v1',
    call: (to) => to.on(addNeighbour)({ dst: '10.0.0.2', lladdr: '02:00:00:00:00:02', link: 11 }),
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
      to.on(addNeighbour)({
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
    call: (to) => to.on(addNeighbour)({ dst: '10.0.0.3', link: 11, flagsExt: ['managed'] }),
    request: `
      2c000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      02000000 0b000000 00000000           # ndmsg: family 2, ifindex 11, state 0x0, flags 0x0, type 0
      08000100 0a000003                    # NDA_DST 10.0.0.3
      08000f00 01000000                    # NDA_FLAGS_EXT 1
    `,
  },
  {
    command: 'ip neigh add 10.0.0.4 dev v1 use',
    call: (to) => to.on(addNeighbour)({ dst: '10.0.0.4', link: 11, flags: ['use'] }),
    request: `
      24000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      02000000 0b000000 80000100           # ndmsg: family 2, ifindex 11, state 0x80, flags 0x1, type 0
      08000100 0a000004                    # NDA_DST 10.0.0.4
    `,
  },
  {
    command: 'ip neigh add proxy 10.0.0.5 dev v1',
    call: (to) => to.on(addNeighbour)({ dst: '10.0.0.5', link: 11, flags: ['proxy'] }),
    request: `
      24000000 1c000506 00000000 00000000  # RTM_NEWNEIGH, EXCL, CREATE
      02000000 0b000000 80000800           # ndmsg: family 2, ifindex 11, state 0x80, flags 0x8, type 0
      08000100 0a000005                    # NDA_DST 10.0.0.5
    `,
  },
  {
    command: 'ip neigh add 10.0.0.6 lladdr 02:00:00:00:00:06 dev v1 nud noarp extern_learn',
    call: (to) =>
      to.on(addNeighbour)({
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
    call: (to) => to.on(replaceNeighbour)({ dst: '10.0.0.2', lladdr: '02:00:00:00:00:22', link: 11 }),
    request: `
      30000000 1c000505 00000000 00000000  # RTM_NEWNEIGH, REPLACE, CREATE
      02000000 0b000000 80000000           # ndmsg: family 2, ifindex 11, state 0x80, flags 0x0, type 0
      08000100 0a000002                    # NDA_DST 10.0.0.2
      0a000200 02000000 00220000           # NDA_LLADDR 02:00:00:00:00:22
    `,
  },
  {
    command: 'ip neigh del 10.0.0.2 dev v1',
    call: (to) => to.on(deleteNeighbour)({ dst: '10.0.0.2', link: 11 }),
    request: `
      24000000 1d000500 00000000 00000000  # RTM_DELNEIGH
      02000000 0b000000 80000000           # ndmsg: family 2, ifindex 11, state 0x80, flags 0x0, type 0
      08000100 0a000002                    # NDA_DST 10.0.0.2
    `,
  },
  {
    command: 'ip neigh del proxy 10.0.0.5 dev v1',
    call: (to) => to.on(deleteNeighbour)({ dst: '10.0.0.5', link: 11, flags: ['proxy'] }),
    request: `
      24000000 1d000500 00000000 00000000  # RTM_DELNEIGH
      02000000 0b000000 80000800           # ndmsg: family 2, ifindex 11, state 0x80, flags 0x8, type 0
      08000100 0a000005                    # NDA_DST 10.0.0.5
    `,
  },
  {
    command: 'ip -4 neigh show dev v1',
    call: (to) => to.on(listNeighbours)({ family: 'inet', link: 11 }),
    request: `
      24000000 1e000103 00000000 00000000  # RTM_GETNEIGH, DUMP
      02000000 00000000 00000000           # ndmsg: family 2, ifindex 0, state 0x0, flags 0x0, type 0
      08000800 0b000000                    # NDA_IFINDEX 11
    `,
  },
  {
    command: 'ip neigh show proxy',
    call: (to) => to.on(listNeighbours)({ proxy: true }),
    request: `
      1c000000 1e000103 00000000 00000000  # RTM_GETNEIGH, DUMP
      00000000 00000000 00000800           # ndmsg: family 0, ifindex 0, state 0x0, flags 0x8, type 0
    `,
  },
]

neighbours.requests(requests)
