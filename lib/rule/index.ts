import { verbs } from '../protocol/verbs.ts'
import * as rule from './rule.ts'

export type { RuleAction } from './message.ts'
export type { Rule, RuleFilter, RuleOptions } from './rule.ts'

/** Verbs that can be collected in a batch. */
export const changes = verbs(rule, 'addRule', 'deleteRule')

/** Verbs that answer, or take several steps. */
export const reads = verbs(rule, 'listRules', 'streamRules', 'flushRules')
