import { attrs } from './attrs.ts'
import type { Bytes } from './bytes.ts'
import { flagsAt, HEADER, lengthAt, NLM_F_ACK_TLVS, NLM_F_CAPPED, NLMSG_DONE, typeAt } from './header.ts'
import { s32, u32 } from './integers.ts'
import { text } from './text.ts'

/** The extended ack: enum nlmsgerr_attrs of include/uapi/linux/netlink.h. */
export const extack = attrs('NLMSGERR_ATTR', {
  /** The kernel's message. */
  msg: [1, text(1024)],
  /** Offset of the invalid attribute in the request. */
  offs: [2, u32],
  /** Number of the attribute that is missing. */
  missType: [5, u32],
  /** Offset in the request of the nest that lacks it. */
  missNest: [6, u32],
})

/** Result of a request: 0 or a negative errno, with the kernel's explanation. */
export interface Verdict {
  readonly error: number
  readonly msg?: string
  readonly offs?: number
  readonly missType?: number
  readonly missNest?: number
}

/** Reads an `NLMSG_ERROR` or `NLMSG_DONE` message. */
export function readVerdict(bytes: Bytes, at: number): Verdict {
  const length = lengthAt(bytes, at)
  if (length < HEADER + 4) return { error: 0 }
  const error = s32.read(bytes, at + HEADER, 4)
  if ((flagsAt(bytes, at) & NLM_F_ACK_TLVS) === 0) return { error }
  const start = tlvs(bytes, at, length)
  return start > length ? { error } : { error, ...extack.read(bytes, at + start, length - start) }
}

/** Where the attributes begin: an error repeats the header of the request, and the whole request unless it was capped. */
function tlvs(bytes: Bytes, at: number, length: number): number {
  if (typeAt(bytes, at) === NLMSG_DONE) return HEADER + 4
  if (length < HEADER + 4 + HEADER) return length
  const repeated = (flagsAt(bytes, at) & NLM_F_CAPPED) !== 0 ? HEADER : lengthAt(bytes, at + HEADER + 4)
  return HEADER + 4 + Math.ceil(repeated / 4) * 4
}
