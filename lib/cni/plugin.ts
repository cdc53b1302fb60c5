import { describeValue, InputError } from '../errors.ts'
import { type Checks, checkAll, text } from '../verb/checks.ts'
import type { Variables } from './environment.ts'
import { type CniInput, type CniOutput, run } from './run.ts'

const OPERATION = 'runCni'

const CHECKS: Checks<CniInput> = {
  env(value) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Variables
    throw new InputError(`must be an object of variables, such as process.env, not ${describeValue(value)}`)
  },
  stdin: text,
}

/**
 * Runs the CNI plugin once (specification 0.3.1 to 1.1.0). Errors are part of what is printed on standard output, as runtimes expect; it rejects only if an
 * option is wrong (TypeError).
 *
 * ```ts
 * const { stdout, stderr, status } = await runCni({ env: process.env, stdin })
 * ```
 */
export async function runCni(input: CniInput): Promise<CniOutput> {
  const { env, stdin } = checkAll(OPERATION, input, CHECKS)
  if (env === undefined || stdin === undefined)
    throw new TypeError(`${OPERATION}: ${env === undefined ? 'env' : 'stdin'} is missing`)
  return run({ env, stdin })
}
