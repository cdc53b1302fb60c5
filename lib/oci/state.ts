// The state of a container, as its runtime writes it to a hook's standard input (OCI runtime specification, "State").
import { describeValue } from '../errors.ts'

/** State of a container, as an OCI runtime passes it to hooks. */
export interface HookState {
  /** Id of the container. */
  readonly id: string
  /** Stage of its life: attached while it is `creating`, `created` or `running`, detached when it is `stopped`. */
  readonly status: string
  /** First process of the container, whose network namespace is attached. Not needed when it is `stopped`. */
  readonly pid?: number | undefined
  /** Folder of the bundle. */
  readonly bundle?: string | undefined
  /** Annotations of the bundle. */
  readonly annotations?: Readonly<Record<string, string>> | undefined
}

const STATUSES = ['creating', 'created', 'running', 'stopped']

/** Reads the state: the JSON of standard input, or the same as an object. */
export function readState(given: string | HookState): HookState {
  const state = typeof given === 'string' ? parse(given) : given
  if (typeof state !== 'object' || state === null || Array.isArray(state))
    throw new TypeError(`expected the state of a container, got ${describeValue(state)}`)
  const { id, status, pid, annotations } = state
  if (typeof id !== 'string' || id === '') throw wrong('id', 'the id of the container', id)
  if (!STATUSES.includes(status)) throw wrong('status', `one of ${STATUSES.join(', ')}`, status)
  if (annotations !== undefined && annotations !== null) checkAnnotations(annotations)
  if (status !== 'stopped') checkPid(pid)
  return state
}

function parse(text: string): HookState {
  try {
    return JSON.parse(text) as HookState
  } catch {
    const got = text.trim() === '' ? 'nothing' : describeValue(text.trim())
    throw new TypeError(`expected the state of a container as JSON on standard input, got ${got}`)
  }
}

function checkAnnotations(annotations: unknown): void {
  if (typeof annotations !== 'object') throw wrong('annotations', 'an object', annotations)
  for (const [name, value] of Object.entries(annotations as object))
    if (typeof value !== 'string') throw wrong(`annotations['${name}']`, 'a string', value)
}

/** In the container's own PID namespace (hook createContainer) it is 1 with runc and 0 with crun: it cannot be attached from there. */
function checkPid(pid: unknown): void {
  if (pid === 0 || pid === 1)
    throw new TypeError(
      `state: pid is ${pid}, as in hooks that run inside the container; configure this hook as createRuntime and poststop`,
    )
  if (!Number.isInteger(pid) || (pid as number) < 0) throw wrong('pid', 'the number of a process', pid)
}

function wrong(key: string, expected: string, got: unknown): TypeError {
  return new TypeError(`state: ${key}: expected ${expected}, got ${describeValue(got)}`)
}
