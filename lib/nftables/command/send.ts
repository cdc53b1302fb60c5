import type { Transport } from '../../transport/transport.ts'
import { commandOf, elementOf } from '../kernel/place.ts'
import { readReplies } from '../kernel/reply.ts'
import type { Batch, BatchOptions, Message } from '../native.ts'
import { type Pointed, pointedAt } from './point.ts'
import type { Transaction } from './transaction.ts'

/** What the kernel says against one message. */
export interface Refusal extends Pointed {
  /** A negative errno. */
  error: number
  /** The kernel's sentence. */
  msg?: string
  /** The number of the message; -1 where it is the batch as a whole. */
  message: number
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
}

/** Sends what was compiled as one batch: all of it happens, or nothing. */
export async function send(
  transport: Transport,
  operation: string,
  { out }: Transaction,
  options: BatchOptions,
): Promise<Answer> {
  if (out.length === 0) return { refusals: [], messages: [], commandOf: () => undefined }
  const batch = out.seal(options)
  // One answer for each message that is refused, or told; and one for the batch.
  const { answers, messages } = readReplies(await transport.transact(operation, batch.bytes, out.length + 1))
  return {
    refusals: answers.map((answer) => located(batch, answer)),
    messages,
    commandOf: (sequence) => out.origins[commandOf(batch, sequence)],
  }
}

type Verdict = ReturnType<typeof readReplies>['answers'][number]

function located(batch: Batch, answer: Verdict): Refusal {
  const { error, msg, sequence } = answer
  const message = commandOf(batch, sequence)
  if (message < 0) return { error, message, ...(msg !== undefined && { msg }) }
  const row = elementOf(batch, message, sequence, answer)
  return {
    error,
    message,
    ...(msg !== undefined && { msg }),
    ...(row !== undefined && { row }),
    ...pointedAt(batch, sequence, answer.offs),
  }
}
