import assert from 'node:assert/strict'
import { listRules, type Rule } from '../../lib/rule/rule.ts'
import { on } from '../../lib/verb/verb.ts'
import { bytes } from './annotated.ts'
import { type Layout, type Normal, normal } from './normal.ts'
import { Recorder } from './recorder.ts'

/** A request of `ip` (iproute2 6.1), captured where v0 is link 10 and v1 link 11; sequence numbers are zero. */
export interface Request {
  command: string
  call: (to: Recorder) => Promise<unknown>
  request: string
}

/** A message of a dump, captured from Linux 6.18, and how `ip rule` shows it. */
export interface Report {
  shown: string
  rule: Rule
  report: string
}

const LAYOUT: Layout = { header: 12, strings: ['3', '17'], nests: [], hops: [] }
const NLM_F_ACK = 4

/**
 * A request about a rule as the kernel takes it: the table is FRA_TABLE or else the header's, and whether an acknowledgement is
 * asked for is the transport's affair.
 */
function ruleNormal(message: Uint8Array): Normal & { table: string } {
  const { type, flags, header, attributes } = normal(message, LAYOUT)
  const given = attributes.find((attribute) => attribute.startsWith('15 '))
  return {
    type,
    flags: flags & ~NLM_F_ACK,
    header: `${header.slice(0, 8)}..${header.slice(10)}`,
    table: given === undefined ? `${header.slice(8, 10)}000000` : given.slice(3),
    attributes: attributes.filter((attribute) => attribute !== given),
  }
}

export function describeRequests(title: string, requests: readonly Request[]): void {
  describe(title, () => {
    for (const { command, call, request } of requests) {
      it(`are those of ${command}`, async () => {
        const recorder = new Recorder()
        await call(recorder)
        assert.deepEqual(ruleNormal(recorder.sent), ruleNormal(bytes(request)))
      })
    }
  })
}

export function describeReports(title: string, reports: readonly Report[]): void {
  describe(title, () => {
    for (const { shown, rule, report } of reports) {
      it(`are read: ${shown}`, async () => {
        assert.deepEqual(await on(new Recorder([bytes(report)]), listRules)(), [rule])
      })
    }
  })
}
