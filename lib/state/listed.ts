import { isDeepStrictEqual } from '../builtin.ts'
import { NetlinkError } from '../errors.ts'
import type { Fields } from './asked.ts'

/** Errors of lists about what no longer exists, or never did. */
const ABSENT = ['ENODEV', 'ENOENT', 'EOPNOTSUPP']

/** Several lists as one; a list of what does not exist is empty. */
export async function lists<Item>(found: readonly Promise<Item[]>[]): Promise<Item[]> {
  const all = await Promise.all(found.map((one) => one.catch(none)))
  return all.flat()
}

function none(thrown: unknown): never[] {
  if (thrown instanceof NetlinkError && ABSENT.includes(thrown.code)) return []
  throw thrown
}

/** Whether an object has the given values of some fields. */
export function agree(item: object, fields: Fields, keys: readonly string[]): boolean {
  const has = item as Fields
  return keys.every((key) => fields[key] === undefined || isDeepStrictEqual(has[key], fields[key]))
}
