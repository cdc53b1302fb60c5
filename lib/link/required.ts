import { InputError } from '../errors.ts'
import { kindOf } from './kinds/index.ts'

type Fields = Readonly<Record<string, unknown>>

/** The error for a new link of this kind without an option that the kernel needs, and may not name; undefined if none is missing. */
export function missingOf(options: Fields, kind: unknown): InputError | undefined {
  const { required = [] } = kindOf(kind) ?? {}
  const missing = required.find((paths) => paths.every((path) => !isGiven(options, path)))
  if (missing === undefined) return undefined
  const [usual, ...instead] = missing
  const invalid = new InputError(`is missing${instead.length > 0 ? `; ${instead.join(' or ')} would do instead` : ''}`)
  invalid.path = usual as string
  invalid.phrase = (path) => `${path} ${invalid.message}`
  return invalid
}

/** Bytes are not looked into. */
function isGiven(options: Fields, path: string): boolean {
  const [key, inner] = path.split('.') as [string, string | undefined]
  const value = options[key]
  if (inner === undefined) return value !== undefined
  if (typeof value !== 'object' || value === null) return false
  return value instanceof Uint8Array || (value as Fields)[inner] !== undefined
}
