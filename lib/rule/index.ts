import { addRule, deleteRule, listRules, streamRules } from './rule.ts'

export type { RuleAction } from './message.ts'
export type { Rule, RuleFilter, RuleOptions } from './rule.ts'

/** Verbs that can be collected in a batch. */
export const changes = { addRule, deleteRule }

/** Verbs that answer. */
export const reads = { listRules, streamRules }
