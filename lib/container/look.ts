import type { Link } from '../link/index.ts'
import type { Netlink } from '../netlink/index.ts'
import type { Netns } from '../netns/index.ts'
import { leavingOf } from './detach.ts'
import type { Stored } from './entry.ts'
import { unless } from './host.ts'
import { inContainer, lengths } from './inside.ts'
import type { Shape } from './options.ts'
import { deviations, insideParameters } from './parameter.ts'
import type { Site } from './site.ts'
import { leadsOut } from './source-route.ts'
import type { Finding, FindingCode } from './types.ts'
import { Whereabouts } from './whereabouts.ts'

/** Looks into containers, as far as their namespaces can be found: whether the link is up, and still has its address and its way out. */
export async function insideFindings(
  { shape, departures }: Site,
  attached: readonly Stored[],
  links: ReadonlyMap<string, Link>,
): Promise<Finding[]> {
  const whereabouts = new Whereabouts()
  const found = attached.map((stored) =>
    departures.enter(async () => {
      const netns = await whereabouts.open(stored)
      if (netns === undefined) return []
      try {
        return await look(netns, shape, stored, links.get(stored.link)?.link as number)
      } finally {
        await netns.close()
      }
    }),
  )
  return (await Promise.all(found)).flat()
}

function look(netns: Netns, shape: Shape, stored: Stored, index: number): Promise<Finding[]> {
  return inContainer(netns, async (there) => {
    const link = await unless(['ENODEV'], there.getLink(index, { stats: false }))
    return link === undefined ? [] : linkFindings(there, shape, stored, link)
  })
}

async function linkFindings(there: Netlink, shape: Shape, stored: Stored, link: Link): Promise<Finding[]> {
  const { address, address6 } = leavingOf(stored)
  const whose = stored.files.join(', ')
  const of = (code: FindingCode, message: string, values: Partial<Finding> = {}): Finding => ({
    code,
    subject: stored.link,
    message: `${link.name} in the container of ${whose} ${message}`,
    ...values,
  })
  const listed = (await there.listAddresses({ link: link.index })).map((one) => one.address)
  const { four, six } = lengths(shape)
  const wanted = [
    ...(address === undefined ? [] : [`${address}/${four}`]),
    ...(address6 === undefined ? [] : [`${address6}/${six}`]),
  ]
  const families = [...(address === undefined ? [] : [4 as const]), ...(address6 === undefined ? [] : [6 as const])]
  const out = await Promise.all(families.map((family) => leadsOut(there, family, link.index)))
  return [
    ...(link.up ? [] : [of('container-down', 'is down')]),
    ...wanted
      .filter((one) => !listed.includes(one))
      .map((expected) => of('container-address', `lacks ${expected}`, { expected })),
    ...families
      .filter((_, i) => !out[i])
      .map((family) => of('container-route', `has no IPv${family} default route`, { expected: `IPv${family}` })),
    ...deviations(link, insideParameters(shape)).map(({ name, expected, found }) =>
      of('container-parameter', `has ${name} ${found}, not ${expected}`, {
        expected: `${name}=${expected}`,
        found: `${name}=${found}`,
      }),
    ),
  ]
}
