// What types do not say.
import { type Schema, when } from './schema.ts'

const isAbsent: Schema = { properties: { absent: { const: true } }, required: ['absent'] }
/** What must not exist has no other properties. */
const ABSENT_ALONE: Schema = when(isAbsent, { maxProperties: 1 })

const REFINEMENTS: Readonly<Record<string, Schema>> = {
  Space: ABSENT_ALONE,
  TopologyLink: {
    ...ABSENT_ALONE,
    dependentRequired: { data: ['kind'] },
    dependentSchemas: { peer: { properties: { kind: { const: 'veth' } } } },
  },
  NexthopOptions: { required: ['id'] },
}

/** Further rules for objects of this name. */
export function refinementOf(name: string): Schema {
  return REFINEMENTS[name] ?? {}
}

/** Rules for the names in an object, by its property. */
const NAMES: Readonly<Record<string, Schema>> = {
  links: { pattern: '^[^\\s/:]{1,15}$', not: { enum: ['.', '..'] } },
  namespaces: { pattern: '^[^/]*$', not: { enum: ['.', '..'] } },
  sysctls: { pattern: '^net[./]' },
}

/** The rule for the names in an object that has a value for each name. */
export function namesOf(property: string): Schema {
  const names = NAMES[property]
  return names === undefined ? {} : { propertyNames: names }
}

/** Commands of nftables that a topology refuses: it has tables as a whole. */
const REFUSED = ['create', 'insert', 'replace', 'delete', 'destroy', 'flush', 'reset', 'rename', 'list']

/** Whether a topology refuses objects with these properties. */
export function isRefused(properties: readonly string[]): boolean {
  return properties.length === 1 && REFUSED.includes(properties[0] as string)
}
