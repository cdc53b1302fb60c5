/** What a value must be. */
export type Test = (value: unknown) => boolean

/** The properties of an object that this library, or any program, has written. */
export type Schema = Readonly<Record<string, Test>>

export const isText: Test = (value) => typeof value === 'string'
export const isBoolean: Test = (value) => typeof value === 'boolean'
/** Indices and ids. */
export const isNumber: Test = (value) => Number.isInteger(value) && (value as number) >= 0
/** Inodes, as they are written. */
export const isDigits: Test = (value) => typeof value === 'string' && /^\d+$/.test(value)

export function optional(test: Test): Test {
  return (value) => value === undefined || test(value)
}

/** Whether a check of options, which throws, lets the value pass. */
export function passes(check: (value: unknown) => unknown): Test {
  return (value) => {
    try {
      check(value)
      return true
    } catch {
      return false
    }
  }
}

/** Reads JSON that must be an object with these properties; others are kept. Where it is not, the reason, which quotes nothing of the text. */
export function parse<T>(text: string, schema: Schema): { value: T } | { reason: string } {
  const value = fromJson(text)
  if (value === undefined) return { reason: 'is not JSON' }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { reason: 'is not a JSON object' }
  const wrong = Object.keys(schema).find((key) => schema[key]?.((value as Record<string, unknown>)[key]) === false)
  return wrong === undefined ? { value: value as T } : { reason: `has no valid '${wrong}'` }
}

/** Undefined if the text is not JSON. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
