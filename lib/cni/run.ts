import { answerVersion, parseConfig, readConfig } from './config.ts'
import { type Command, readCommand, readEnvironment, type Variables } from './environment.ts'
import { CniError, CODE } from './failure.ts'
import type { Invocation } from './invocation.ts'
import { asVersion } from './result.ts'
import { NEWEST, VERSIONS } from './version.ts'

/** What a runtime passes to the plugin. */
export interface CniInput {
  /** Environment variables: CNI_COMMAND and the others, and those that an IPAM plugin gets. */
  readonly env: Variables
  /** Standard input: the configuration as JSON. */
  readonly stdin: string
}

/** What the plugin has to print, and its exit status. */
export interface CniOutput {
  /** The result or the error as JSON; empty for a command without a result. */
  readonly stdout: string
  /** What an IPAM plugin has printed there. */
  readonly stderr: string
  /** 0, or 1 for an error. */
  readonly status: 0 | 1
}

/** Runs the plugin once; errors are printed. */
export async function run({ env, stdin }: CniInput): Promise<CniOutput> {
  let stderr = ''
  let raw: Record<string, unknown> | undefined
  try {
    const command = readCommand(env)
    if (command === 'VERSION') return { stdout: print(versions(stdin)), stderr, status: 0 }
    const environment = readEnvironment(command, env)
    raw = parseConfig(stdin)
    const log = (text: string) => {
      stderr += text
    }
    const config = readConfig(raw, command)
    const result = await perform({ environment, config, env, stdin, log }, command)
    return { stdout: result === undefined ? '' : print(result), stderr, status: 0 }
  } catch (thrown) {
    return { stdout: print(failureOf(thrown).object(answerVersion(raw))), stderr, status: 1 }
  }
}

/** What is printed where standard input cannot be read. */
export function unreadable(thrown: unknown): CniOutput {
  const error = new CniError(CODE.io, 'standard input cannot be read', (thrown as Error).message)
  return { stdout: print(error.object(NEWEST)), stderr: '', status: 1 }
}

function print(object: unknown): string {
  return `${JSON.stringify(object, undefined, 2)}\n`
}

function failureOf(thrown: unknown): CniError {
  if (thrown instanceof CniError) return thrown
  return new CniError(CODE.network, thrown instanceof Error ? thrown.message : String(thrown))
}

/** The answer to VERSION. Runtimes ask before every command, so that nothing is loaded for it. */
function versions(stdin: string): object {
  let cniVersion: unknown
  try {
    cniVersion = (JSON.parse(stdin) as { cniVersion?: unknown } | null)?.cniVersion
  } catch {
    // A configuration is not needed here.
  }
  return { cniVersion: typeof cniVersion === 'string' ? cniVersion : NEWEST, supportedVersions: VERSIONS }
}

/** Each command loads what it needs. */
async function perform(invocation: Invocation, command: Exclude<Command, 'VERSION'>): Promise<object | undefined> {
  switch (command) {
    case 'ADD':
      return asVersion(await (await import('./add.ts')).add(invocation), invocation.config.cniVersion)
    case 'DEL':
      await (await import('./del.ts')).del(invocation)
      return undefined
    case 'CHECK':
      await (await import('./check.ts')).check(invocation)
      return undefined
    case 'GC':
      await (await import('./gc.ts')).gc(invocation)
      return undefined
    case 'STATUS':
      await (await import('./status.ts')).status(invocation)
      return undefined
  }
}
