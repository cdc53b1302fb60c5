import { command, type Fields, ip, linkOf, pair, snake } from './words.ts'

/** `ip route add`, `append`, `replace` or `del`. */
export function routeCommand(netns: string, action: string, given: Fields): string {
  const {
    type,
    dst,
    src,
    tos,
    table,
    protocol,
    scope,
    priority,
    prefsrc,
    flow,
    flags = [],
    nhId,
    metrics,
    pref,
    expires,
  } = given
  const isDeletion = action === 'del'
  return command(
    ip(netns, ...(isInet6(given) ? ['-6'] : []), 'route', action),
    type === undefined || type === 'unicast' ? undefined : type,
    dst,
    pair('from', src),
    pair('tos', tos === 0 ? undefined : tos),
    hop(given),
    pair('nhid', nhId),
    pair('table', table),
    pair('proto', protocol),
    pair('scope', isDeletion || isInet6(given) ? undefined : scope === 'universe' ? 'global' : scope),
    pair('metric', priority),
    pair('src', prefsrc),
    pair('realms', flow),
    isDeletion ? [] : metricWords(metrics as Fields | undefined),
    pair('pref', isDeletion ? undefined : pref),
    pair('expires', expires),
    (flags as string[]).filter((word) => word === 'onlink' || word === 'pervasive'),
    hops(given.multipath),
  )
}

function isInet6({ family, dst, gateway, prefsrc }: Fields): boolean {
  return family === 'inet6' || [dst, gateway, prefsrc].some((one) => String(one ?? '').includes(':'))
}

function hop({ gateway, via, oif }: Fields): unknown[] {
  const other = via === undefined ? [] : ['via', String(via).includes(':') ? 'inet6' : 'inet', via]
  return [...pair('via', gateway), ...other, ...pair('dev', linkOf(oif))]
}

function hops(multipath: unknown): unknown[] {
  return ((multipath ?? []) as Fields[]).flatMap((one) => [
    'nexthop',
    ...hop({ ...one, oif: one.oif === 0 ? undefined : one.oif }),
    ...pair('weight', one.weight),
    ...((one.flags ?? []) as string[]).filter((word) => word === 'onlink'),
  ])
}

const WORDS: Readonly<Record<string, string>> = { ccAlgo: 'congctl', fastopenNoCookie: 'fastopen_no_cookie' }

function metricWords(metrics: Fields = {}): unknown[] {
  const { lock = [], ...values } = metrics
  return Object.entries(values).flatMap(([key, value]) => {
    const word = WORDS[key] ?? snake(key)
    const shown = typeof value === 'boolean' ? Number(value) : key === 'rtoMin' ? `${value}ms` : value
    // ip always locks this one, and has no word for it.
    const locked = (lock as string[]).includes(key) && key !== 'rtoMin' ? ['lock'] : []
    return Array.isArray(value) ? [word, ...value] : [word, ...locked, shown]
  })
}
