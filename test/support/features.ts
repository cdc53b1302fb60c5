import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { release } from 'node:os'
import { isRoot, requirePrivate } from './private.ts'
import { runtime } from './runtime.ts'

/**
 * `ip link add probe ...` for every link kind that tests ask for. `p0` is one end of a veth pair, for kinds that need a
 * link below them; a kind that is not here needs nothing but its name.
 */
export const linkKinds = {
  amt: 'type amt mode gateway local 10.0.0.1 discovery 10.0.0.2 dev p0',
  bareudp: 'type bareudp dstport 6635 ethertype ipv4',
  batadv: 'type batadv',
  bond: 'type bond',
  bridge: 'type bridge',
  dummy: 'type dummy',
  erspan: 'type erspan local 10.0.0.1 remote 10.0.0.2 key 1 seq erspan_ver 1',
  geneve: 'type geneve id 1 remote 10.0.0.1',
  gre: 'type gre local 10.0.0.1 remote 10.0.0.2',
  gretap: 'type gretap local 10.0.0.1 remote 10.0.0.2',
  gtp: 'type gtp role sgsn',
  hsr: 'type hsr slave1 p0 slave2 p1',
  ifb: 'type ifb',
  ip6erspan: 'type ip6erspan local fd00::1 remote fd00::2 key 1 seq erspan_ver 1',
  ip6gre: 'type ip6gre local fd00::1 remote fd00::2',
  ip6gretap: 'type ip6gretap local fd00::1 remote fd00::2',
  ip6tnl: 'type ip6tnl local fd00::1 remote fd00::2',
  ipip: 'type ipip local 10.0.0.1 remote 10.0.0.2',
  ipvlan: 'link p0 type ipvlan',
  ipvtap: 'link p0 type ipvtap',
  macsec: 'link p0 type macsec',
  macvlan: 'link p0 type macvlan',
  macvtap: 'link p0 type macvtap',
  netkit: 'type netkit',
  nlmon: 'type nlmon',
  ovpn: 'type ovpn',
  sit: 'type sit local 10.0.0.1 remote 10.0.0.2',
  team: 'type team',
  vcan: 'type vcan',
  veth: 'type veth',
  vxcan: 'type vxcan',
  vlan: 'link p0 type vlan id 5',
  vrf: 'type vrf table 10',
  vsockmon: 'type vsockmon',
  vti: 'type vti local 10.0.0.1 remote 10.0.0.2 key 1',
  vti6: 'type vti6 local fd00::1 remote fd00::2 key 1',
  vxlan: 'type vxlan id 5 dstport 4789',
  wireguard: 'type wireguard',
  xfrm: 'type xfrm if_id 1',
} as const

/** Why a thing is missing, or undefined where it is there. */
type Verdict = string | undefined

/** Runs `script` in a network namespace that is gone afterwards. */
function attempt(script: string, input?: string): Verdict {
  requirePrivate()
  const run = spawnSync('unshare', ['--net', 'sh', '-ec', script], { encoding: 'utf8', ...(input ? { input } : {}) })
  return run.status === 0 ? undefined : run.stderr.trim().split('\n')[0] || `${script}: status ${run.status}`
}

/** `there` as a verdict. */
const unless = (there: boolean, reason: string): Verdict => (there ? undefined : reason)

/** What is not a link kind. */
const others = {
  /** Root of the machine itself. */
  root: () => unless(isRoot(), 'not root of the machine'),
  /** Making user namespaces, from where the tests run. */
  userns: () => {
    const run = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { encoding: 'utf8' })
    return unless(run.status === 0, run.stderr.trim())
  },
  /** Bridges that know VLANs: CONFIG_BRIDGE_VLAN_FILTERING. */
  'vlan filtering': () => attempt('ip link add probe type bridge vlan_filtering 1'),
  tun: () => attempt('ip tuntap add mode tun name probe'),
  nftables: () => attempt('nft add table inet probe'),
  br_netfilter: () => unless(existsSync('/proc/sys/net/bridge/bridge-nf-call-iptables'), 'module not there'),
  ipv6: () => unless(existsSync('/proc/net/if_inet6'), 'kernel without IPv6'),
  /** Kernel parameters that only root of the machine has, in any namespace (net/ipv6/route.c). */
  skip_notify_on_dev_down: () => attempt('echo 1 >/proc/sys/net/ipv6/route/skip_notify_on_dev_down'),
  mptcp: () => unless(existsSync('/proc/sys/net/mptcp'), 'kernel without MPTCP'),
  /** The congestion control of this name. */
  bbr: () => attempt('echo bbr >/proc/sys/net/ipv4/tcp_congestion_control'),
  mpls: () => unless(existsSync('/proc/sys/net/mpls'), 'module not there'),
  /** Node.js itself: its words on the screen, its inet_ntop as a judge. */
  node: () => unless(runtime === 'node', `this is ${runtime}`),
  /** Deno, for what is its own. */
  deno: () => unless(runtime === 'deno', `this is ${runtime}`),
  /** Sockets that connect by a descriptor made elsewhere: Bun and Deno make one of their own, where the process is. */
  'sockets by descriptor': () => unless(runtime === 'node', `${runtime} connects by sockets of its own`),
} as const satisfies Record<string, () => Verdict>

/**
 * A link kind, one of the features above, a `command NAME` on the PATH, a `linux VERSION` or newer, or `nft STATEMENT`: a statement that the kernel
 * takes in a rule of an inet input chain, such as `nft synproxy`.
 */
export type Feature =
  | keyof typeof linkKinds
  | keyof typeof others
  | `command ${string}`
  | `linux ${number}.${number}`
  | `nft ${string}`

const isLink = (feature: string): feature is keyof typeof linkKinds => Object.hasOwn(linkKinds, feature)
const isOther = (feature: string): feature is keyof typeof others => Object.hasOwn(others, feature)

/** Whether a version of the kernel is another one or newer; by the first two numbers. */
function isAtLeast(version: string, other: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10))
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number)
  return major > otherMajor || (major === otherMajor && minor >= otherMinor)
}

/** Asks the machine. */
function ask(feature: Feature): Verdict {
  if (isLink(feature)) return attempt(`ip link add p0 type veth peer name p1; ip link add probe ${linkKinds[feature]}`)
  if (isOther(feature)) return others[feature]()
  const [kind, rest] = [feature.slice(0, feature.indexOf(' ')), feature.slice(feature.indexOf(' ') + 1)]
  if (kind === 'command') {
    return unless(spawnSync('sh', ['-c', 'command -v "$0"', rest]).status === 0, 'no such command')
  }
  if (kind === 'linux') return unless(isAtLeast(release(), rest), `this is Linux ${release()}`)
  const chain = 'chain input { type filter hook input priority 0;'
  return attempt('nft -f -', `table inet probe { ${chain} ${rest}; }; }`)
}

const verdicts = new Map<Feature, Verdict>()

/** Why this machine has no `feature`, in its own words; undefined where it has. Asked once. */
export function missing(feature: Feature): Verdict {
  if (!verdicts.has(feature)) verdicts.set(feature, ask(feature))
  return verdicts.get(feature)
}
