import type { Identity } from '../verb/identity.ts'
import type { Rule } from './rule.ts'

/** A rule is identified by all of its fields. */
export const identity: Identity<Rule> = {
  kind: 'rule',
  plural: 'rules',
  message: 'NEWRULE',
  groups: ['ipv4_rule', 'ipv6_rule'],
  volatile: [],
  place: ({ family, priority }) => `${priority} ${family}`,
  // Whether a link or a target exists does not belong to the rule.
  key: (rule) => JSON.stringify({ ...rule, flags: rule.flags.filter((flag) => !STATE.includes(flag)) }),
  selectors: ['family'],
}

const STATE: readonly unknown[] = ['unresolved', 'iif_detached', 'oif_detached']
