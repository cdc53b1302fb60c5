import { InputError } from '../../errors.ts'

/** Where the compiler is in the JSON: pushed on entry, popped on success; on failure it still points at the error. */
export type Path = (string | number)[]

/** `nftables[3].add.rule.expr[1].match.right` */
export function pathText(path: Path): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (/^[A-Za-z_][\w-]*$/.test(step)) text += text === '' ? step : `.${step}`
    else text += `['${step}']`
  }
  return text
}

/** What is being compiled, as far as its place goes. */
export interface Placed {
  readonly path: Path
}

export function fail(at: Placed, reason: string, kind: 'type' | 'range' = 'type'): never {
  throw placed(at, new InputError(reason, kind))
}

/** The error with its path. */
export function placed(at: Placed, invalid: InputError): InputError {
  invalid.path = pathText(at.path)
  return invalid
}
