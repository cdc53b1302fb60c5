import { describeValue } from '../errors.ts'
import { CniError, CODE } from './failure.ts'

/** Commands of the specification. */
export const COMMANDS = ['ADD', 'CHECK', 'DEL', 'GC', 'STATUS', 'VERSION'] as const

export type Command = (typeof COMMANDS)[number]

/** Environment variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>

/** The parameters of the protocol, each of them checked; empty where the command does not need them. */
export interface Environment {
  readonly command: Command
  readonly containerId: string
  readonly netns: string
  readonly ifname: string
  /** `K=V` pairs of CNI_ARGS. */
  readonly args: ReadonlyMap<string, string>
  /** Folders of plugins. */
  readonly path: readonly string[]
}

/** Which variables a command needs (section "CNI operations"). */
const REQUIRED: Readonly<Record<Command, readonly string[]>> = {
  ADD: ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME'],
  CHECK: ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME'],
  DEL: ['CNI_CONTAINERID', 'CNI_IFNAME'],
  GC: [],
  STATUS: [],
  VERSION: [],
}

/** What a variable must look like. */
const CHECKS: Readonly<Record<string, readonly [(value: string) => boolean, string]>> = {
  CNI_CONTAINERID: [
    (value) => /^[a-z0-9][a-z0-9_.-]*$/i.test(value),
    "must begin with a letter or digit, followed by letters, digits, '_', '.' and '-'",
  ],
  CNI_IFNAME: [
    (value) => !/[\s/:]/.test(value) && Buffer.byteLength(value) <= 15 && value !== '.' && value !== '..',
    "must be the name of a link: at most 15 bytes, without '/', ':' and blanks",
  ],
  CNI_NETNS: [(value) => value.startsWith('/'), 'must be an absolute path'],
}

function invalid(message: string): CniError {
  return new CniError(CODE.environment, message)
}

/** The requested command. */
export function readCommand(env: Variables): Command {
  const command = env.CNI_COMMAND ?? ''
  if (command === '') throw invalid('environment variable CNI_COMMAND is missing')
  if (!COMMANDS.includes(command as Command))
    throw invalid(`CNI_COMMAND must be one of ${COMMANDS.join(', ')}, not ${describeValue(command)}`)
  return command as Command
}

/** Reads the parameters of a command. */
export function readEnvironment(command: Command, env: Variables): Environment {
  const required = REQUIRED[command]
  const missing = required.filter((name) => (env[name] ?? '') === '')
  const [noun, verb] = missing.length === 1 ? ['variable', 'is'] : ['variables', 'are']
  if (missing.length > 0) throw invalid(`environment ${noun} ${missing.join(', ')} ${verb} missing`)
  for (const name of required) {
    const value = env[name] as string
    const check = CHECKS[name]
    if (check !== undefined && !check[0](value)) throw invalid(`${name} ${check[1]}, not ${describeValue(value)}`)
  }
  return {
    command,
    containerId: env.CNI_CONTAINERID ?? '',
    netns: env.CNI_NETNS ?? '',
    ifname: env.CNI_IFNAME ?? '',
    args: command === 'ADD' ? readArgs(env.CNI_ARGS ?? '') : new Map(),
    path: (env.CNI_PATH ?? '').split(':').filter((folder) => folder !== ''),
  }
}

/** `IgnoreUnknown=1;IP=10.0.0.5`. Every plugin of a chain gets all of them, so unknown ones are ignored. */
function readArgs(text: string): Map<string, string> {
  const args = new Map<string, string>()
  for (const pair of text.split(';')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    if (at < 1) throw invalid(`CNI_ARGS must be KEY=VALUE;KEY=VALUE, not ${describeValue(text)}`)
    args.set(pair.slice(0, at), pair.slice(at + 1))
  }
  return args
}
