import { callerError } from '../errors.ts'
import { named } from '../verb/checks.ts'
import { checkOptions } from '../verb/options.ts'
import { bool, u8 } from '../wire/integers.ts'
import { normal } from '../wire/normal.ts'
import { type Named, unknownOption } from '../wire/unknown.ts'
import { type Vlans, vlansOf } from './vlan-range.ts'

export type Values = Readonly<Record<string, unknown>>

/** The options of a verb that are attributes of a nest, and the others. */
export interface Divided {
  readonly own: Values
  readonly nested: Record<string, unknown>
}

/**
 * Divides the options of a verb: rows of a table are attributes of a nest, others are options of the verb. Names of links that listed objects may
 * have are dropped, anything else is an unknown option.
 */
export function divided(operation: string, options: unknown, own: readonly Named[], rows: readonly Named[]): Divided {
  checkOptions(operation, options)
  const out = { own: {} as Record<string, unknown>, nested: {} as Record<string, unknown> }
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue
    if (own.some((one) => one.key === key && one.instead === undefined)) out.own[key] = value
    else if (rows.some((one) => one.key === key)) out.nested[key] = value
    else if (!isLinkName(key, [...own, ...rows])) throw callerError(operation, unknownOption(key, [...own, ...rows]))
  }
  return out
}

/** `linkName` next to `link`. */
function isLinkName(key: string, known: readonly Named[]): boolean {
  return key.endsWith('Name') && known.some((one) => `${one.key}Name` === key && one.type?.link === true)
}

/** Throws unless all of these options are given. */
export function required(operation: string, { own }: Divided, ...keys: readonly string[]): void {
  const missing = keys.find((key) => own[key] === undefined)
  if (missing !== undefined) throw new TypeError(`${operation}: ${missing} is missing`)
}

/** The option `vid`. */
export function vlansIn(operation: string, { own }: Divided): Vlans {
  return named(operation, 'vid', () => vlansOf(own.vid))
}

/** A boolean option, false by default. */
export function isOn(operation: string, { own }: Divided, key: string): boolean {
  const value = own[key]
  return value !== undefined && named(operation, key, () => normal(bool(u8), value)) === true
}
