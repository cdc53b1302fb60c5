import assert from 'node:assert/strict'
import { listNeighbours, type Neighbour } from '../../lib/neighbour/neighbour.ts'
import { on } from '../../lib/verb/verb.ts'
import { bytes } from './annotated.ts'
import { type Layout, type Normal, normal } from './normal.ts'
import { Recorder } from './recorder.ts'

/**
 * A request of `ip` or `bridge` (iproute2 6.1), captured where v0 is link 10, v1 link 11, the bridge br0 12, the VXLANs vx0 13 and vx1 14;
 * sequence numbers are zero.
 */
export interface Request {
  command: string
  call: (to: Recorder) => Promise<unknown>
  request: string
}

/** A message of a dump, captured from Linux 6.18 in the same place, and how `ip` or `bridge` shows it. */
export interface Report {
  shown: string
  neighbour: Neighbour
  report: string
}

const LAYOUT: Layout = { header: 12, strings: [], nests: ['14'], hops: [] }
const NLM_F_ACK = 4
const RTM_DELNEIGH = 29
const AF_BRIDGE = '07'

/**
 * A request about a neighbour as the kernel takes it. Deleting looks at no state, and what is permanent in a forwarding table is not
 * more so with the bit NUD_NOARP, which `bridge` adds.
 */
function neighbourNormal(message: Uint8Array): Normal {
  const told = normal(message, LAYOUT)
  const state = Number.parseInt(told.header.slice(16, 18), 16)
  const permanent = told.header.startsWith(AF_BRIDGE) && (state & 0x80) !== 0
  const shown = told.type === RTM_DELNEIGH ? '..' : (permanent ? 0x80 : state).toString(16).padStart(2, '0')
  return {
    ...told,
    flags: told.flags & ~NLM_F_ACK,
    header: `${told.header.slice(0, 16)}${shown}${told.header.slice(18)}`,
  }
}

export function describeRequests(title: string, requests: readonly Request[]): void {
  describe(title, () => {
    for (const { command, call, request } of requests) {
      it(`are those of ${command}`, async () => {
        const recorder = new Recorder()
        await call(recorder)
        assert.deepEqual(neighbourNormal(recorder.sent), neighbourNormal(bytes(request)))
      })
    }
  })
}

export function describeReports(title: string, reports: readonly Report[]): void {
  describe(title, () => {
    for (const { shown, neighbour, report } of reports) {
      it(`are read: ${shown}`, async () => {
        assert.deepEqual(await on(new Recorder([bytes(report)]), listNeighbours)({ state: 'all' }), [neighbour])
      })
    }
  })
}
