import { describeValue } from '../../errors.ts'
import { MAX_COMMENT } from '../compile/element.ts'
import { fail, type Placed } from '../compile/path.ts'
import { type Json, optionalInteger, optionalText, textOf, word } from '../compile/read.ts'
import type { Family } from '../json.ts'
import { families } from '../protocol/table.ts'
import { textRecord, writeUserdata } from '../selector/userdata.ts'

/** NFT_NAME_MAXLEN, with the zero byte behind the name. */
const MAX_NAME = 256

export function familyOf(at: Placed, held: Json): number {
  const { family } = held
  return typeof family === 'string' && Object.hasOwn(families, family)
    ? families[family as Family]
    : word(at, held, 'family', families)
}

/** The name of something in the kernel. */
export function nameOf(at: Placed, held: Json, key: string): string {
  return nameIn(at, held[key], key)
}

/** What was found under `key`, which is to be a name. */
export function nameIn(at: Placed, found: unknown, key: string): string {
  return checkedName(at, key, textOf(at, found, key))
}

/** A name whose characters are so few fits, whatever they are. */
const SURELY_FITS = 64

function checkedName(at: Placed, key: string, name: string): string {
  const fits = name.length < SURELY_FITS || Buffer.byteLength(name) < MAX_NAME
  if (name !== '' && fits && !name.includes('\0')) return name
  at.path.push(key)
  return fail(at, `must be a name of 1 to ${MAX_NAME - 1} bytes, not ${describeValue(name)}`, 'range')
}

export function handleOf(at: Placed, held: Json, key = 'handle'): bigint | undefined {
  const found = optionalInteger(at, held, key, Number.MAX_SAFE_INTEGER, 1)
  return found === undefined ? undefined : BigInt(found)
}

/** By what an object is found that is deleted: by its name, or where none is given by its handle. */
export function nameOrHandle(at: Placed, held: Json, key = 'name'): { name: string } | { handle: bigint } {
  const name = optionalText(at, held, key)
  if (name !== undefined) return { name: checkedName(at, key, name) }
  const handle = handleOf(at, held)
  if (handle !== undefined) return { handle }
  at.path.push(key)
  return fail(at, 'is missing; a name or a handle is required')
}

/** The comment as a record of userdata of this type, the only one that these objects have. */
export function commentOf(at: Placed, held: Json, type: number): { userdata: Uint8Array } | undefined {
  const comment = commentText(at, held)
  return comment === undefined ? undefined : { userdata: writeUserdata([[type, textRecord(comment)]]) }
}

export function commentText(at: Placed, held: Json): string | undefined {
  const comment = optionalText(at, held, 'comment')
  if (comment === undefined || Buffer.byteLength(comment) <= MAX_COMMENT) return comment
  at.path.push('comment')
  return fail(at, `must be at most ${MAX_COMMENT} bytes long, not ${describeValue(comment)}`, 'range')
}
