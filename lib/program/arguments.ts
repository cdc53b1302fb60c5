// The arguments of a command, read by its table of options.
import { parseArgs } from 'node:util'
import { Call, type Command, UsageError } from './command.ts'

/** Undefined if help was requested. */
export function readArguments(program: string, command: Command, args: readonly string[]): Call | undefined {
  const { values, positionals } = parsed(command, args)
  if (values.help === true) return undefined
  const [least, most] = command.positionals ?? [0, 0]
  if (positionals.length < least) throw new UsageError(`expected ${program} ${command.usage}`)
  const beyond = positionals[most]
  if (beyond !== undefined) throw new UsageError(`unexpected argument '${beyond}'`)
  return new Call(values, positionals)
}

function parsed(command: Command, args: readonly string[]) {
  const options = Object.entries(command.options ?? {}).map(([name, { value, short, multiple = false }]) => {
    const type = value === undefined ? ('boolean' as const) : ('string' as const)
    return [name, short === undefined ? { type, multiple } : { type, multiple, short }] as const
  })
  const config = { help: { type: 'boolean' as const, short: 'h' }, ...Object.fromEntries(options) }
  try {
    return parseArgs({ args: [...args], options: config, allowPositionals: true, strict: true })
  } catch (thrown) {
    throw new UsageError(sentence(thrown as NodeJS.ErrnoException))
  }
}

/** The parser's message, of which the first sentence suffices, as ours read. */
function sentence({ code, message }: NodeJS.ErrnoException): string {
  const option = /'(-[^' ]*)/.exec(message)?.[1] ?? ''
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `unknown option '${option}'`
  if (/argument missing|ambiguous/.test(message)) return `${/--[\w-]+/.exec(message)?.[0] ?? option} requires a value`
  if (/does not take an argument/.test(message)) return `${/--[\w-]+/.exec(message)?.[0] ?? option} takes no value`
  return message
}
