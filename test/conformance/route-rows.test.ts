import assert from 'node:assert/strict'
import { multipath } from '../../lib/route/hop.ts'
import { route } from '../../lib/route/message.ts'
import { metrics } from '../../lib/route/metrics.ts'
import type { AnyType } from '../../lib/wire/type.ts'
import { routeCases } from './support/route-cases.ts'

/** Rows of the tables that no case asks for, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  iif: 'names the packet of a lookup: route-lookup.test.ts',
  mark: 'names the packet of a lookup: route-lookup.test.ts',
  uid: 'names the packet of a lookup: route-lookup.test.ts',
  ipProto: 'names the packet of a lookup: route-lookup.test.ts',
  sport: 'names the packet of a lookup: route-lookup.test.ts',
  dport: 'names the packet of a lookup: route-lookup.test.ts',
  flowlabel: 'names the packet of a lookup: route-lookup.test.ts',
  cacheinfo: 'is only reported, never asked for',
  newdst: 'is of MPLS alone: ../golden/route-mpls.test.ts',
  ttlPropagate:
    'is of MPLS alone, which `ip` cannot show of other routes: ../golden/route-requests.test.ts has its bytes',
}

const HOPS_ELSEWHERE: Readonly<Record<string, string>> = {
  newdst: 'is of MPLS alone: ../golden/route-mpls.test.ts',
  encapType: 'is read and written as that of a route with one hop',
  encap: 'is read and written as that of a route with one hop',
}

/** The keys that a type takes: of its fixed header and its attributes. */
function keysOf(type: AnyType): string[] {
  const { byKey, rows, header } = type as {
    byKey?: ReadonlyMap<string, unknown>
    rows?: { key: string }[]
    header?: AnyType
  }
  return [...(header === undefined ? [] : keysOf(header)), ...(rows?.map(({ key }) => key) ?? byKey?.keys() ?? [])]
}

function asked(objects: readonly (object | undefined)[]): Set<string> {
  return new Set(objects.flatMap((one) => Object.keys(one ?? {})))
}

/** Keys that no case covers and no exception lists. */
function left(
  types: readonly AnyType[],
  seen: ReadonlySet<string>,
  excused: Readonly<Record<string, string>>,
): string[] {
  const keys = new Set(types.flatMap(keysOf))
  return [...keys].filter((key) => !seen.has(key) && !(key in excused))
}

describe('the cases of routes', () => {
  const options = routeCases.map(({ ours }) => ours)

  it('ask for every row of a route', () => {
    assert.deepEqual(left([route], asked(options), ELSEWHERE), [])
  })

  it('ask for every metric', () => {
    assert.deepEqual(left([metrics], asked(options.map((one) => one.metrics)), {}), [])
  })

  it('ask for every row of a next hop', () => {
    const hops = options.flatMap((one) => one.multipath ?? [])
    assert.deepEqual(left(multipath.parts ?? [], asked(hops), HOPS_ELSEWHERE), [])
  })
})
