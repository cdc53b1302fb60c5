import { NetlinkError, withoutOperation } from '../errors.ts'

/** A request that cannot be executed: a value of it is wrong. */
export class RequestError extends Error {}

/** What Docker expects for an error. */
export interface DockerFailure {
  /** Description of the error, as one sentence. */
  readonly Err: string
}

/** HTTP statuses. Docker shows `Err` for each of them; 404 alone means that there is no such method. */
export const STATUS = { done: 200, invalid: 400, unknown: 404, failed: 500 } as const

/** Options of networks and endpoints as Docker calls them. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^name must\b/, 'com.docker.network.bridge.name must'],
  [/^mac must\b/, 'MacAddress must'],
  [/^mtu must\b/, 'com.docker.network.driver.mtu must'],
  [/\baddresses\[\d\]\.address\b/g, 'address'],
  [/\bports\[\d+\]\.host\b/g, 'HostPort'],
  [/\bports\[\d+\]\.container\b/g, 'Port'],
  [/\bports\[\d+\]\.address\b/g, 'HostIP'],
]

/** The status and the object of what was thrown. */
export function failureOf(thrown: unknown): { status: number; body: DockerFailure } {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const Err = WORDS.reduce((text, [pattern, word]) => text.replace(pattern, word), withoutOperation(message))
  const isInvalid = thrown instanceof RequestError || thrown instanceof TypeError || thrown instanceof RangeError
  return { status: isInvalid ? STATUS.invalid : STATUS.failed, body: { Err } }
}

/** Whether the kernel, or a network, has refused with one of these codes. */
export function isRefused(thrown: unknown, ...codes: readonly string[]): boolean {
  return thrown instanceof NetlinkError && codes.includes(thrown.code)
}
