import { describeValue, InputError } from '../errors.ts'
import { type Checks, checkAll, text } from '../verb/checks.ts'
import { type NetavarkFailure, PluginError, sentenceOf } from './failure.ts'
import type { NetavarkNetwork } from './network.ts'
import type { NetavarkContainer } from './setup.ts'

/** The version of the plugin API that this one has. */
const API_VERSION = '1.0.0'

/** What podman passes to the plugin. */
export interface NetavarkInput {
  /** Arguments: 'info', 'create', 'setup' and 'teardown' with the path of a namespace. */
  readonly args: readonly string[]
  /** Standard input: JSON. */
  readonly stdin: string
  /** Version of the plugin, which 'info' reports; '0.0.0' by default. */
  readonly version?: string
}

/** What the plugin has to print, and its exit status. */
export interface NetavarkOutput {
  /** The answer or the error as JSON; empty for 'teardown'. */
  readonly stdout: string
  /** 0, or 1 for an error. */
  readonly status: 0 | 1
}

const OPERATION = 'runNetavark'

const CHECKS: Checks<Required<NetavarkInput>> = {
  args(value) {
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value
    throw new InputError(`must be an array of strings, not ${describeValue(value)}`)
  },
  stdin: text,
  version: text,
}

/**
 * Runs the netavark plugin once (plugin API 1.0.0). Errors are part of the answer, as podman expects; it rejects only if an option is wrong (TypeError).
 *
 * ```ts
 * const { stdout, status } = await runNetavark({ args: process.argv.slice(2), stdin })
 * ```
 */
export async function runNetavark(input: NetavarkInput): Promise<NetavarkOutput> {
  const { args, stdin, version = '0.0.0' } = checkAll(OPERATION, input, CHECKS)
  if (args === undefined || stdin === undefined)
    throw new TypeError(`${OPERATION}: ${args === undefined ? 'args' : 'stdin'} is missing`)
  try {
    const answer = await perform(args, stdin, version)
    return { stdout: answer === undefined ? '' : `${JSON.stringify(answer)}\n`, status: 0 }
  } catch (thrown) {
    const failure: NetavarkFailure = { error: sentenceOf(thrown) }
    return { stdout: `${JSON.stringify(failure)}\n`, status: 1 }
  }
}

async function perform([command, netns = '']: readonly string[], stdin: string, version: string): Promise<unknown> {
  switch (command) {
    case 'info':
      return { version, api_version: API_VERSION }
    case 'create':
      return (await import('./network.ts')).completed(readNetwork(parse(stdin), ''))
    case 'setup':
      return (await import('./setup.ts')).setup(checkPath(netns), readContainer(parse(stdin)))
    case 'teardown':
      return (await import('./setup.ts')).teardown(readContainer(parse(stdin)))
    default:
      throw new PluginError(`expected info, create, setup or teardown, got ${describeValue(command ?? '')}`)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new PluginError(`standard input is not JSON: ${(thrown as Error).message}`)
  }
}

function checkPath(netns: string): string {
  if (netns.startsWith('/')) return netns
  throw new PluginError(`expected the path of a namespace, got ${describeValue(netns)}`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readNetwork(value: unknown, at: string): NetavarkNetwork {
  if (!isObject(value))
    throw new PluginError(`${at === '' ? 'the network' : at} must be an object, not ${describeValue(value)}`)
  for (const key of ['name', 'id']) checkText(value, key, at)
  for (const [i, one] of readList(value, 'subnets', at).entries()) checkText(one, 'subnet', pathOf(at, `subnets[${i}]`))
  readList(value, 'routes', at)
  return value as unknown as NetavarkNetwork
}

function readContainer(value: unknown): NetavarkContainer {
  if (!isObject(value)) throw new PluginError(`standard input must be an object, not ${describeValue(value)}`)
  checkText(value, 'container_id', '')
  readNetwork(value.network, 'network')
  if (!isObject(value.network_options))
    throw new PluginError(`network_options must be an object, not ${describeValue(value.network_options)}`)
  checkText(value.network_options, 'interface_name', 'network_options')
  readList(value, 'port_mappings', '')
  return value as unknown as NetavarkContainer
}

/** The path of a key in standard input. */
function pathOf(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`
}

function checkText(object: Record<string, unknown>, key: string, at: string): void {
  if (typeof object[key] === 'string' && object[key] !== '') return
  throw new PluginError(`${pathOf(at, key)} must be a non-empty string, not ${describeValue(object[key])}`)
}

/** A list of objects, or none: programs in Go and Rust write null for it. */
function readList(object: Record<string, unknown>, key: string, at: string): Record<string, unknown>[] {
  const list = object[key] ?? []
  if (Array.isArray(list) && list.every(isObject)) return list
  throw new PluginError(`${pathOf(at, key)} must be an array of objects, not ${describeValue(list)}`)
}
