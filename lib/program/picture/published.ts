// Ports that a firewall hands on, whatever program wrote its rules.
import type { NftObject } from '../../nftables/index.ts'

/** A port that the firewall forwards to a container. */
export interface Published {
  protocol: string
  /** The address on which it is published; absent for every address. */
  address?: string
  port: string
  /** Who gets it: `172.17.0.101`, and the port there. */
  to: string
  toPort: string
}

/** What a rule, or an element of its map, says of the packets it is for. */
type Facts = Record<string, string>

/** Expressions are looked into, whatever they are: what is not known here says nothing. */
type Json = unknown
const member = (value: Json, key: string): Json =>
  typeof value === 'object' && value !== null ? (value as Record<string, Json>)[key] : undefined

/** The parts of a concatenation; otherwise the value itself. */
function parts(value: Json): Json[] {
  const whole = member(member(value, 'elem'), 'val') ?? value
  const concat = member(whole, 'concat')
  return Array.isArray(concat) ? concat : [whole]
}

/** A value as nft writes it: `8000`, `8000-8010`, `10.0.0.0/8`, `80, 443`. */
function written(value: Json): string {
  const [range, prefix, set] = ['range', 'prefix', 'set'].map((kind) => member(value, kind))
  if (Array.isArray(range)) return range.map(written).join('-')
  if (prefix !== undefined) return `${written(member(prefix, 'addr'))}/${written(member(prefix, 'len'))}`
  if (Array.isArray(set)) return set.map(written).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What a fact is called that an expression looks at: `protocol`, `address`, `port`. */
function about(expression: Json, value: Json): Facts {
  const key = member(member(expression, 'meta'), 'key')
  const field = member(member(expression, 'payload'), 'field')
  const header = String(member(member(expression, 'payload'), 'protocol'))
  if (key === 'l4proto') return { protocol: written(value) }
  if (field === 'daddr') return { address: written(value) }
  if (field === 'dport') return { port: written(value), ...(header === 'th' ? {} : { protocol: header }) }
  return {}
}

/** What a rule asks for before it comes to its verdict. */
function conditions(expr: readonly Json[]): Facts {
  const facts: Facts = {}
  for (const statement of expr) {
    const condition = member(statement, 'match')
    if (member(condition, 'op') === '==')
      Object.assign(facts, about(member(condition, 'left'), member(condition, 'right')))
  }
  return facts
}

/** The elements of a map that is named (`@published4`) or written into the rule. */
function elements(data: Json, table: string, maps: ReadonlyMap<string, Json>): [Json, Json][] {
  const found = typeof data === 'string' ? maps.get(`${table} ${data.slice(1)}`) : member(data, 'set')
  return Array.isArray(found) ? (found as [Json, Json][]) : []
}

/** Every case that a map of destinations knows of. */
function cases(map: Json, table: string, maps: ReadonlyMap<string, Json>): Facts[] {
  const fields = parts(member(map, 'key'))
  return elements(member(map, 'data'), table, maps).map(([key, value]) => {
    const [to, toPort] = parts(value)
    const facts = parts(key).map((part, i) => about(fields[i], part))
    return Object.assign({ to: written(to), ...(toPort === undefined ? {} : { toPort: written(toPort) }) }, ...facts)
  })
}

function destinations(dnat: Json, table: string, maps: ReadonlyMap<string, Json>): Facts[] {
  const address = member(dnat, 'addr')
  const port = member(dnat, 'port')
  const map = member(address, 'map')
  if (map !== undefined) return cases(map, table, maps)
  return [{ to: written(address), ...(port === undefined ? {} : { toPort: written(port) }) }]
}

const tableOf = (object: { family: string; table: string }) => `${object.family} ${object.table}`

/** The ports that a ruleset hands on, each once: from `dnat` with an address, and from `dnat` with a map. */
export function publishedPorts(ruleset: readonly NftObject[]): Published[] {
  const maps = new Map<string, Json>()
  for (const object of ruleset) {
    if ('map' in object) maps.set(`${tableOf(object.map)} ${object.map.name}`, object.map.elem)
  }
  const ports = new Map<string, Published>()
  for (const object of ruleset) {
    if (!('rule' in object)) continue
    const { rule } = object
    const { expr = [] } = rule
    const known = conditions(expr)
    for (const statement of expr) {
      const dnat = member(statement, 'dnat')
      for (const facts of dnat === undefined ? [] : destinations(dnat, tableOf(rule), maps)) {
        const { protocol = 'ip', address, port = '*', to = '', toPort = port } = { ...known, ...facts }
        const found = { protocol, ...(address === undefined ? {} : { address }), port, to, toPort }
        ports.set(JSON.stringify(found), found)
      }
    }
  }
  return [...ports.values()]
}
