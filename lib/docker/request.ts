import { describeValue } from '../errors.ts'
import { RequestError } from './failure.ts'

/** An object of a request, whose properties are not known to be what they should be. */
export type Json = Readonly<Record<string, unknown>>

/** Docker's ids of networks and endpoints: they become names of files. */
const ID = /^[0-9a-z]{1,128}$/i

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads the body of a request; an empty one is that of a method without parameters. */
export function parseBody(text: string): Json {
  if (text === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (thrown) {
    throw new RequestError(`the request is not JSON: ${(thrown as Error).message}`)
  }
  if (!isObject(value)) throw new RequestError(`the request must be an object, not ${describeValue(value)}`)
  return value
}

/** NetworkID or EndpointID. */
export function readId(body: Json, key: 'NetworkID' | 'EndpointID'): string {
  const { [key]: id } = body
  if (typeof id === 'string' && ID.test(id)) return id
  throw new RequestError(`${key} must be an id, not ${describeValue(id)}`)
}

/** An object, or none: programs in Go write null for it. */
export function readObject(body: Json, key: string): Json {
  const value = body[key] ?? {}
  if (isObject(value)) return value
  throw new RequestError(`${key} must be an object, not ${describeValue(value)}`)
}

/** A list of objects, or none. */
export function readObjects(body: Json, key: string): readonly Json[] {
  const value = body[key] ?? []
  if (!Array.isArray(value)) throw new RequestError(`${key} must be an array of objects, not ${describeValue(value)}`)
  const wrong = value.findIndex((one) => !isObject(one))
  if (wrong < 0) return value
  throw new RequestError(`${key}[${wrong}] must be an object, not ${describeValue(value[wrong])}`)
}

/** A text; undefined if it is empty, which is what Go writes for a text that is not set. */
export function readText(body: Json, key: string): string | undefined {
  const value = body[key] ?? ''
  if (typeof value === 'string') return value === '' ? undefined : value
  throw new RequestError(`${key} must be a string, not ${describeValue(value)}`)
}
