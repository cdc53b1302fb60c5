// Runs a command: arguments in, a sentence for what went wrong, an exit status.
import { withoutOperation } from '../errors.ts'
import { readArguments } from './arguments.ts'
import { type Command, DONE, FAILED, MISUSED, UsageError } from './command.ts'
import { commandHelp } from './help.ts'
import { printError, printOut } from './standard.ts'

/** Runs a command to its end; `program` is its whole name. Resolves with the exit status. */
export async function runCommand(program: string, command: Command, args: readonly string[]): Promise<number> {
  try {
    const call = readArguments(program, command, args)
    if (call !== undefined) return (await command.run(call)) ?? DONE
    printOut(`${commandHelp(program, command)}\n`)
    return DONE
  } catch (thrown) {
    return complain(program, thrown)
  }
}

/** Prints what went wrong on standard error. */
export function complain(program: string, thrown: unknown): number {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  const message = withoutOperation(text)
  // The library rejects options, which are those of the command, before it does anything.
  const refused = (thrown instanceof TypeError || thrown instanceof RangeError) && message !== text
  const misused = thrown instanceof UsageError || refused
  printError(`${program}: ${message}${misused ? ` (see ${program} --help)` : ''}\n`)
  return misused ? MISUSED : FAILED
}

/** Everything that a command does is done when its promise settles: handles left open must not keep the program alive. */
export function exitWith(status: Promise<number>): void {
  status.then((code) => process.exit(code)).catch((thrown: unknown) => process.exit(complain('netlink-ts', thrown)))
}
