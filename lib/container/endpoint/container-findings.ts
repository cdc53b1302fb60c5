import type { Link } from '../../link/index.ts'
import type { Netlink } from '../../netlink/index.ts'
import type { NetworkConfig } from '../config.ts'
import { deviations, insideParameters } from '../host/parameter.ts'
import type { NetworkContext } from '../network/context.ts'
import { sharesMac } from '../parent.ts'
import type { Lease, LeaseReady } from '../state/lease.ts'
import { cidr } from '../subnet.ts'
import type { Finding, FindingCode } from '../types.ts'
import { attachmentOf } from './attachment.ts'
import { inContainer } from './container-side.ts'
import { addressedOtherwise, findInside, isLost } from './inside.ts'
import { NamespaceFinder } from './namespace-finder.ts'
import { routeFindings } from './route-findings.ts'

/** Reports a difference inside a container. */
export type Report = (code: FindingCode, message: string, values?: Partial<Finding>) => Finding

/**
 * Looks into containers, as far as their namespaces can be found: whether the link is there and up, and still has its name, hardware address, MTU,
 * addresses and routes.
 */
export async function insideFindings(
  context: NetworkContext,
  attached: readonly Lease[],
  links: ReadonlyMap<string, Link>,
): Promise<Finding[]> {
  const finder = new NamespaceFinder()
  const found = attached.map((lease) =>
    context.detaching.run(async () => {
      const netns = await finder.open(lease)
      if (netns === undefined) return []
      try {
        const end = links.get(lease.link)
        return await inContainer(netns, (there) => look(there, context, lease, end))
      } finally {
        await netns.close()
      }
    }),
  )
  return (await Promise.all(found)).flat()
}

async function look(there: Netlink, { host, config }: NetworkContext, lease: Lease, end: Link | undefined) {
  const link = await findInside(there, lease, end)
  const whose = `the container of ${lease.files.join(', ')}`
  if (link !== undefined) return linkFindings(there, config, lease, link, whose)
  if (end === undefined || !(await isLost(host, end))) return []
  const message = `${lease.interface} is missing in ${whose}: it was moved to another namespace`
  return [{ code: 'container-missing', subject: lease.link, message } as const]
}

async function linkFindings(
  there: Netlink,
  config: NetworkConfig,
  lease: Lease,
  link: Link,
  whose: string,
): Promise<Finding[]> {
  const ready = lease.ready as LeaseReady
  const report: Report = (code, message, values = {}) => ({
    code,
    subject: lease.link,
    message: `${link.name} in ${whose} ${message}`,
    ...values,
  })
  const differs = (code: FindingCode, what: string, expected: string | undefined, found: string) =>
    expected === undefined || expected === found
      ? []
      : [report(code, `has ${what} ${found}, not ${expected}`, { expected, found })]
  return [
    ...(link.up ? [] : [report('container-down', 'is down')]),
    ...differs('container-name', 'the name', lease.interface, link.name),
    ...differs('container-mac', 'the hardware address', sharesMac(config) ? undefined : ready.mac, link.address ?? ''),
    ...differs('container-mtu', 'the MTU', config.mtu?.toString(), String(link.mtu)),
    ...(await addressFindings(there, lease, link.index, report)),
    ...(await routeFindings(there, config, lease, link.index, report)),
    ...deviations(link, insideParameters(config)).map(({ name, expected, found }) =>
      report('container-parameter', `has ${name} ${found}, not ${expected}`, {
        expected: `${name}=${expected}`,
        found: `${name}=${found}`,
      }),
    ),
  ]
}

async function addressFindings(there: Netlink, lease: Lease, link: number, report: Report): Promise<Finding[]> {
  const listed = (await there.listAddresses({ link })).map(({ address }) => address)
  return attachmentOf(lease).addresses.flatMap((wanted) => {
    const expected = cidr(wanted)
    if (listed.includes(expected)) return []
    const [found] = addressedOtherwise(listed, wanted)
    return found === undefined
      ? [report('container-address', `lacks ${expected}`, { expected })]
      : [report('container-address', `has ${found}, not ${expected}`, { expected, found })]
  })
}
