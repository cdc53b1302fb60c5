import { type Field, fields } from './field.ts'

/** A header that has to be searched: an IPv6 extension header, an option of IPv4 or TCP, a chunk of SCTP. */
export interface Extension {
  readonly name: string
  /** nft's number of it for the userdata of typeof sets, where it has one. */
  readonly id: number
  /** NFT_EXTHDR_OP_* */
  readonly op: number
  /** The number by which the kernel finds it. */
  readonly type: number
  readonly fields: readonly Field[]
}

/** NFT_EXTHDR_OP_* */
export const OP_IPV6 = 0
export const OP_TCP_OPTION = 1
export const OP_IP_OPTION = 2
export const OP_SCTP_CHUNK = 3
export const OP_DCCP_OPTION = 4

/** NFT_EXTHDR_F_PRESENT */
export const PRESENT = 1

export { fields }
