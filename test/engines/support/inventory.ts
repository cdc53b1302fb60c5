import type { Machine } from './place.ts'

/** A line for each thing that engines and networks make. What changes without being made (counters, the state of a link) is not in it. */
const SCRIPT = `
  ip -j link | tr -d '\\n'; echo
  ip -j address | tr -d '\\n'; echo
  ip -j route show table all | tr -d '\\n'; echo
  ip -j -6 route show table all | tr -d '\\n'; echo
  ip -j rule | tr -d '\\n'; echo
  for name in $(ls /run/netns 2>/dev/null); do echo "netns $name"; done
  nft list tables
  for root in /run/netlink-ts /run/runc /run/crun /run/github.com; do [ ! -d $root ] || find $root -mindepth 1 -not -path '*/.compiled*' | sed 's/^/file /'; done
  find /sys/fs/cgroup -mindepth 1 -type d | sed 's/^/cgroup /'
  for one in /proc/[0-9]*; do
    read -r line <$one/comm 2>/dev/null || continue
    case "$(cut -d' ' -f4 $one/stat 2>/dev/null)" in 1) [ "$line" = sleep ] || echo "process \${one#/proc/} $line" ;; esac
  done`

interface Named {
  ifname?: string
  dst?: string
  dev?: string
  table?: string | number
  priority?: number
  src?: string
  type?: string
  addr_info?: { local: string; prefixlen: number; scope: string }[]
}

/** What a machine has now. */
export function inventory(machine: Machine): ReadonlySet<string> {
  const [links, addresses, routes, routes6, rules, ...rest] = machine.sh(SCRIPT).split('\n')
  const parsed = (text = '') => (text === '' ? [] : (JSON.parse(text) as Named[]))
  return new Set([
    ...parsed(links).map(({ ifname }) => `link ${ifname}`),
    ...parsed(addresses).flatMap(({ ifname, addr_info = [] }) =>
      addr_info
        .filter(({ scope }) => scope !== 'link')
        .map(({ local, prefixlen }) => `address ${local}/${prefixlen} ${ifname}`),
    ),
    ...[...parsed(routes), ...parsed(routes6)]
      .filter(({ dst = '', type }) => !/^(fe80|ff00)/.test(dst) && type !== 'anycast')
      .map(({ dst, dev, table, type }) => `route ${type ?? ''} ${dst} ${dev} ${table ?? ''}`),
    ...parsed(rules).map((rule) => `rule ${rule.priority} ${rule.src} ${rule.table}`),
    ...rest.filter((line) => line !== ''),
  ])
}
