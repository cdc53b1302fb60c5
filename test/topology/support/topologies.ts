import type { Space, Topology, TopologyLink } from '../../../lib/index.ts'

type Pick = (most: number) => number

const GENERATED = { inet6: { addrGenMode: 'none' } } as const

function addresses(pick: Pick, i: number): TopologyLink['addresses'] {
  const four = Array.from({ length: pick(3) }, (_, n) => `10.${i}.${n}.${1 + pick(3)}/24`)
  const six = pick(2) === 0 ? [] : [{ address: `fd${10 + i}::${1 + pick(3)}/64`, flags: ['nodad'] as const }]
  return [...four, ...six]
}

function mac(i: number, n: number): string {
  return `02:00:00:00:0${i}:0${n}`
}

function linksOf(pick: Pick): Record<string, TopologyLink> {
  const links: Record<string, TopologyLink> = { lo: { up: true } }
  const bridges = pick(3)
  for (let i = 0; i < bridges; i++) {
    links[`b${i}`] = {
      kind: 'bridge',
      up: pick(4) > 0,
      address: mac(1, i),
      mtu: 1500,
      afSpec: GENERATED,
      data: { ageingTime: 10_000 * (1 + pick(3)) },
      addresses: addresses(pick, i),
    }
  }
  for (let i = 0; i < 1 + pick(3); i++) {
    const other = `p${i}`
    const master = bridges > 0 && pick(2) === 0 ? `b${pick(bridges)}` : null
    const port = master === null ? {} : { port: { mode: pick(2) === 0, isolated: pick(2) === 0 } }
    const own = master === null ? addresses(pick, 3 + i) : []
    links[`v${i}`] = {
      peer: { name: other },
      address: mac(2, i),
      mtu: 1400 + 10 * pick(4),
      up: pick(5) > 0,
      afSpec: GENERATED,
      alias: pick(2) === 0 ? '' : `alias ${pick(9)}`,
      master,
      ...port,
      addresses: own ?? [],
    }
    links[other] = { address: mac(3, i), mtu: 1500, up: true, afSpec: GENERATED, addresses: [] }
  }
  if (pick(2) === 0)
    links.vx = {
      kind: 'vxlan',
      address: mac(4, 0),
      mtu: 1400,
      data: { id: 5 + pick(2), port: 4789 },
      up: true,
      afSpec: GENERATED,
      addresses: addresses(pick, 7),
    }
  return links
}

const isIpv4 = (one: unknown): one is string => typeof one === 'string'

/** A topology of the links that this kernel has, with all that it compares given. */
export function randomTopology(pick: Pick): Topology {
  const links = linksOf(pick)
  const usable = Object.entries(links).filter(
    ([name, { up, addresses: own = [] }]) => name !== 'lo' && up === true && own.some(isIpv4),
  )
  const routes: NonNullable<Space['routes']>[number][] = []
  const nexthops: NonNullable<Space['nexthops']>[number][] = []
  const neighbours: NonNullable<Space['neighbours']>[number][] = []
  for (const [i, [name, { addresses: own = [] }]] of usable.entries()) {
    const network = own.find(isIpv4)?.split('.').slice(0, 3).join('.')
    if (pick(2) === 0)
      routes.push({
        dst: `172.16.${i}.0/24`,
        gateway: `${network}.${10 + pick(2)}`,
        oif: name,
        ...(pick(2) === 0 ? { priority: 5 } : {}),
        ...(pick(2) === 0 ? { metrics: { mtu: 1300 + pick(3) } } : {}),
      })
    if (pick(2) === 0) routes.push({ dst: `172.17.${i}.0/24`, oif: name, table: 100 + pick(2) })
    // Over a link without a carrier there is no nexthop.
    if (name.startsWith('v') && pick(2) === 0)
      nexthops.push({ id: 10 + i, gateway: `${network}.${20 + pick(2)}`, oif: name })
    if (pick(2) === 0) neighbours.push({ link: name, dst: `${network}.99`, lladdr: `02:00:00:00:09:0${pick(9)}` })
  }
  if (nexthops.length > 1)
    nexthops.push({ id: 30, group: nexthops.map(({ id }) => ({ id: id as number, weight: 1 + pick(3) })) })
  const [first] = nexthops
  if (first !== undefined)
    routes.push({ dst: '172.18.0.0/16', nhId: pick(2) === 0 ? (nexthops.at(-1)?.id as number) : (first.id as number) })
  const rules = Array.from({ length: pick(3) }, (_, i) => ({
    src: `10.${i}.0.0/16`,
    table: 100 + pick(2),
    priority: 100 + i,
  }))
  return { links, routes, rules, neighbours, nexthops }
}
