// The help of a program and of its commands.
import { type Command, DONE, FAILED, type Listed, MISUSED, type Option } from './command.ts'

const WIDTH = 80

const HELP: Option = { short: 'h', help: 'Prints this help.' }

/** The help of a command; `program` is its whole name, 'netlink-ts hook'. */
export function commandHelp(program: string, command: Command): string {
  const { usage, about, options = {}, statuses = {} } = command
  const rows = Object.entries({ ...options, help: HELP }).map(([name, option]) => [flags(name, option), option.help])
  return [
    `usage: ${[program, usage].join(' ').trimEnd()}`,
    flowed(about),
    `Options:\n${table(rows)}`,
    `Exit status:\n${table(statusRows(statuses))}`,
  ].join('\n\n')
}

/** The help of a program of several commands. */
export function programHelp(program: string, about: string, commands: Readonly<Record<string, Listed>>): string {
  return [
    `usage: ${program} COMMAND [ARGUMENT...]`,
    flowed(about),
    `Commands:\n${table(Object.entries(commands).map(([name, { summary }]) => [name, summary]))}`,
    flowed(`${program} COMMAND --help explains a command, ${program} --version prints the version.`),
  ].join('\n\n')
}

function flags(name: string, { short, value, multiple }: Option): string {
  const long = `--${name}${value === undefined ? '' : ` ${value}`}${multiple ? ' ...' : ''}`
  return short === undefined ? `    ${long}` : `-${short}, ${long}`
}

function statusRows(own: Readonly<Record<number, string>>): string[][] {
  const every = { [DONE]: 'Done.', [FAILED]: 'Failed; standard error says why.', [MISUSED]: 'Wrong arguments.' }
  return Object.entries({ ...every, ...own }).map(([status, help]) => [status, help])
}

/** Lines that begin with a blank stay as they are; the lines of a paragraph are joined and wrapped. */
function flowed(text: string): string {
  const parts: string[] = []
  for (const line of text.trim().split('\n')) {
    const last = parts.at(-1)
    if (isProse(line) && last !== undefined && isProse(last)) parts[parts.length - 1] = `${last} ${line}`
    else parts.push(line)
  }
  return parts.flatMap((part) => (isProse(part) ? wrap(part, WIDTH) : [part])).join('\n')
}

const isProse = (line: string) => /^\S/.test(line)

/** Two columns; the second is wrapped. */
function table(rows: readonly (readonly string[])[]): string {
  const column = Math.min(28, 4 + Math.max(...rows.map(([left = '']) => left.length)))
  return rows
    .map(([left = '', right = '']) => {
      const lines = wrap(right, WIDTH - column)
      const first = left.length + 4 <= column ? [`  ${left.padEnd(column - 2)}${lines.shift()}`] : [`  ${left}`]
      return [...first, ...lines.map((line) => ' '.repeat(column) + line)].join('\n')
    })
    .join('\n')
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
