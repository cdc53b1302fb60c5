import type { NftObject } from '../nftables/json.ts'
import type { Due } from './due.ts'
import { byField } from './tables/objects.ts'
import type { StepReason } from './types.ts'

/** A difference between a topology and what is there. */
export interface TopologyDifference {
  /** Kind of the difference: an object is missing, differs (also so that it must be created again), or is no longer wanted. */
  code: StepReason
  /** What differs: `namespaces.c1.links.eth0`. */
  subject: string
  /** Description of the difference: one clause, in lower case. */
  message: string
  /** Values that are wanted. */
  expected?: unknown
  /** Values that are there. */
  found?: unknown
}

/** What the steps are needed for. */
export function differencesOf(steps: readonly Due[]): TopologyDifference[] {
  const made = new Set<string>()
  return steps.filter((step) => isWhole(step) && isFirst(step, made)).map(difference)
}

/** Several steps create one object. */
function isFirst({ reason, subject }: Due, made: Set<string>): boolean {
  if (reason !== 'missing' && reason !== 'remake') return true
  const isKnown = made.has(subject)
  made.add(subject)
  return !isKnown
}

/** Objects that are made again are deleted first. */
function isWhole({ reason, verb: name }: Due): boolean {
  return reason !== 'remake' || !name.startsWith('delete')
}

function difference(step: Due): TopologyDifference {
  const { reason, subject, fields, before } = step
  const expected = reason === 'unwanted' ? undefined : expectedOf(step)
  return {
    ...{ code: reason, subject, message: message(reason, fields) },
    ...(expected === undefined ? {} : { expected }),
    ...(before === undefined ? {} : { found: before }),
  }
}

function expectedOf({ verb: name, arguments: args, fields }: Due): unknown {
  const [first] = args
  const wanted = name === 'setLink' ? args[1] : name === 'apply' ? byField(first as NftObject[], fields) : first
  return fields === undefined ? wanted : Object.fromEntries(fields.map((key) => [key, valueAt(wanted, key)]))
}

function valueAt(object: unknown, path: string): unknown {
  const key = path.split('.')[0] as string
  const given = object as Readonly<Record<string, unknown>>
  if (Object.hasOwn(given, path) || key === path) return given[path] ?? null
  return valueAt(given[key] ?? {}, path.slice(key.length + 1))
}

function message(reason: StepReason, fields: readonly string[] = []): string {
  if (reason === 'missing') return 'is missing'
  if (reason === 'unwanted') return 'is not part of the topology'
  const which = fields.length === 0 ? '' : ` in ${fields.join(', ')}`
  return reason === 'differs' ? `differs${which}` : `differs${which}, and must be created again`
}
