#!/usr/bin/env node
// The program netlink-ts.
import { DONE, UsageError } from './command.ts'
import { commands } from './commands.ts'
import { useCompileCache } from './compile-cache.ts'
import { programHelp } from './help.ts'
import { complain, exitWith, runCommand } from './run.ts'
import { printOut } from './standard.ts'
import { version } from './version.ts'

const PROGRAM = 'netlink-ts'
const ABOUT = 'Container networks, from the command line and for container engines.'

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const listed = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (listed !== undefined) {
    useCompileCache()
    return runCommand(`${PROGRAM} ${name}`, await listed.load(), args)
  }
  if (name === '--version') return say(version())
  if (name === 'help' && args[0] !== undefined) return main([...args, '--help'])
  if (['--help', '-h', 'help'].includes(name)) return say(programHelp(PROGRAM, ABOUT, commands))
  return complain(PROGRAM, new UsageError(name === '' ? 'expected a command' : await unknownCommand(name)))
}

async function unknownCommand(name: string): Promise<string> {
  const { advice } = await import('../wire/unknown.ts')
  const known = Object.keys(commands).map((key) => ({ key }))
  return `unknown command '${name}'${advice(name, known)}`
}

function say(text: string): number {
  printOut(`${text}\n`)
  return DONE
}

exitWith(main(process.argv.slice(2)))
