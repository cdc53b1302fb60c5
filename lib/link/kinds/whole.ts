import { kindOf } from './index.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * The data of a change, with the other properties that the link has, for a kind of which the kernel returns to their defaults what a change does not
 * contain (ipgre_changelink and others set all parameters of a tunnel). Bytes are left as they are.
 */
export function wholeData(kind: unknown, found: object | undefined, change: object): object {
  const described = kindOf(kind)
  if (described?.whole !== true || change instanceof Uint8Array || Array.isArray(change)) return change
  const rows = described.table?.rows ?? []
  const known = (found ?? {}) as Fields
  const settable = rows.filter(({ key, report }) => !report && known[key] !== undefined)
  const given = Object.entries(change).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(settable.map(({ key }) => [key, known[key]])), ...Object.fromEntries(given) }
}

/** Whether data of this kind must be completed by {@link wholeData}. */
export function isWhole(kind: unknown): boolean {
  return kindOf(kind)?.whole === true
}
