import { InputError } from '../../../../lib/errors.ts'
import { Batch } from '../../../../lib/transport/batch.ts'
import type { Sender } from '../../../../lib/transport/handle.ts'
import type { RequestType } from '../../../../lib/transport/request-type.ts'
import type { Preset } from '../../../../lib/wire/message.ts'
import type { Held, NetnsRef } from '../../../../lib/wire/netns.ts'
import type { Pattern } from '../../../../lib/wire/pattern.ts'
import { Writer } from '../../../../lib/wire/writer.ts'
import { toHex } from '../../wire/support/bytes.ts'

/** A message without its sequence number, the names of links in it, and the namespaces whose descriptors it contains. */
export interface Noted {
  readonly operation: string
  readonly bytes: string
  readonly names: readonly (readonly [at: number, name: string])[]
}

const NAMESPACES: unknown[] = []

/** Each namespace has a descriptor of its own, the same in every handle. */
function open(netns: NetnsRef): Held {
  if (typeof netns !== 'string' && (typeof netns !== 'object' || netns === null))
    throw new InputError('must be a namespace')
  if (netns === '' || netns === 'refused' || ('fd' in Object(netns) && (netns as { fd: number }).fd < 0))
    throw new InputError('is not there')
  const text = JSON.stringify(netns)
  const known = NAMESPACES.indexOf(text)
  return { fd: 100 + (known < 0 ? NAMESPACES.push(text) - 1 : known), close: () => undefined }
}

/** A handle without a kernel that keeps its last message. It repeats calls only if asked to. */
export class Noting implements Sender {
  #batch = fresh()
  last: Noted | undefined
  #refusal: unknown
  repeated = 0
  readonly repeat: Sender['repeat']

  constructor(repeats: boolean) {
    this.repeat = repeats ? (verb, pattern, values) => this.#repeat(verb, pattern, values) : undefined
  }

  /** Continues with an empty buffer. */
  renew(): void {
    this.#batch = fresh()
  }

  request<T>(verb: RequestType<T>, value: object, preset?: Preset): Promise<T> {
    try {
      this.#batch.add(verb, value, preset)
    } catch (thrown) {
      this.#refusal = thrown
    }
    return this.#noted(verb.operation)
  }

  #repeat<T>(verb: RequestType<T>, pattern: Pattern, values: readonly unknown[]): Promise<T> | undefined {
    if (!this.#batch.addPattern(verb, pattern, values)) return undefined
    this.repeated++
    return this.#noted(verb.operation)
  }

  #noted(operation: string): Promise<never> {
    const { writer, entries } = this.#batch
    const start = entries.at(-1)?.start
    if (start !== undefined && this.#refusal === undefined) {
      const bytes = writer.u8.slice(start, writer.at)
      bytes.fill(0, 8, 12)
      const names: [number, string][] = []
      for (let i = 0; i < writer.fixups.length; i += 2) {
        const at = writer.fixups[i] as number
        if (at >= start) names.push([at - start, writer.names[writer.fixups[i + 1] as number] as string])
      }
      this.last = { operation, bytes: toHex(bytes), names }
    }
    return new Promise(() => undefined)
  }

  /** Several steps are one task. */
  task(operation: string): Promise<never> {
    this.last = { operation: `${operation} in steps`, bytes: '', names: [] }
    return new Promise(() => undefined)
  }

  /** What the call sends, or the message of its error. */
  outcome(call: () => unknown): Noted | string | undefined {
    this.last = undefined
    this.#refusal = undefined
    try {
      call()
    } catch (thrown) {
      return (thrown as Error).message
    }
    return this.#refusal === undefined ? this.last : (this.#refusal as Error).message
  }
}

function fresh(): Batch {
  return new Batch(1, new Writer(512, open))
}
