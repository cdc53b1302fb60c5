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
import type { Input, Public, Value } from '../wire/type.ts'
import { identity } from './identity.ts'
import { withSelectors } from './late.ts'
import { type RuleAction, rule } from './message.ts'
import { familyOf, selects } from './selection.ts'

/** A rule of policy routing as the kernel lists it. An absent selector matches every packet. */
export interface Rule extends Omit<Value<typeof rule>, 'priority'> {
  /** Priority of the rule; the rule with the lowest one is evaluated first; iproute2: `pref`, `order`. */
  priority: number
}

/** A rule to add; every field of the kernel is an option. */
export interface RuleOptions extends Input<typeof rule>, Public {}

/** Selects the rules to list. The kernel filters by family; the other filters are applied here. */
export interface RuleFilter extends Limits {
  /** Both IPv4 and IPv6 by default. */
  family?: Family | undefined
  /** Routing table that the rules look up; iproute2: `table`, `lookup`. */
  table?: Table | undefined
  /** Priority of the rules; iproute2: `pref`, `order`. */
  priority?: number | undefined
  /** What the rules do with packets. */
  action?: RuleAction | undefined
  /** Origin of the rules (RTPROT_*); iproute2: `proto`. */
  protocol?: Protocol | undefined
  /** Name of the incoming link; iproute2: `iif`, `dev`. */
  iifname?: string | undefined
  /** Name of the link that the sending socket is bound to; iproute2: `oif`. */
  oifname?: string | undefined
  /** Mark of the packets. */
  fwmark?: number | undefined
}

const request = rtnetlink.verbs('NEWRULE', rule)

/** The kernel omits priority 0, and reports -1 if no prefix length is suppressed. */
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

/** Defaults of `ip rule add` (iprule_modify in iproute2). */
const LOOKUP = presets({ action: 'to_tbl', table: 'main' })
/** The table is that of the VRF. */
const L3MDEV = presets({ action: 'to_tbl' })
const GOTO = presets({ action: 'goto' })
/** Fields that are not given match any value. */
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
 * Adds a rule (`ip rule add`). EEXIST if the same rule exists. Without a priority, the rule is evaluated before all others except the
 * first. EOPNOTSUPP, before anything is changed, if the kernel does not know a selector and would ignore it (`dscp`, `flowlabel`, their
 * masks, port masks); a handle checks each of them once.
 *
 * ```ts
 * await addRule({ src: '10.1.0.0/16', table: 100, priority: 1000 })
 * await addRule({ fwmark: 0x1, action: 'blackhole', family: 'inet6' })
 * ```
 */
export const addRule = change(
  'addRule',
  (sender: Sender, options: RuleOptions): Promise<void> => {
    const preset = presetOf(options)
    const asked = withMask(options)
    return withSelectors(sender, 'addRule', asked, preset, (on) => on.request(requests.add, asked, preset))
  },
  { bare: 'priority', alike: ['src', 'dst', 'priority', 'table', 'fwmark'], undo: 'exact' },
)

/** The kernel requires the mask of a flow label (fib6_nl2rule_flowlabel in net/ipv6/fib6_rules.c); `ip rule` sends all of it unless given. */
function withMask(options: RuleOptions): RuleOptions {
  const { flowlabel, flowlabelMask } = options
  return flowlabel === undefined || flowlabelMask !== undefined ? options : { ...options, flowlabelMask: 0xf_ffff }
}

/**
 * Deletes the first rule that matches everything given (`ip rule del`). ENOENT if none matches. The kernel compares neither `flags` nor the
 * target of `goto`.
 */
export const deleteRule = change(
  'deleteRule',
  (sender: Sender, options: RuleOptions): Promise<void> => {
    if (!selects(options)) throw new TypeError('deleteRule: a selector is missing, for example priority')
    const preset = deletionOf(options)
    return withSelectors(sender, 'deleteRule', options, preset, (on) => on.request(requests.delete, options, preset))
  },
  { bare: 'priority', undo: 'exact' },
)

function deletionOf(options: RuleOptions): Preset {
  return (options.goto === undefined ? ANY : GOTO)[familyOf(options)]
}

const COMPARED = ['table', 'priority', 'action', 'protocol', 'iifname', 'oifname', 'fwmark'] as const

/** The kernel filters only by family (fib_valid_dumprule_req in net/core/fib_rules.c). Rules of multicast routing have separate families. */
const rules = listing<RuleFilter, Value<typeof rule>, Rule>({
  request: () => request,
  answer: normalize,
  filters: fieldsOf(rule, 'family', ...COMPARED),
  compared: COMPARED,
  ipOnly: true,
  identity,
})

/** Lists rules (`ip rule show`), IPv4 before IPv6, each family in order of priority. */
export const listRules = rules.list('listRules')

/** Lists rules one by one in constant memory; requests more from the kernel only when the previous ones have been consumed. */
export const streamRules = rules.stream('streamRules')

/**
 * Deletes the rules that the filter selects and resolves with the number deleted (`ip rule flush`). Rules that disappear meanwhile are not
 * counted. As with `ip`, the first rule of priority 0, which looks up the table local, is kept. A filter without any property is a
 * TypeError.
 *
 * ```ts
 * await flushRules({ table: 100 })
 * ```
 */
export const flushRules = rules.flush('flushRules', {
  remove: (sender, one) => sender.request(requests.flush, one, deletionOf(one)),
  undo: 'exact',
  gone: ['ENOENT'],
  choose: (found) => found.filter(({ priority }) => priority !== 0),
})
