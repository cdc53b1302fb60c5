/** A word, and the option that is meant: the first of several that is an option here. `means` takes the place of its name in messages. */
export interface Meaning {
  readonly option: string
  readonly means?: string
}

const LINK = ['name', 'link', 'oif', 'iifname', 'interface']
const ADDRESS = ['address', 'dst']

/** What users of ifconfig, netplan, pyroute2, Docker, CNI and other libraries call options, without separators and in lower case, as no table has it. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  ifname: LINK,
  interface: LINK,
  iface: LINK,
  device: LINK,
  name: ['link', 'oif', 'iifname', 'interface'],
  index: ['link', 'oif'],
  ifindex: ['index', 'link', 'oif'],
  link: ['oif', 'iifname'],
  ip: ADDRESS,
  addr: ADDRESS,
  ipaddr: ADDRESS,
  ipaddress: ADDRESS,
  cidr: [...ADDRESS, 'subnet'],
  destination: ['dst'],
  network: ['dst', 'subnet'],
  to: ['dst'],
  via: ['gateway'],
  gw: ['gateway'],
  gateway4: ['gateway'],
  gateway6: ['gateway'],
  router: ['gateway'],
  hwaddr: ['lladdr'],
  macaddress: ['lladdr'],
  distance: ['priority'],
  lifetime: ['cacheinfo'],
  members: ['group', 'multipath'],
  nexthops: ['group', 'multipath'],
  labels: ['newdst'],
  mpls: ['newdst'],
  nhid: ['id'],
  nexthopid: ['nhId', 'id'],
  vid: ['vlan'],
  vlanid: ['vlan'],
  vrf: ['master', 'table', 'oif'],
  state: ['up'],
  bridge: ['master', 'name'],
  driver: ['mode'],
  ipmasq: ['masquerade'],
  publish: ['ports'],
  portmappings: ['ports'],
  hostport: ['host'],
  containerport: ['container'],
  hostip: ['address'],
  proto: ['protocol'],
}

/** Words for what is a part of an address here. */
const LENGTHS = ['prefixlen', 'prefixlength', 'mask', 'netmask', 'prefix', 'dstlen', 'length']
const LENGTH: readonly Meaning[] = [
  { option: 'address', means: "is part of `address` here, as in '10.0.0.1/24'" },
  { option: 'dst', means: "is part of `dst` here, as in '10.0.0.0/24'" },
]

/** How to act in another namespace, where `netns` is not an option. */
export const HANDLE = 'a handle of openNetlink({ netns }) acts in another namespace'

/** What a word of another tool means here; `word` is without separators and in lower case. */
export function meaningOf(word: string, has: (option: string) => boolean): Meaning | undefined {
  if (word === 'default' && has('dst')) return { option: 'dst', means: "is `dst: 'default'` here" }
  if (word === 'srclen' && has('src')) return { option: 'src', means: "is part of `src` here, as in '10.0.0.0/24'" }
  if (LENGTHS.includes(word)) return LENGTH.find(({ option }) => has(option))
  const option = Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word]?.find(has) : undefined
  return option === undefined ? undefined : { option }
}
