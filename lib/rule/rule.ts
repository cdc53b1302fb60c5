import type { Protocol } from '../protocol/enums/protocol.ts'
import type { Table } from '../protocol/enums/table.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Sender } from '../transport/handle.ts'
import type { Limits } from '../transport/limit.ts'
import { fieldsOf } from '../verb/filter.ts'
import { listing } from '../verb/listing.ts'
import { change } from '../verb/verb.ts'
import type { Family } from '../wire/family.ts'
import type { Preset } from '../wire/message.ts'
import type { Input, Value } from '../wire/type.ts'
import { withSelectors } from './late.ts'
import { type RuleAction, rule } from './message.ts'
import { familyOf, selects } from './selection.ts'

/** A rule of policy routing as the kernel lists it. A selector that is absent matches any packet. */
export interface Rule extends Omit<Value<typeof rule>, 'priority'> {
  /** The lower comes first; iproute2: `pref`, `order`. */
  priority: number
}

/** What makes a rule; every field of the kernel's is an option. */
export interface RuleOptions extends Input<typeof rule> {}

/** Which rules are listed; the kernel filters by family, the rest is compared here. */
export interface RuleFilter extends Limits {
  /** Both IPv4 and IPv6 unless given. */
  family?: Family | undefined
  /** Routing table that they look into; iproute2: `table`, `lookup`. */
  table?: Table | undefined
  /** Their priority; iproute2: `pref`, `order`. */
  priority?: number | undefined
  /** What they do with packets. */
  action?: RuleAction | undefined
  /** Who made them; iproute2: `proto`. */
  protocol?: Protocol | undefined
  /** Name of the link that packets come in by; iproute2: `iif`, `dev`. */
  iifname?: string | undefined
  /** Name of the link that sockets are bound to; iproute2: `oif`. */
  oifname?: string | undefined
  /** Mark of packets. */
  fwmark?: number | undefined
}

const request = rtnetlink.verbs('NEWRULE', rule)

/** Two things the kernel leaves unsaid, or says where nothing is set: priority 0, and suppressing nothing (-1). */
function normalize(found: Value<typeof rule>): Rule {
  found.priority ??= 0
  if (found.suppressPrefixlen === -1) delete found.suppressPrefixlen
  return found as Rule
}

const requests = {
  add: request('addRule', 'add'),
  delete: request('deleteRule', 'delete'),
  flush: request('flushRules', 'delete'),
}

/** What `ip rule add` sends where nothing was said (iprule_modify in iproute2): a rule needs an action, and that one a table. */
const LOOKUP = presets({ action: 'to_tbl', table: 'main' })
/** The table is the VRF's own. */
const L3MDEV = presets({ action: 'to_tbl' })
const GOTO = presets({ action: 'goto' })
/** Whatever was not said matches any. */
const ANY = presets({})

function presets(preset: Preset) {
  return { inet: { family: 'inet', ...preset }, inet6: { family: 'inet6', ...preset } }
}

function presetOf(options: RuleOptions): Preset {
  const family = familyOf(options)
  if (options.goto !== undefined) return GOTO[family]
  if (options.action !== undefined && options.action !== 'to_tbl') return ANY[family]
  return options.l3mdev === true ? L3MDEV[family] : LOOKUP[family]
}

/**
 * Adds a rule (`ip rule add`). EEXIST when there is the same one already. Without a priority it comes before every rule but
 * the first. EOPNOTSUPP, with nothing done, where the kernel would ignore a selector that is younger than itself (`dscp`, `flowlabel`, masks of both and
 * of ports): a handle asks about each once.
 *
 * ```ts
 * await addRule({ src: '10.1.0.0/16', table: 100, priority: 1000 })
 * await addRule({ fwmark: 0x1, action: 'blackhole', family: 'inet6' })
 * ```
 */
export const addRule = change('addRule', (sender: Sender, options: RuleOptions): Promise<void> => {
  const preset = presetOf(options)
  return withSelectors(sender, 'addRule', options, preset, (on) => on.request(requests.add, options, preset))
})

/**
 * Deletes the first rule that matches everything given (`ip rule del`); ENOENT when there is none. The kernel compares neither
 * `flags` nor the target of `goto`.
 */
export const deleteRule = change('deleteRule', (sender: Sender, options: RuleOptions): Promise<void> => {
  if (!selects(options)) throw new TypeError('deleteRule: a selector is missing, for example priority')
  const preset = deletionOf(options)
  return withSelectors(sender, 'deleteRule', options, preset, (on) => on.request(requests.delete, options, preset))
})

function deletionOf(options: RuleOptions): Preset {
  return (options.goto === undefined ? ANY : GOTO)[familyOf(options)]
}

const COMPARED = ['table', 'priority', 'action', 'protocol', 'iifname', 'oifname', 'fwmark'] as const

/** The kernel filters by the family alone (fib_valid_dumprule_req in net/core/fib_rules.c). Rules of multicast routing have families of their own. */
const rules = listing<RuleFilter, Value<typeof rule>, Rule>({
  request: () => request,
  answer: normalize,
  filters: fieldsOf(rule, 'family', ...COMPARED),
  compared: COMPARED,
  ipOnly: true,
})

/** Lists rules (`ip rule show`), those of IPv4 first, each family in the order of priority. */
export const listRules = rules.list('listRules')

/** Lists rules one by one in constant memory. */
export const streamRules = rules.stream('streamRules')

/**
 * Deletes the rules that the filter selects and resolves with how many went (`ip rule flush`). As with `ip`, the first one of priority
 * 0, which leads to the addresses of this host, stays. A filter without any member is a TypeError.
 *
 * ```ts
 * await flushRules({ table: 100 })
 * ```
 */
export const flushRules = rules.flush('flushRules', {
  remove: (sender, one) => sender.request(requests.flush, one, deletionOf(one)),
  gone: ['ENOENT'],
  choose: (found) => found.filter(({ priority }) => priority !== 0),
})
