import type { Link } from '../../link/index.ts'
import type { Netlink } from '../../netlink/index.ts'
import type { Netns } from '../../netns/index.ts'
import type { NetworkConfig } from '../config.ts'
import { ignoring } from '../host/host.ts'
import { deviations, insideParameters } from '../host/parameter.ts'
import type { NetworkContext } from '../network/context.ts'
import type { Lease } from '../state/lease.ts'
import { cidr } from '../subnet.ts'
import type { Finding, FindingCode } from '../types.ts'
import { attachmentOf } from './attachment.ts'
import { inContainer } from './container-side.ts'
import { NamespaceFinder } from './namespace-finder.ts'
import { leadsOut } from './source-route.ts'

/** Looks into containers, as far as their namespaces can be found: whether the link is up, and still has its address and its way out. */
export async function insideFindings(
  { config, detaching }: NetworkContext,
  attached: readonly Lease[],
  links: ReadonlyMap<string, Link>,
): Promise<Finding[]> {
  const finder = new NamespaceFinder()
  const found = attached.map((lease) =>
    detaching.run(async () => {
      const netns = await finder.open(lease)
      if (netns === undefined) return []
      try {
        return await look(netns, config, lease, lease.index ?? (links.get(lease.link)?.link as number))
      } finally {
        await netns.close()
      }
    }),
  )
  return (await Promise.all(found)).flat()
}

function look(netns: Netns, config: NetworkConfig, lease: Lease, index: number): Promise<Finding[]> {
  return inContainer(netns, async (there) => {
    const link = await ignoring(['ENODEV'], there.getLink(index, { stats: false }))
    return link === undefined ? [] : linkFindings(there, config, lease, link)
  })
}

async function linkFindings(there: Netlink, config: NetworkConfig, lease: Lease, link: Link): Promise<Finding[]> {
  const { addresses } = attachmentOf(lease)
  const whose = lease.files.join(', ')
  const of = (code: FindingCode, message: string, values: Partial<Finding> = {}): Finding => ({
    code,
    subject: lease.link,
    message: `${link.name} in the container of ${whose} ${message}`,
    ...values,
  })
  const listed = (await there.listAddresses({ link: link.index })).map((one) => one.address)
  const wanted = addresses.map(cidr)
  const families = ([4, 6] as const).filter((family) =>
    addresses.some((one) => one.family === family && one.gateway !== undefined),
  )
  const out = await Promise.all(families.map((family) => leadsOut(there, family, link.index)))
  return [
    ...(link.up ? [] : [of('container-down', 'is down')]),
    ...wanted
      .filter((one) => !listed.includes(one))
      .map((expected) => of('container-address', `lacks ${expected}`, { expected })),
    ...families
      .filter((_, i) => !out[i])
      .map((family) => of('container-route', `has no IPv${family} default route`, { expected: `IPv${family}` })),
    ...deviations(link, insideParameters(config)).map(({ name, expected, found }) =>
      of('container-parameter', `has ${name} ${found}, not ${expected}`, {
        expected: `${name}=${expected}`,
        found: `${name}=${found}`,
      }),
    ),
  ]
}
