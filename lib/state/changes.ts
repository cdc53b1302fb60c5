import { isDeepStrictEqual } from '../builtin.ts'
import type { Link } from '../link/link.ts'
import type { LinkChange } from '../link/set.ts'
import type { Fields } from './asked.ts'

/** A change of a link, and what it restores. */
export interface Change {
  readonly change: LinkChange
  readonly expected: object
  readonly found: object
}

const FLAGS = ['debug', 'notrailers', 'noarp', 'promisc', 'allmulti', 'multicast', 'dynamic'] as const
/** Settings that null removes. */
const REMOVABLE = ['master', 'alias']
/** Settings of a port that only the spanning tree or the kernel changes. */
const REPORTED = ['state', 'rootId', 'bridgeId', 'designatedPort', 'designatedCost', 'id', 'no', 'topologyChangeAck']
const COUNTED = [
  'configPending',
  'messageAgeTimer',
  'forwardDelayTimer',
  'holdTimer',
  'mcastEhtHostsCnt',
  'mcastNGroups',
]
const OF_RING = ['mrpRingOpen', 'mrpInOpen']
const UNSET: ReadonlySet<string> = new Set([...REPORTED, ...COUNTED, ...OF_RING])

/** Settings in the order in which they are restored; the others come first. */
const LAST = ['name', 'master', 'port', 'up']

function valueAt(link: Link, path: string): unknown {
  if ((FLAGS as readonly string[]).includes(path)) return (link.flags as readonly unknown[]).includes(path)
  return path.split('.').reduce<unknown>((value, key) => (value as Fields | undefined)?.[key], link)
}

/** The changes that give a link the settings that it had, each in a request of its own, so that one that fails prevents no other. */
export function changesOf(before: Link, now: Link, paths: ReadonlySet<string>): Change[] {
  const tops = new Set([...paths].map((path) => path.split('.', 1)[0] as string))
  const keys = [...tops].sort((one, other) => LAST.indexOf(one) - LAST.indexOf(other))
  return keys.flatMap((key) => {
    if (key === 'altnames') return []
    if (key === 'port') return portOf(before, now, paths)
    const inner = [...paths].filter((path) => path.startsWith(`${key}.`))
    return inner.length > 0 ? nestOf(before, now, key, inner) : plainOf(before, now, key)
  })
}

function plainOf(before: Link, now: Link, key: string): Change[] {
  const [was, is] = [valueAt(before, key), valueAt(now, key)]
  if (isDeepStrictEqual(was, is)) return []
  const value = was === undefined && REMOVABLE.includes(key) ? null : was
  return [{ change: { [key]: value }, expected: { [key]: was }, found: { [key]: is } }]
}

function nestOf(before: Link, now: Link, key: string, paths: readonly string[]): Change[] {
  const [was, is]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}]
  for (const path of paths) {
    const inner = path.slice(key.length + 1)
    const [one, other] = [valueAt(before, path), valueAt(now, path)]
    if (one === undefined || isDeepStrictEqual(one, other)) continue
    was[inner] = one
    is[inner] = other
  }
  if (Object.keys(was).length === 0) return []
  const kind = key === 'data' ? { kind: before.kind } : {}
  return [{ change: { ...kind, [key]: was }, expected: { [key]: was }, found: { [key]: is } }]
}

/** Settings of a port: those that were changed, or all of them where the port was another one. */
function portOf(before: Link, now: Link, paths: ReadonlySet<string>): Change[] {
  const { port, portKind } = before
  if (port === undefined || port instanceof Uint8Array || portKind !== 'bridge' || now.portKind !== portKind) return []
  const keys = paths.has('port') ? Object.keys(port) : [...paths].flatMap(portKey)
  const known = keys.filter((key) => !UNSET.has(key) || paths.has(`port.${key}`))
  return nestOf(
    before,
    now,
    'port',
    known.map((key) => `port.${key}`),
  )
}

function portKey(path: string): string[] {
  return path.startsWith('port.') ? [path.slice('port.'.length)] : []
}
