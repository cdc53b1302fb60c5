import assert from 'node:assert/strict'
import { bytes } from './annotated.ts'
import { type Layout, type Normal, normal } from './normal.ts'
import { Recorder } from './recorder.ts'

/** A request of iproute2 6.1, captured with zero for the sequence number. */
export interface RequestCase {
  readonly command: string
  readonly call: (to: Recorder) => Promise<unknown>
  readonly request: string
}

/** A message of a dump, captured from Linux 6.18, and how iproute2 shows it. */
export interface ReportCase<Item> {
  readonly shown: string
  readonly item: Item
  readonly report: string
}

const NLM_F_ACK = 4
const NLM_F_ECHO = 8

/** A request as the kernel takes it: whether it is answered is the transport's affair. */
export function plainNormal(message: Uint8Array, layout: Layout): Normal {
  const { flags, ...others } = normal(message, layout)
  return { ...others, flags: flags & ~(NLM_F_ACK | NLM_F_ECHO) }
}

/** Our request says what that of iproute2 says. */
export function describeRequests(
  title: string,
  requests: readonly RequestCase[],
  normalOf: (message: Uint8Array) => object,
): void {
  describe(title, () => {
    for (const { command, call, request } of requests) {
      it(`are those of ${command}`, async () => {
        const recorder = new Recorder()
        await call(recorder)
        assert.deepEqual(normalOf(recorder.sent), normalOf(bytes(request)))
      })
    }
  })
}

/** A captured message is listed as the object. */
export function describeReports<Item>(
  title: string,
  reports: readonly ReportCase<Item>[],
  list: (from: Recorder) => Promise<Item[]>,
): void {
  describe(title, () => {
    for (const { shown, item, report } of reports) {
      it(`read ${shown}`, async () => {
        assert.deepEqual(await list(new Recorder([bytes(report)])), [item])
      })
    }
  })
}
