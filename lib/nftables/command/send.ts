import type { Transport } from '../../transport/transport.ts'
import type { Bytes } from '../../wire/bytes.ts'
import { commandOf, elementOf } from '../kernel/place.ts'
import { readErrors, readReplies, type Answer as Verdict } from '../kernel/reply.ts'
import type { Batch, BatchOptions, Message } from '../native.ts'
import { type Pointed, pointedAt } from './point.ts'
import type { Transaction } from './transaction.ts'

/** What the kernel says against one message. */
export interface Refusal {
  /** A negative errno. */
  error: number
  /** The kernel's sentence. */
  msg?: string
  /** The number of the message; -1 where it is the batch as a whole. */
  message: number
  sequence: number
  /** How many bytes into the message the kernel points. */
  offs?: number
}

/** What a refusal points at within its message. */
export interface RefusedPlace extends Pointed {
  /** The row of the element that the kernel points at. */
  row?: number
}

/** What became of a transaction: nothing was changed where there are refusals. */
export interface Answer {
  refusals: readonly Refusal[]
  /** What was made, where the kernel was asked to tell it. */
  messages: readonly Message[]
  /** The number of the command of the JSON for a sequence number. */
  commandOf(sequence: number): number | undefined
  /** Reads the batch from its beginning, so it is asked for the one refusal that is reported. */
  placeOf(refusal: Refusal): RefusedPlace
}

/** Sends what was compiled as one batch: all of it happens, or nothing. */
export async function send(
  transport: Transport,
  operation: string,
  { out }: Transaction,
  options: BatchOptions,
): Promise<Answer> {
  if (out.length === 0) return { refusals: [], messages: [], commandOf: () => undefined, placeOf: () => ({}) }
  const batch = out.seal(options)
  // One answer for each message that is refused, or told; and one for the batch.
  const { answers, messages } = readReplies(
    await transport.transact(operation, batch.bytes, out.length + 1, saysRefused),
  )
  return {
    refusals: answers.map((answer) => refusalOf(batch, answer)),
    messages,
    commandOf: (sequence) => out.origins[commandOf(batch, sequence)],
    placeOf: (refusal) => placeIn(batch, refusal),
  }
}

/** One refusal is enough to know that nothing was done, whatever else is lost. */
function saysRefused(bytes: Bytes): boolean {
  return readErrors(bytes).length > 0
}

function refusalOf(batch: Batch, { error, msg, sequence, offs }: Verdict): Refusal {
  return {
    error,
    message: commandOf(batch, sequence),
    sequence,
    ...(msg !== undefined && { msg }),
    ...(offs !== undefined && { offs }),
  }
}

function placeIn(batch: Batch, { message, sequence, offs }: Refusal): RefusedPlace {
  if (message < 0) return {}
  const row = elementOf(batch, message, sequence, offs)
  return { ...(row !== undefined && { row }), ...pointedAt(batch, sequence, offs) }
}
