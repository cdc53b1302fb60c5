import { without } from '../verb/brief.ts'
import type { Identity } from '../verb/identity.ts'
import type { Rule } from './rule.ts'

/** What the kernel adds to a rule: its priority, and masks. */
const CHOSEN = ['priority', 'fwmask', 'sportMask', 'dportMask', 'dscpMask', 'flowlabelMask'] as const
const APART: readonly string[] = [...CHOSEN, 'protocol']

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
  desired: {
    owner: 'protocol',
    // Two rules that are equal but for their protocol are one for the kernel (rule_exists in net/core/fib_rules.c).
    key: ({ flags, ...rule }) =>
      JSON.stringify(
        Object.entries({ ...rule, invert: flags.includes('invert') })
          .filter(([key, value]) => value !== undefined && !APART.includes(key))
          .sort(),
      ),
    chosen: [...CHOSEN],
    automatic: ({ protocol }) => protocol === 'kernel',
    brief: (rule) =>
      without(rule, {
        ...{ family: isPlain(rule) ? rule.family : undefined, action: 'to_tbl', protocol: 'unspec', tos: 0 },
        ...{ table: rule.action === 'to_tbl' && rule.l3mdev !== true ? 'main' : 'unspec' },
        ...{ fwmask: rule.fwmark === undefined || rule.fwmark === 0 ? undefined : 0xffff_ffff },
      }),
    rank: ({ action }) => (action === 'goto' ? 1 : 0),
  },
}

/** Whether an address shows the family. */
function isPlain({ family, src, dst }: Rule): boolean {
  return family === 'inet' || [src, dst].some((one) => one?.includes(':') === true)
}

const STATE: readonly unknown[] = ['unresolved', 'iif_detached', 'oif_detached']
