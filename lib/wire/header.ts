import type { Bytes } from './bytes.ts'

/** struct nlmsghdr, include/uapi/linux/netlink.h. */
export const HEADER = 16

export const NLMSG_ERROR = 2
export const NLMSG_DONE = 3

export const NLM_F_REQUEST = 0x1
export const NLM_F_MULTI = 0x2
export const NLM_F_ACK = 0x4
export const NLM_F_ECHO = 0x8
export const NLM_F_DUMP_INTR = 0x10
/** Modifiers of a get. */
export const NLM_F_DUMP = 0x300
/** Modifiers of a new. */
export const NLM_F_REPLACE = 0x100
export const NLM_F_EXCL = 0x200
export const NLM_F_CREATE = 0x400
export const NLM_F_APPEND = 0x800
/** Modifier of a delete. */
export const NLM_F_BULK = 0x200
/** Flags of a reply. */
export const NLM_F_CAPPED = 0x100
export const NLM_F_ACK_TLVS = 0x200

export function lengthAt(bytes: Bytes, at: number): number {
  return bytes.u32[at >> 2] as number
}

export function typeAt(bytes: Bytes, at: number): number {
  return bytes.u16[(at >> 1) + 2] as number
}

export function flagsAt(bytes: Bytes, at: number): number {
  return bytes.u16[(at >> 1) + 3] as number
}

export function sequenceAt(bytes: Bytes, at: number): number {
  return bytes.u32[(at >> 2) + 2] as number
}

/** Port of the socket that caused it, 0 for the kernel. */
export function portAt(bytes: Bytes, at: number): number {
  return bytes.u32[(at >> 2) + 3] as number
}

/** Offset of the next message, or `end` if the length of this one is invalid. */
export function nextAt(bytes: Bytes, at: number, end: number): number {
  const length = lengthAt(bytes, at)
  return length < HEADER || length > end - at ? end : at + ((length + 3) & ~3)
}

/** Whether there is a complete message at `at`. */
export function messageAt(bytes: Bytes, at: number, end: number): boolean {
  if (at + HEADER > end) return false
  const length = lengthAt(bytes, at)
  return length >= HEADER && length <= end - at
}
