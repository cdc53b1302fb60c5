import { kernelError, type NetlinkError } from '../../errors.ts'
import type { Bytes } from '../../wire/bytes.ts'
import { readVerdict, type Verdict } from '../../wire/extack.ts'
import { messageAt, NLMSG_ERROR, nextAt, sequenceAt, typeAt } from '../../wire/header.ts'
import { addon, type ElementList, type Message } from '../native.ts'

/** What the kernel says of a message. */
export interface Answer extends Verdict {
  readonly sequence: number
}

/** What came back for a batch or a request. */
export interface Replies {
  /** Those with an error. */
  readonly answers: readonly Answer[]
  readonly messages: readonly Message[]
  readonly elements: readonly ElementList[]
}

/** Parts replies into errors and objects. */
export function readReplies(bytes: Bytes): Replies {
  const reader = addon().elementReader()
  reader.add(bytes.u8)
  return { answers: readErrors(bytes), messages: addon().parse(bytes.u8), elements: reader.take() }
}

/** The errors among replies; an acknowledgement says nothing. */
export function readErrors(bytes: Bytes): Answer[] {
  const end = bytes.u8.length
  const answers: Answer[] = []
  for (let at = 0; messageAt(bytes, at, end); at = nextAt(bytes, at, end)) {
    if (typeAt(bytes, at) !== NLMSG_ERROR) continue
    const verdict = readVerdict(bytes, at)
    if (verdict.error !== 0) answers.push({ ...verdict, sequence: sequenceAt(bytes, at) })
  }
  return answers
}

/** The kernel's refusal as an error; `attribute` is the place that the caller knows. */
export function refusalError(
  operation: string,
  refusal: { error: number; msg?: string },
  attribute?: string,
): NetlinkError {
  return kernelError(operation, refusal.error, { reason: refusal.msg, attribute })
}
