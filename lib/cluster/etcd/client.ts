import { NetlinkError } from '../../errors.ts'
import { isObject, type JsonObject } from '../json.ts'

/** How long one member may take to answer, in milliseconds. Without a quorum, it never does. */
const PATIENCE = 2_000

/** Codes of gRPC (doc/statuscodes.md of grpc) that another member may answer differently: unknown, deadline exceeded, unavailable. */
const ELSEWHERE = [2, 4, 14]
const NOT_FOUND = 5

/** A refusal by etcd. */
class Refusal extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** Whether etcd does not know the lease that a request names. */
export function isLeaseGone(thrown: unknown): boolean {
  return thrown instanceof Refusal && thrown.code === NOT_FOUND
}

/** Whether a lease of this number is there already: an earlier attempt of the same request created it. */
export function isRepeated(thrown: unknown): boolean {
  return thrown instanceof Refusal && thrown.message.includes('lease already exists')
}

/** etcd v3 by its JSON gateway (Documentation/dev-guide/api_grpc_gateway.md of etcd). Requests go to one member, or to the next one if it does not reply. */
export class Client {
  readonly #endpoints: readonly string[]
  readonly #operation: string
  #current = 0

  constructor(operation: string, endpoints: readonly string[]) {
    this.#operation = operation
    this.#endpoints = endpoints
  }

  /** Asks another member from now on. */
  turn(): void {
    this.#current = (this.#current + 1) % this.#endpoints.length
  }

  /** One request and its answer. Every member is tried once. */
  async call(path: string, body: JsonObject, signal?: AbortSignal): Promise<JsonObject> {
    const failures: string[] = []
    for (const _ of this.#endpoints) {
      signal?.throwIfAborted()
      const endpoint = this.#endpoint()
      try {
        return await post(endpoint, path, body, deadline(signal))
      } catch (thrown) {
        signal?.throwIfAborted()
        if (!isPassing(thrown)) throw thrown
        failures.push(`${endpoint}: ${textOf(thrown)}`)
        this.turn()
      }
    }
    throw this.#silent(failures)
  }

  /** The answers of a watch, until it ends; it fails if the first one does not come in time. */
  async *stream(path: string, body: JsonObject, signal: AbortSignal): AsyncGenerator<JsonObject> {
    const opening = new AbortController()
    const timer = setTimeout(() => opening.abort(new Error(`no answer within ${PATIENCE} ms`)), PATIENCE)
    try {
      const both = AbortSignal.any([signal, opening.signal])
      const response = await send(this.#endpoint(), path, body, both)
      for await (const line of linesOf(response)) {
        clearTimeout(timer)
        yield answerOf(response, line)
      }
    } finally {
      clearTimeout(timer)
    }
  }

  #endpoint(): string {
    return this.#endpoints[this.#current] as string
  }

  #silent(failures: readonly string[]): NetlinkError {
    const reason = `etcd does not answer: ${failures.join('; ')}`
    return new NetlinkError({ code: 'ETIMEDOUT', operation: this.#operation, reason, attribute: 'store' })
  }
}

function deadline(signal: AbortSignal | undefined): AbortSignal {
  const end = AbortSignal.timeout(PATIENCE)
  return signal === undefined ? end : AbortSignal.any([signal, end])
}

function send(endpoint: string, path: string, body: JsonObject, signal: AbortSignal): Promise<Response> {
  return fetch(endpoint + path, {
    method: 'POST',
    body: JSON.stringify(body),
    // A member that has lost the others says so instead of staying silent (clientv3.WithRequireLeader).
    headers: { 'Content-Type': 'application/json', 'Grpc-Metadata-hasleader': 'true' },
    signal,
  })
}

async function post(endpoint: string, path: string, body: JsonObject, signal: AbortSignal): Promise<JsonObject> {
  const response = await send(endpoint, path, body, signal)
  return answerOf(response, await response.text())
}

/** A line of a stream is wrapped: {"result": ...} or {"error": ...}. */
function answerOf(response: Response, text: string): JsonObject {
  const answer = parsed(text)
  if (!isObject(answer)) throw new Error(`expected JSON of etcd's gateway, got status ${response.status}`)
  if (response.ok && answer.error === undefined) return isObject(answer.result) ? answer.result : answer
  const failure = isObject(answer.error) ? answer.error : answer
  throw new Refusal(Number(failure.code ?? failure.grpc_code ?? 2), String(failure.message ?? failure.error))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() as string
    yield* lines.filter((line) => line !== '')
  }
  if (rest.trim() !== '') yield rest
}

/** Whether another member may answer. */
function isPassing(thrown: unknown): boolean {
  return !(thrown instanceof Refusal) || ELSEWHERE.includes(thrown.code)
}

/** The sentence of a failed request: fetch hides the reason in the cause. */
export function textOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  if (thrown.name === 'TimeoutError') return `no answer within ${PATIENCE} ms`
  const { cause } = thrown
  if (!(cause instanceof Error)) return thrown.message
  return cause.message || String((cause as { code?: unknown }).code ?? thrown.message)
}
