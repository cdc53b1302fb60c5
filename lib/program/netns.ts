#!/usr/bin/env node
// The program netns: a hook of runc with the flags, the columns and the file of genuinetools/netns.
import { useCompileCache } from './compile-cache.ts'
import { exitWith, runCommand } from './run.ts'

/** Go's flags may have one dash: `-bridge netns0`. */
const dashes = (argument: string) => (/^-[a-z][\w-]/.test(argument) ? `-${argument}` : argument)

async function main(args: readonly string[]): Promise<number> {
  useCompileCache()
  const { netns } = await import('./command/netns.ts')
  return runCommand('netns', netns, args.map(dashes))
}

exitWith(main(process.argv.slice(2)))
