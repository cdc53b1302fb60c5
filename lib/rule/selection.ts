import type { Input } from '../wire/type.ts'
import type { rule } from './message.ts'

type Options = Input<typeof rule>

/** The family of a rule, inferred from its selectors if not given. */
export function familyOf(options: Options): 'inet' | 'inet6' {
  if (options.family !== undefined) return options.family === 'inet6' || options.family === 10 ? 'inet6' : 'inet'
  const { src, dst, flowlabel, flowlabelMask } = options
  if (flowlabel !== undefined || flowlabelMask !== undefined) return 'inet6'
  return isInet6(src) || isInet6(dst) ? 'inet6' : 'inet'
}

function isInet6(prefix: unknown): boolean {
  return typeof prefix === 'string' && prefix.includes(':')
}

/** Options that the kernel does not compare (rule_find in net/core/fib_rules.c). */
const UNCOMPARED: ReadonlySet<string> = new Set(['family', 'flags'])

/** Options that the kernel compares in one family only (fib4_rule_compare, fib6_rule_compare). */
const FAMILIES: Readonly<Record<string, 'inet' | 'inet6'>> = {
  flow: 'inet',
  flowlabel: 'inet6',
  flowlabelMask: 'inet6',
}

/** Values that select nothing: the kernel treats them as "any", or the default rules have them. */
const ANYTHING: Readonly<Record<string, readonly unknown[]>> = {
  // Every ordinary rule looks into a table (FR_ACT_TO_TBL).
  action: ['unspec', 0, 'to_tbl', 1],
  table: ['unspec', 0],
  protocol: ['unspec', 0],
  tos: [0],
  iifname: [''],
  oifname: [''],
  fwmark: [0],
  fwmask: [0],
  flow: [0],
  l3mdev: [false],
  ipProto: [0],
  suppressIfgroup: [0xffff_ffff],
  suppressPrefixlen: [-1],
  flowlabel: [0],
  flowlabelMask: [0],
  sportMask: [0],
  dportMask: [0],
}

/** Whether the options select particular rules. Otherwise, the kernel would delete the first one, which looks up the table local. */
export function selects(options: Options): boolean {
  const family = familyOf(options)
  return Object.entries(options).some(([key, value]) => {
    if (value === undefined || UNCOMPARED.has(key) || (FAMILIES[key] ?? family) !== family) return false
    if (key === 'src' || key === 'dst') return value !== 'default' && !/\/0+$/.test(String(value))
    if (key === 'tunId') return !/^(0x)?0+$/i.test(String(value))
    return ANYTHING[key]?.includes(value) !== true
  })
}
