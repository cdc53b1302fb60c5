import { nfgenmsg } from '../../protocol/nfnetlink.ts'
import { attrs } from '../../wire/attrs.ts'
import { be16, be32, beId64 } from '../../wire/integers.ts'
import { message } from '../../wire/message.ts'
import { names } from '../../wire/names.ts'
import { binary, text } from '../../wire/text.ts'
import type { Value } from '../../wire/type.ts'

const name = text(255)

const verdict = attrs('NFTA_VERDICT', { code: [1, be32], chain: [2, name] })

/** A step of a packet: NFTA_TRACE_* of include/uapi/linux/netfilter/nf_tables.h. */
export const traceMessage = message('NFTA_TRACE', nfgenmsg, {
  table: [1, name],
  chain: [2, name],
  ruleHandle: [3, beId64],
  /** NFT_TRACETYPE_*: the end of a base chain, of another chain, or a rule. */
  type: [4, names(be32, { policy: 1, return: 2, rule: 3 })],
  verdict: [5, verdict],
  id: [6, be32],
  llHeader: [7, binary],
  networkHeader: [8, binary],
  transportHeader: [9, binary],
  iif: [10, be32],
  iiftype: [11, be16],
  oif: [12, be32],
  oiftype: [13, be16],
  mark: [14, be32],
  nfproto: [15, be32],
  policy: [16, be32],
})

export type TraceMessage = Value<typeof traceMessage>
