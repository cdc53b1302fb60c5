import { command, type Fields, ip, linkOf, pair } from './words.ts'

const FLAGS: Readonly<Record<string, string>> = {
  homeaddress: 'home',
  managetempaddr: 'mngtmpaddr',
  mcautojoin: 'autojoin',
}

/** `ip address add`, `replace` or `del`. */
export function addressCommand(netns: string, action: string, given: Fields): string {
  const { address, peer, link, broadcast, label, scope, rtPriority, proto, flags = [], cacheinfo } = given
  const local = peer === undefined ? address : String(address).split('/')[0]
  const where = [local, ...pair('peer', peer), 'dev', linkOf(link), ...pair('label', label)]
  if (action === 'del') return command(ip(netns, 'address', 'del'), where)
  const { valid, prefered } = (cacheinfo ?? {}) as Fields
  return command(
    ip(netns, 'address', action),
    where,
    pair('broadcast', broadcast),
    pair('scope', scope === 'universe' ? undefined : scope),
    pair('metric', rtPriority),
    pair('valid_lft', valid),
    pair('preferred_lft', prefered),
    (flags as string[]).map((word) => FLAGS[word] ?? word),
    pair('proto', proto === 'unspec' ? undefined : proto),
  )
}
