import { describeValue } from '../errors.ts'
import { CniError } from './failure.ts'

/** What resolvers need; the plugin passes it on. */
export interface CniDns {
  /** Addresses of name servers, the preferred first. */
  readonly nameservers?: readonly string[]
  /** Domain of the host, for short names. */
  readonly domain?: string
  /** Domains in which short names are searched. */
  readonly search?: readonly string[]
  /** Options of the resolver. */
  readonly options?: readonly string[]
}

/** Reads what resolvers need; `at` is where it comes from, and an error has the code. */
export function readDns(value: unknown, at: string, code: number): CniDns {
  checkTexts(value, ['nameservers', 'search', 'options'], at, code)
  const { domain = '' } = value as { domain?: unknown }
  if (typeof domain === 'string' || domain === null) return value as CniDns
  throw new CniError(code, `${at}.domain must be a string, not ${describeValue(domain)}`)
}

/** An object whose `keys` are lists of texts, or absent. */
export function checkTexts(value: unknown, keys: readonly string[], at: string, code: number): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CniError(code, `${at} must be an object, not ${describeValue(value)}`)
  for (const key of keys) {
    const list: unknown = (value as Record<string, unknown>)[key] ?? []
    if (Array.isArray(list) && list.every((one) => typeof one === 'string')) continue
    throw new CniError(code, `${at}.${key} must be an array of strings, not ${describeValue(list)}`)
  }
}
