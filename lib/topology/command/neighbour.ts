import { command, type Fields, ip, linkOf, pair } from './words.ts'

/** `ip neighbour add`, `replace` or `del`. */
export function neighbourCommand(netns: string, action: string, given: Fields): string {
  const { dst, lladdr, link, state = 'permanent', flags = [], flagsExt = [], protocol } = given
  const words = flags as string[]
  const isProxy = words.includes('proxy')
  const where = [isProxy ? 'proxy' : undefined, dst, 'dev', linkOf(link)]
  if (action === 'del') return command(ip(netns, 'neighbour', 'del'), where)
  const isManaged = (flagsExt as string[]).includes('managed')
  return command(
    ip(netns, 'neighbour', action),
    where,
    pair('lladdr', lladdr),
    pair('nud', isProxy || isManaged ? undefined : state),
    words.flatMap((word) =>
      word === 'router' || word === 'use' ? [word] : word === 'ext_learned' ? ['extern_learn'] : [],
    ),
    isManaged ? 'managed' : undefined,
    pair('protocol', protocol === 'unspec' ? undefined : protocol),
  )
}

/** `ip nexthop add`, `replace` or `del`. */
export function nexthopCommand(netns: string, action: string, given: Fields): string {
  const { id, group, groupType, resilient, blackhole, gateway, oif, fdb, protocol, flags = [], family } = given
  const members = (group as { id: number; weight?: number }[] | undefined)?.map(({ id: one, weight = 1 }) =>
    weight === 1 ? one : `${one},${weight}`,
  )
  const { buckets, idleTimer, unbalancedTimer } = (resilient ?? {}) as Fields
  return command(
    ip(netns, ...(family === 'inet6' && gateway === undefined ? ['-6'] : []), 'nexthop', action, 'id'),
    id,
    pair('group', members?.join('/')),
    pair('type', resilient !== undefined || groupType === 'res' ? 'resilient' : undefined),
    pair('buckets', buckets),
    pair('idle_timer', seconds(idleTimer)),
    pair('unbalanced_timer', seconds(unbalancedTimer)),
    blackhole === true ? 'blackhole' : undefined,
    pair('via', gateway),
    pair('dev', linkOf(oif)),
    fdb === true ? 'fdb' : undefined,
    (flags as string[]).filter((word) => word === 'onlink'),
    pair('proto', protocol === 'unspec' ? undefined : protocol),
  )
}

/** iproute2 has seconds for hundredths of them. */
function seconds(value: unknown): unknown {
  return typeof value === 'number' ? value / 100 : undefined
}
