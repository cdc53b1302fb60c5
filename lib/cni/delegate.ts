import { builtin, join, statSync } from '../builtin.ts'
import { CniError, CODE } from './failure.ts'
import type { Invocation } from './invocation.ts'

/** What a delegated plugin printed. */
interface Printed {
  readonly stdout: string
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
}

/** The executable of a plugin, in the folders of CNI_PATH. */
function findPlugin(type: string, path: readonly string[]): string {
  if (path.length === 0)
    throw new CniError(CODE.environment, `environment variable CNI_PATH is missing, which ipam.type '${type}' needs`)
  const found = path.map((folder) => join(folder, type)).find(isExecutable)
  if (found === undefined)
    throw new CniError(CODE.delegate, `plugin '${type}' of ipam.type is not in CNI_PATH`, path.join(':'))
  return found
}

/** Bits of a mode that let a user, the group or others execute a file. */
const EXECUTABLE = 0o111

function isExecutable(file: string): boolean {
  const about = statSync(file, { throwIfNoEntry: false })
  return about?.isFile() === true && (about.mode & EXECUTABLE) !== 0
}

/**
 * Runs the IPAM plugin with the environment and the configuration that this one has received (section "Plugin Delegation"). What it prints on
 * standard output, parsed; its standard error becomes that of this plugin.
 */
export async function delegate(invocation: Invocation, command: string): Promise<unknown> {
  const { config, environment, env, stdin } = invocation
  const type = config.ipam?.type ?? ''
  const file = findPlugin(type, environment.path)
  const printed = await run(file, { ...env, CNI_COMMAND: command }, stdin, invocation.log)
  const answer = parse(printed.stdout)
  if (printed.status === 0) return answer
  throw failureOf(type, printed, answer)
}

function run(file: string, env: Invocation['env'], stdin: string, log: (text: string) => void): Promise<Printed> {
  return new Promise((resolve, reject) => {
    const child = builtin.childProcess().spawn(file, [], { env: { ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', log)
    child.on('error', (cause) => reject(new CniError(CODE.delegate, `${file} cannot be run`, cause.message)))
    child.on('close', (status, signal) => resolve({ stdout, status, signal }))
    // A plugin that ends without reading is judged by its status.
    child.stdin.on('error', () => undefined).end(stdin)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Its own error, as it is. */
function failureOf(type: string, { stdout, status, signal }: Printed, answer: unknown): CniError {
  const { code, msg, details } = (answer ?? {}) as Readonly<Record<string, unknown>>
  if (typeof code === 'number' && typeof msg === 'string')
    return new CniError(code, msg, typeof details === 'string' && details !== '' ? details : undefined)
  const ended = signal === null ? `exit status ${status}` : `signal ${signal}`
  return new CniError(CODE.delegate, `plugin '${type}' failed with ${ended}`, stdout.trim() || undefined)
}
