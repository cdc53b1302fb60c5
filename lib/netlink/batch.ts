import { callerError, type NetlinkError } from '../errors.ts'
import type { Batch as Requests } from '../transport/batch.ts'
import type { Requester } from '../transport/caller.ts'
import { FULL, type Transport } from '../transport/transport.ts'
import type { Verb } from '../transport/verb.ts'
import type { Preset } from '../wire/message.ts'
import { unknownOption } from '../wire/unknown.ts'
import { type Changes, changes } from './verbs.ts'

/** What came of one operation of a batch. */
export type BatchResult =
  | { ok: true }
  | { ok: false; error: NetlinkError; skipped?: undefined }
  | { ok: false; skipped: true; error?: undefined }

/** Every success is this one: of a million there is one object. */
const DONE: BatchResult = Object.freeze({ ok: true })

/** How a batch goes on. */
export interface BatchOptions {
  /** After a failure: 'continue' with the rest (the default), or 'stop' and skip it. */
  onError?: 'continue' | 'stop' | undefined
}

/** Requests in parts of about a megabyte, and for each message the operation that it belongs to. */
class Collector implements Requester {
  readonly parts: { requests: Requests; operations: number[] }[] = []
  operations = 0
  readonly #transport: Transport
  readonly #never = new Promise<never>(() => undefined)

  constructor(transport: Transport) {
    this.#transport = transport
  }

  request<T>(verb: Verb<T>, value: object, preset?: Preset): Promise<T> {
    const { requests, operations } = this.#part()
    requests.add(verb, value, preset)
    operations.push(this.operations - 1)
    return this.#never
  }

  #part() {
    const last = this.parts.at(-1)
    if (last !== undefined && last.requests.writer.at < FULL) return last
    const fresh = { requests: this.#transport.batch(), operations: [] }
    this.parts.push(fresh)
    return fresh
  }
}

/** The verbs as methods that collect. A slip is thrown where it is made. */
function builder(collector: Collector): Changes {
  const methods = Object.entries(changes).map(([name, verb]) => [
    name,
    (...args: unknown[]) => {
      collector.operations++
      ;(verb as (caller: Requester, ...args: unknown[]) => unknown)(collector, ...args)
    },
  ])
  return Object.fromEntries(methods) as Changes
}

/** Collects what `build` asks for, sends it, and tells what came of each operation. */
export async function runBatch(
  transport: Transport,
  build: (b: Changes) => void,
  options: BatchOptions,
): Promise<BatchResult[]> {
  const stop = checkOptions(options)
  const collector = new Collector(transport)
  try {
    const returned: unknown = build(builder(collector))
    if (returned instanceof Promise)
      throw new TypeError('batch: the function must be synchronous, but it returned a promise')
  } catch (thrown) {
    for (const { requests } of collector.parts) transport.discard(requests)
    throw thrown
  }
  const results = new Array<BatchResult>(collector.operations).fill(DONE)
  if (stop) await sendInTurn(transport, collector, results)
  else await Promise.all(collector.parts.map((part) => sendPart(transport, part, results, false)))
  return results
}

function checkOptions(options: BatchOptions): boolean {
  for (const key of Object.keys(options)) {
    if (key !== 'onError') throw callerError('batch', unknownOption(key, ['onError']))
  }
  const { onError = 'continue' } = options as { onError?: string }
  if (onError === 'rollback')
    throw new TypeError("batch: onError 'rollback' is not supported; use 'continue' or 'stop'")
  if (onError !== 'continue' && onError !== 'stop')
    throw new TypeError(`batch: onError must be 'continue' or 'stop', not '${onError}'`)
  return onError === 'stop'
}

type Part = Collector['parts'][number]

/** Sends one part; true when everything in it was done. An operation of several messages fails with the first that fails. */
async function sendPart(
  transport: Transport,
  { requests, operations }: Part,
  results: BatchResult[],
  stop: boolean,
): Promise<boolean> {
  const count = requests.entries.length
  const { errors, tried } = await transport.send(requests, stop)
  for (let i = count - 1; i >= tried; i--) results[operations[i] as number] = { ok: false, skipped: true }
  for (const [i, error] of [...(errors ?? [])].sort(([one], [other]) => other - one)) {
    results[operations[i] as number] = { ok: false, error }
  }
  return errors === undefined && tried === count
}

/** Part after part, until one fails: the operations of the rest are skipped. */
async function sendInTurn(transport: Transport, { parts }: Collector, results: BatchResult[]): Promise<void> {
  let going = true
  for (const part of parts) {
    if (going) {
      going = await sendPart(transport, part, results, true)
      continue
    }
    for (const operation of part.operations) {
      if ((results[operation] as BatchResult).ok) results[operation] = { ok: false, skipped: true }
    }
    transport.discard(part.requests)
  }
}
