import { commandOf, elementOf } from '../../../lib/nftables/kernel/place.ts'
import { type Answer, readReplies } from '../../../lib/nftables/kernel/reply.ts'
import {
  addon,
  type Batch,
  type BatchOptions,
  type Command,
  type ElementList,
  type Message,
} from '../../../lib/nftables/native.ts'
import type { Transport } from '../../../lib/transport/transport.ts'
import { NLM_F_ECHO } from '../../../lib/wire/header.ts'

/** Which command the kernel refused, and why. */
export interface Refusal {
  /** Its number; -1 where the batch as a whole was refused (ERESTART, EPERM, what is found when all is committed). */
  readonly command: number
  /** The row of the element that the kernel points at. */
  readonly element?: number
  /** A negative errno. */
  readonly error: number
  /** The kernel's sentence. */
  readonly msg?: string
}

/** What became of a transaction: nothing was changed where there are refusals, or where it was only checked. */
export interface Outcome {
  readonly refusals: readonly Refusal[]
  /** What was made, changed or deleted, where NLM_F_ECHO asked for it, in the order of the kernel. */
  readonly messages: readonly Message[]
  readonly elements: readonly ElementList[]
}

const FIRST = 1

/**
 * Sends commands as one batch: all of them happen, or none. With `open`, none does in any case: the kernel goes through every
 * message and validates the ruleset that would result (loops, hooks of statements), then takes it back. What only fails while it
 * is committed is not found that way.
 */
export async function transact(
  transport: Transport,
  operation: string,
  commands: readonly Command[],
  options: BatchOptions = {},
): Promise<Outcome> {
  const batch = addon().buildBatch(commands, FIRST, options)
  const { answers, messages, elements } = readReplies(
    await transport.transact(operation, batch.bytes, replies(commands)),
  )
  return { refusals: answers.map((answer) => located(batch, answer)), messages, elements }
}

/** How many answers to make room for: every command may fail, and every element may be echoed. */
function replies(commands: readonly Command[]): number {
  let count = commands.length + 1
  for (const { flags, elements } of commands) if ((flags & NLM_F_ECHO) !== 0) count += elements?.count ?? 0
  return count
}

function located(batch: Batch, answer: Answer): Refusal {
  const { error, msg, sequence } = answer
  const command = commandOf(batch, sequence)
  const element = command < 0 ? undefined : elementOf(batch, command, sequence, answer.offs)
  return { command, error, ...(msg === undefined ? {} : { msg }), ...(element === undefined ? {} : { element }) }
}
