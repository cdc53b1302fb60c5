import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundled } from './bundled.ts'
import { runtime } from './runtime.ts'

/** The built program, as the package has it. */
export const NETLINK_TS = join(import.meta.dirname, '../../dist/bin/netlink-ts.cjs')

/** The command that runs a program of test/support/programs, with the garbage collector in its reach. */
export function programOf(name: string, ...args: string[]): [string, ...string[]] {
  return [process.execPath, '--expose-gc', bundled(source(name)), ...args]
}

/** The code of a worker thread that runs such a program. */
export function workerCode(name: string): string {
  return `import('${pathToFileURL(runtime === 'node' ? bundled(source(name)) : source(name))}')`
}

const source = (name: string) => join(import.meta.dirname, 'programs', `${name}.ts`)

/** Runs such a program to its end. */
export function runProgram(name: string, ...args: string[]): SpawnSyncReturns<string> {
  const [command, ...rest] = programOf(name, ...args)
  return spawnSync(command, rest, { encoding: 'utf8', timeout: 60_000 })
}
