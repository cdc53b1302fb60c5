import assert from 'node:assert/strict'
import { address } from '../../lib/address/message.ts'
import { kinds } from '../../lib/link/kinds/index.ts'
import { link } from '../../lib/link/message.ts'
import { neighbour } from '../../lib/neighbour/message.ts'
import { nexthop } from '../../lib/nexthop/message.ts'
import { route } from '../../lib/route/message.ts'
import { rule } from '../../lib/rule/message.ts'
import type { Attribute } from '../../lib/wire/attrs.ts'
import type { Field } from '../../lib/wire/struct.ts'
import type { AnyType } from '../../lib/wire/type.ts'
import { alternatives, resolved, type Schema, schema } from './support/schema.ts'

/** Any of the parts that some types have. */
type Face = AnyType & {
  readonly rows?: readonly Attribute[]
  readonly header?: Face
  readonly fields?: readonly Field[]
}

/** Fields that a topology has in another way, of lists and lookups only, or that JSON cannot have. */
const LINK = {
  elsewhere: ['name', 'netns', 'linkNetnsid', 'targetNetnsid', 'newIfindex', 'xdp'],
  requests: ['linkinfo', 'change', 'family', 'extMask', 'altIfname', 'protinfo', 'type'],
}
const ROUTE = ['iif', 'mark', 'uid', 'ipProto', 'sport', 'dport', 'flowlabel']
const BYTES = ['encap']
/** As above, inside of other fields. */
const INNER = new Set(['route.multipath.encap', 'address.cacheinfo.cstamp', 'address.cacheinfo.tstamp'])

/** Options that are not a field of the message: parts of other tables, flags of the header, and what only a topology has. */
const FURTHER = [
  ...['up', 'debug', 'notrailers', 'noarp', 'promisc', 'allmulti', 'multicast', 'dynamic'],
  ...['port', 'portKind', 'kind', 'data', 'peer', 'addresses', 'absent'],
]

const definition = (name: string) => schema.$defs?.[name] as Schema

/** The keys of a table, or of a message, that can be set. */
function settable(type: Face): (Attribute | Field)[] {
  const { rows = [], header } = type
  const fields = [...(header?.fields ?? []), ...(type.fields ?? [])].filter(({ hidden }) => !hidden)
  const sent = rows.filter(({ report }) => !report)
  const own = new Set(rows.map(({ key }) => key))
  return [...fields.filter(({ key }) => !own.has(key)), ...sent]
}

/**
 * Compares the properties of a schema with the fields of a type, and so on inside. Returns the paths of what is missing, and of what is not a
 * field.
 */
function differences(
  path: string,
  type: Face,
  given: Schema,
  left: readonly string[] = [],
  further: readonly string[] = [],
): string[] {
  const properties = resolved(given).properties ?? {}
  const wanted = settable(type).filter(({ key }) => !left.includes(key) && !INNER.has(`${path}.${key}`))
  const known = new Set([...wanted.map(({ key }) => key), ...further])
  const strange = Object.keys(properties).filter((key) => !known.has(key))
  const inner = wanted.flatMap(({ key, type: one }) => {
    const property = properties[key]
    return property === undefined ? [`${path}.${key} is missing`] : inside(`${path}.${key}`, one as Face, property)
  })
  return [...strange.map((key) => `${path}.${key} is not a field`), ...inner]
}

const isTable = ({ rows, fields }: Face) => rows !== undefined || fields !== undefined

/** A type with everything that it consists of. */
function whole(type: Face): Face {
  const parts = (type.parts ?? []).map((part) => whole(part as Face)).filter(isTable)
  if (isTable(type) || parts.length === 0) return type
  return { ...type, rows: parts.flatMap(({ rows = [] }) => rows), fields: parts.flatMap(({ fields = [] }) => fields) }
}

function inside(path: string, type: Face, given: Schema): string[] {
  const choices = alternatives(given)
  const words = choices.flatMap((one) => [...(one.enum ?? []), one.const, ...Object.keys(one.properties ?? {})])
  const all = whole(type)
  if (isTable(all)) return differences(path, all, choices.find(({ properties }) => properties !== undefined) ?? {})
  const own = STATE.has(path) ? [] : Object.keys(type.words ?? {})
  const lost = own.filter((word) => !words.includes(word)).map((word) => `${path} lacks '${word}'`)
  return [...lost, ...(type.parts ?? []).flatMap((part) => inside(path, part as Face, given))]
}

/** Flags of which some are state, which is not sent: the compiler offers only the others. */
const STATE = new Set([
  ...['address.flags', 'route.flags', 'route.multipath.flags', 'rule.flags', 'neighbour.flags', 'neighbour.flagsExt'],
  ...['nexthop.flags', 'link.flags'],
  ...['ip6erspan.flags', 'ip6gre.flags', 'ip6gretap.flags', 'ip6tnl.flags'],
])

describe('the schema of topologies is complete', () => {
  it('for links', () => {
    const left = [...LINK.elsewhere, ...LINK.requests]
    assert.deepEqual(differences('link', link as Face, definition('TopologyLink'), left, FURTHER), [])
  })

  it('for addresses, which are also text', () => {
    const left = ['link', 'local', 'anycast', 'multicast', 'targetNetnsid', 'prefixlen', 'index']
    assert.deepEqual(
      differences('address', address as Face, definition('TopologyAddress'), left, ['address', 'peer']),
      [],
    )
  })

  it('for routes, rules, neighbours and nexthops', () => {
    assert.deepEqual(differences('route', route as Face, definition('RouteOptions'), [...ROUTE, ...BYTES], ['dst']), [])
    assert.deepEqual(differences('rule', rule as Face, definition('RuleOptions')), [])
    const masks = ['ndmStateMask', 'ndmFlagsMask', 'master', 'type']
    assert.deepEqual(differences('neighbour', neighbour as Face, definition('NeighbourOptions'), masks, ['link']), [])
    const inner = ['groups', 'master', 'opFlags', 'scope', ...BYTES]
    assert.deepEqual(differences('nexthop', nexthop as Face, definition('NexthopOptions'), inner), [])
  })

  for (const [kind, { table, port, pair }] of Object.entries(kinds)) {
    if (pair || !(table as Face | undefined)?.rows?.some(({ report }) => !report)) continue
    it(`for the data of ${kind}`, () => {
      const data = definition('TopologyLink').allOf?.find((one) => one.if.properties?.kind?.const === kind)
      assert.deepEqual(differences(kind, table as Face, data?.then.properties?.data as Schema), [])
      const ofPorts = (port as Face | undefined)?.rows?.some(({ report }) => !report) ? [port as Face] : []
      assert.deepEqual(
        ofPorts.flatMap((one) =>
          differences(`${kind}.port`, one, definition(kind === 'bond' ? 'BondPort' : 'BridgePort')),
        ),
        [],
      )
    })
  }

  it('and describes every property', () => {
    const silent = Object.entries(schema.$defs ?? {}).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties).flatMap(([key, { description }]) =>
        description === undefined ? [`${name}.${key}`] : [],
      ),
    )
    assert.deepEqual(silent, [])
  })
})
