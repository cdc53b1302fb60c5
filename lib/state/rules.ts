import { identity } from '../rule/identity.ts'
import { addRule, deleteRule, listRules, type Rule } from '../rule/rule.ts'
import { on } from '../verb/verb.ts'
import type { Fields } from './asked.ts'
import type { Kind } from './kind.ts'
import { agree } from './listed.ts'

/** Fields that deletions do not compare (rule_find in net/core/fib_rules.c), or that 'unspec' leaves open. */
const OPEN = ['flags', 'goto']

function concerns(rule: Rule, fields: Fields): boolean {
  const keys = Object.keys(fields).filter((key) => !OPEN.includes(key) && fields[key] !== 'unspec' && fields[key] !== 0)
  return agree(rule, fields, keys)
}

/** Rules of one priority are in the order in which they were added. */
export const rules: Kind<Rule> = {
  noun: 'rule',
  verbs: { addRule: 'creates', deleteRule: 'changes' },
  slot: (rule) => String(identity.place(rule)),
  placeOf: ({ family }) => String(family),
  placeAsked: ({ family }) => String(family),
  concerns,
  made: concerns,
  same: (one, other) => identity.key?.(one) === identity.key?.(other),
  unique: () => false,
  within: () => false,
  own: () => false,
  list: (handle) => on(handle, listRules)(),
  put: (handle, rule) => on(handle, addRule)(rule),
  remove: (handle, rule) => on(handle, deleteRule)(rule),
  canReplace: () => false,
  replace: (handle, rule) => on(handle, addRule)(rule),
  subject: ({ priority }) => String(priority),
}
