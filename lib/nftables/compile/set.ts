import type { SetInfo } from './node.ts'

export type { SetInfo, SetSide } from './node.ts'

/** NFT_SET_* */
export const ANONYMOUS = 1
export const CONSTANT = 2
export const INTERVAL = 4
export const MAP = 8
export const TIMEOUT = 16
export const EVAL = 32
export const OBJECT = 64
export const CONCAT = 128
export const EXPR = 256

export function isAnonymous(set: SetInfo): boolean {
  return (set.flags & ANONYMOUS) !== 0
}

export function isInterval(set: SetInfo): boolean {
  return (set.flags & INTERVAL) !== 0
}
