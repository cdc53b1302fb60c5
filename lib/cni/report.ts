import type { Endpoint, Network } from '../container/index.ts'
import type { Link } from '../link/index.ts'
import { Netlink } from '../netlink/index.ts'
import type { Route } from '../route/index.ts'
import type { Config } from './config.ts'
import type { CniDns } from './dns.ts'
import type { CniAddress, CniInterface, CniResult, CniRoute } from './result.ts'

/** The result of an attachment: what was created on the host and in the container. */
export async function report(
  config: Config,
  network: Network,
  endpoint: Endpoint,
  sandbox: string,
  lease: CniResult | undefined,
): Promise<CniResult> {
  const [host, routes] = await Promise.all([hostLinks(network, endpoint), routesInside(endpoint)])
  const mtu = host.at(-1)?.mtu
  const own: CniInterface = {
    name: endpoint.interface ?? '',
    ...(endpoint.mac === undefined ? {} : { mac: endpoint.mac }),
    ...(mtu === undefined ? {} : { mtu }),
    sandbox,
  }
  const interfaces = [...host, own]
  const ips = lease?.ips ?? addressesOf(network, endpoint)
  return {
    interfaces,
    ips: ips.map((ip) => ({ ...ip, interface: interfaces.length - 1 })),
    routes: lease?.routes ?? routes,
    dns: dnsOf(config, lease),
  }
}

/** The bridge, and the host end of the veth pair. */
async function hostLinks({ name, mode }: Network, { link }: Endpoint): Promise<CniInterface[]> {
  const names = [...(mode === 'bridge' ? [name] : []), ...(link === undefined ? [] : [link])]
  const host = await Netlink.open()
  try {
    return (await Promise.all(names.map((one) => host.getLink(one, { stats: false })))).map(interfaceOf)
  } finally {
    await host.close()
  }
}

function interfaceOf({ name, address, mtu }: Link): CniInterface {
  return { name, ...(address === undefined ? {} : { mac: address }), ...(mtu === undefined ? {} : { mtu }) }
}

function addressesOf({ gateway, gateway6 }: Network, { addresses = [] }: Endpoint): CniAddress[] {
  return addresses.map((address) => {
    const by = address.includes(':') ? gateway6 : gateway
    return { address, ...(by === undefined ? {} : { gateway: by }) }
  })
}

/** Routes through gateways: whether the container has its default route from this network depends on its other networks. */
async function routesInside({ netns, interface: name }: Endpoint): Promise<CniRoute[]> {
  const there = await Netlink.open({ netns })
  try {
    return (await there.listRoutes({ oif: name })).flatMap(routeOf)
  } finally {
    await there.close()
  }
}

function routeOf({ dst, gateway, family }: Route): CniRoute[] {
  if (gateway === undefined) return []
  const whole = family === 'inet6' ? '::/0' : '0.0.0.0/0'
  return [{ dst: dst === 'default' ? whole : dst, gw: gateway }]
}

/** The configuration's, or that of the IPAM plugin; what the runtime sends takes precedence. */
function dnsOf({ dns, runtimeConfig }: Config, lease: CniResult | undefined): CniDns {
  const base = dns !== undefined && Object.keys(dns).length > 0 ? dns : (lease?.dns ?? {})
  const sent = runtimeConfig?.dns as { servers?: string[]; searches?: string[]; options?: string[] } | undefined
  return {
    ...base,
    ...(sent?.servers?.length ? { nameservers: sent.servers } : {}),
    ...(sent?.searches?.length ? { search: sent.searches } : {}),
    ...(sent?.options?.length ? { options: sent.options } : {}),
  }
}
