import { command, type Fields, ip, pair, range } from './words.ts'

/** `ip rule add` or `del`. */
export function ruleCommand(netns: string, action: string, given: Fields): string {
  const {
    src,
    dst,
    iifname,
    oifname,
    priority,
    ipProto,
    sportRange,
    dportRange,
    uidRange,
    tunId,
    tos,
    dscp,
    protocol,
  } = given
  return command(
    ip(netns, ...(isInet6(given) ? ['-6'] : []), 'rule', action),
    ((given.flags ?? []) as string[]).includes('invert') ? 'not' : undefined,
    pair('from', src ?? 'all'),
    pair('to', dst),
    pair('iif', iifname),
    pair('oif', oifname),
    pair('fwmark', mark(given)),
    pair('tos', tos === 0 ? undefined : tos),
    pair('dscp', dscp),
    pair('uidrange', twice(uidRange)),
    pair('ipproto', ipProto),
    pair('sport', range(sportRange)),
    pair('dport', range(dportRange)),
    pair('tun_id', tunId),
    pair('priority', priority),
    pair('suppress_prefixlength', given.suppressPrefixlen),
    pair('suppress_ifgroup', given.suppressIfgroup),
    pair('realms', given.flow),
    pair('protocol', protocol === 'unspec' ? undefined : protocol),
    target(given),
  )
}

function isInet6({ family, src, dst }: Fields): boolean {
  return family === 'inet6' || [src, dst].some((one) => String(one ?? '').includes(':'))
}

function mark({ fwmark, fwmask }: Fields): unknown {
  return fwmark === undefined || fwmask === undefined ? fwmark : `${fwmark}/${fwmask}`
}

/** A range of users has always both ends. */
function twice(value: unknown): unknown {
  if (value === undefined) return undefined
  const { start, end } = (typeof value === 'object' ? value : { start: value, end: value }) as {
    start: number
    end: number
  }
  return `${start}-${end}`
}

function target({ action = 'to_tbl', goto, table = 'main', l3mdev }: Fields): unknown[] {
  if (goto !== undefined) return ['goto', goto]
  if (action !== 'to_tbl') return [action]
  return l3mdev === true ? ['l3mdev'] : ['lookup', table]
}
