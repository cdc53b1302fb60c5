import { family } from '../family/family.ts'
import { checkSelective, deleteEach } from '../family/flush.ts'
import type { Protocol } from '../family/protocol.ts'
import type { Table } from '../family/table.ts'
import type { Caller, Requester } from '../transport/caller.ts'
import { agrees, fieldsOf, readFilter } from '../transport/filter.ts'
import type { Limits } from '../transport/limit.ts'
import type { Family } from '../wire/family.ts'
import type { Preset } from '../wire/message.ts'
import type { Input, Value } from '../wire/type.ts'
import { withSelectors } from './late.ts'
import { type RuleAction, rule } from './message.ts'
import { familyOf, selects } from './selection.ts'

/** A rule of policy routing as the kernel lists it. A selector that is absent matches any packet. */
export interface Rule extends Omit<Value<typeof rule>, 'priority'> {
  /** The lower comes first; iproute2: `pref`. */
  priority: number
}

/** What makes a rule; every field of the kernel's is an option. */
export interface RuleOptions extends Input<typeof rule> {}

/** Which rules are listed; the kernel filters by family, the rest is compared here. */
export interface RuleFilter extends Limits {
  /** Both IPv4 and IPv6 unless given. */
  family?: Family | undefined
  table?: Table | undefined
  priority?: number | undefined
  action?: RuleAction | undefined
  protocol?: Protocol | undefined
  iifname?: string | undefined
  oifname?: string | undefined
  fwmark?: number | undefined
}

/** RTM_NEWRULE */
const verb = family(32, rule)

/** Two things the kernel leaves unsaid, or says where nothing is set: priority 0, and suppressing nothing (-1). */
function whole(found: Value<typeof rule>): Rule {
  found.priority ??= 0
  if (found.suppressPrefixlen === -1) delete found.suppressPrefixlen
  return found as Rule
}

const verbs = {
  add: verb('addRule', 'add'),
  delete: verb('deleteRule', 'delete'),
  list: verb('listRules', 'list', { answer: whole }),
  stream: verb('streamRules', 'list', { answer: whole }),
  doomed: verb('flushRules', 'list', { answer: whole }),
  flush: verb('flushRules', 'delete'),
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
export function addRule(caller: Requester, options: RuleOptions): Promise<void> {
  const preset = presetOf(options)
  return withSelectors(caller, 'addRule', options, preset, (on) => on.request(verbs.add, options, preset))
}

/**
 * Deletes the first rule that matches everything given (`ip rule del`); ENOENT when there is none. The kernel compares neither
 * `flags` nor the target of `goto`.
 */
export function deleteRule(caller: Requester, options: RuleOptions): Promise<void> {
  if (!selects(options)) throw new TypeError('deleteRule: what the rule is like is missing, its priority for example')
  const preset = deletionOf(options)
  return withSelectors(caller, 'deleteRule', options, preset, (on) => on.request(verbs.delete, options, preset))
}

function deletionOf(options: RuleOptions): Preset {
  return (options.goto === undefined ? ANY : GOTO)[familyOf(options)]
}

const COMPARED = ['table', 'priority', 'action', 'protocol', 'iifname', 'oifname', 'fwmark'] as const

const FILTERS = fieldsOf(rule, 'family', ...COMPARED)

/** What travels with the dump request (fib_valid_dumprule_req takes the family alone), and what is compared here. */
function question(operation: string, options: RuleFilter, within: Limits | undefined) {
  const { given, limits } = readFilter(operation, options, within, FILTERS)
  const { family: wanted = 'unspec' } = given
  const keep = (found: Rule): boolean => (wanted !== 'unspec' || ordinary(found)) && agrees(found, given, COMPARED)
  return { given, filter: { family: wanted }, limits, keep }
}

/** Unless a family was asked for, rules of multicast routing (families above AF_MAX) are left out. */
function ordinary(found: Rule): boolean {
  return typeof found.family !== 'number'
}

/** Lists rules (`ip rule show`), those of IPv4 first, each family in the order of priority. */
export function listRules(caller: Caller, filter: RuleFilter = {}, limits?: Limits): Promise<Rule[]> {
  const asked = question('listRules', filter, limits)
  return caller.list(verbs.list, asked.filter, asked.limits, asked.keep)
}

/** Lists rules one by one in constant memory. */
export function streamRules(caller: Caller, filter: RuleFilter = {}, limits?: Limits): AsyncIterable<Rule> {
  const asked = question('streamRules', filter, limits)
  return caller.stream(verbs.stream, asked.filter, asked.limits, asked.keep)
}

/**
 * Deletes the rules that the filter selects and resolves with how many went (`ip rule flush`). As with `ip`, the first one of priority
 * 0, which leads to the addresses of this host, stays. A filter without any member is a TypeError.
 *
 * ```ts
 * await flushRules({ table: 100 })
 * ```
 */
export function flushRules(caller: Caller, filter: RuleFilter, limits?: Limits): Promise<number> {
  const asked = question('flushRules', filter, limits)
  checkSelective('flushRules', asked.given, FILTERS)
  return caller.task('flushRules', async (alone) => {
    const found = await alone.list(verbs.doomed, asked.filter, asked.limits, asked.keep)
    const doomed = found.filter(({ priority }) => priority !== 0)
    return deleteEach(doomed, (one) => alone.request(verbs.flush, one, deletionOf(one)), ['ENOENT'])
  })
}
