/**
 * The CNI plugin of this library: one function that does what a runtime asks for by environment variables and standard input.
 *
 * @module
 */
export type { CniDns } from './dns.ts'
export type { CniFailure } from './failure.ts'
export { runCni } from './plugin.ts'
export type { CniAddress, CniInterface, CniResult, CniRoute } from './result.ts'
export type { CniInput, CniOutput } from './run.ts'
