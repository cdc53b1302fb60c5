import { InputError } from '../errors.ts'
import { kindOf } from './kinds/index.ts'

/** Throws if `link` is not an option of this kind, or belongs in `data`. A listed link, which has a `type`, may contain one. */
export function checkLower({ link, type, data }: Readonly<Record<string, unknown>>, kind: unknown): void {
  if (link === undefined || link === 0) return
  const lower = kindOf(kind)?.lower
  if (lower === 'data.link') {
    if ((data as { link?: unknown } | null | undefined)?.link === undefined) throw misplaced()
  } else if (type === undefined && lower === 'none')
    throw new InputError(`is not allowed here: a link of kind '${kind}' has no lower link`).under('link')
}

function misplaced(): InputError {
  const reason = 'belongs in `data`'
  const invalid = new InputError(reason).under('link')
  invalid.phrase = (path) => `\`${path}\` ${reason}`
  return invalid
}
