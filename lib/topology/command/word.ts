import { type Fields, linkOf, onOff } from './words.ts'

/** The words of `ip` for a property; `data` are all properties, for words that say several of them. */
export type Word = (value: unknown, data: Fields) => unknown[]

export const number =
  (word: string): Word =>
  (value) => [word, typeof value === 'boolean' ? Number(value) : value]

/** `learning` or `nolearning`. */
export const yesNo =
  (word: string): Word =>
  (value) => [value === true ? word : `no${word}`]

export const switched =
  (word: string): Word =>
  (value) => [word, onOff(value)]

export const flag =
  (word: string): Word =>
  (value) =>
    value === true ? [word] : []

/** The name of a link; nothing for 0. */
export const linkNamed =
  (word: string): Word =>
  (value) =>
    value === 0 || value === null ? [] : [word, linkOf(value)]

/** A number that `ip` reads as hexadecimal, 1 for `inherit`. */
export const dsField: Word = (value) => ['tos', value === 1 ? 'inherit' : `0x${Number(value).toString(16)}`]

/** Covered by the words of another property. */
export const covered: Word = () => []
