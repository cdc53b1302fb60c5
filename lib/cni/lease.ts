import { delegate } from './delegate.ts'
import type { Invocation } from './invocation.ts'
import { type CniResult, readResult } from './result.ts'

/** The addresses that the IPAM plugin assigns; undefined where this plugin assigns them. */
export async function takeLease(invocation: Invocation): Promise<CniResult | undefined> {
  if (invocation.config.ipam === undefined) return undefined
  return readResult(await delegate(invocation, 'ADD'), `the result of ipam.type '${invocation.config.ipam.type}'`)
}

/** Gives them back after a failure: the specification asks for a DEL. What that says cannot help the caller any more. */
export async function dropLease(invocation: Invocation): Promise<void> {
  try {
    await passOn(invocation, 'DEL')
  } catch (thrown) {
    invocation.log(`DEL of the IPAM plugin failed: ${(thrown as Error).message}\n`)
  }
}

/** Has the IPAM plugin, if there is one, do the same. */
export async function passOn(invocation: Invocation, command: string): Promise<void> {
  if (invocation.config.ipam !== undefined) await delegate(invocation, command)
}
