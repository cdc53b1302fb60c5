import assert from 'node:assert/strict'
import { bytes } from './bytes.ts'
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

/** What tests of one noun have in common. */
export interface Noun<Item, Meaning extends object> {
  /** What cannot be seen in the bytes of its messages; it may depend on the message. */
  readonly layout: Layout | ((message: Uint8Array) => Layout)
  /** What the kernel takes a message for: without what makes no difference to it. */
  readonly meaning: (message: Normal) => Meaning
  /** Lists what is answered. */
  readonly list: (from: Recorder) => Promise<Item[]>
  /** A listed object is added again; what has to agree of that request and of the report. */
  readonly again?: {
    readonly add: (to: Recorder, item: Item) => Promise<unknown>
    readonly same: (meaning: Meaning, item: Item, from: 'request' | 'report') => object
  }
}

/** NLM_F_ACK and NLM_F_ECHO: whether a request is answered is the transport's affair. */
const ANSWERED = 0x4 | 0x8

/** The tests of one noun, against captured bytes: that our requests mean what those of iproute2 do, and that reports are read. */
export function golden<Item, Meaning extends object>(
  noun: string,
  { layout, meaning, list, again }: Noun<Item, Meaning>,
) {
  const meant = (message: Uint8Array): Meaning => {
    const { flags, ...others } = normal(message, typeof layout === 'function' ? layout(message) : layout)
    return meaning({ ...others, flags: flags & ~ANSWERED })
  }

  function requests(cases: readonly RequestCase[], which = ''): void {
    describe(`requests about ${noun}${which}`, () => {
      for (const { command, call, request } of cases) {
        it(`are those of ${command}`, async () => {
          const recorder = new Recorder()
          await call(recorder)
          assert.deepEqual(meant(recorder.sent), meant(bytes(request)))
        })
      }
    })
  }

  function reports(cases: readonly ReportCase<Item>[], which = ''): void {
    describe(`reports of ${noun}${which}`, () => {
      for (const { shown, item, report } of cases) {
        it(`read ${shown}`, async () => {
          assert.deepEqual(await list(new Recorder([bytes(report)])), [item])
        })

        if (again === undefined) continue
        it(`come back in a request to add ${shown}`, async () => {
          const recorder = new Recorder()
          await again.add(recorder, item)
          const sent = again.same(meant(recorder.sent), item, 'request')
          assert.deepEqual(sent, again.same(meant(bytes(report)), item, 'report'))
        })
      }
    })
  }

  return { meant, requests, reports }
}
