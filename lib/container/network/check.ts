import type { Link } from '../../link/index.ts'
import type { NetworkConfig } from '../config.ts'
import { attachmentOf } from '../endpoint/attachment.ts'
import { insideFindings } from '../endpoint/container-findings.ts'
import {
  type Element,
  endpointElements,
  keyOf,
  networkElements,
  publications,
  subnetElements,
} from '../firewall/elements.ts'
import { foreignDrops } from '../firewall/foreign.ts'
import { ALL, closureOf, forwardingMissing } from '../firewall/forwarding.ts'
import { isLocal, portText } from '../firewall/ports.ts'
import { listElements } from '../firewall/state.ts'
import { bridgeMac, hostAddresses, parametersOf } from '../host/bridge.ts'
import { deviations, endParameters, hostParameters, type LinkParameters } from '../host/parameter.ts'
import { retryInterrupted } from '../host/retry.ts'
import { hasParent } from '../parent.ts'
import type { Lease } from '../state/lease.ts'
import type { Finding } from '../types.ts'
import { type Inventory, isSettled, settled, strays, takeInventory } from './collect.ts'
import type { NetworkContext } from './context.ts'
import { absence, differs, finding, recordFindings, remainsFindings } from './finding.ts'
import { parentDifferences } from './parent-findings.ts'
import { reachFindings } from './reach-findings.ts'
import { ruleFindings, spoofFindings } from './rule-findings.ts'
import { surplusFindings } from './surplus.ts'

/** Everything that differs from what the network should be. */
export async function findDifferences(context: NetworkContext, id?: string): Promise<Finding[]> {
  const all = await takeInventory(context)
  const inventory = id === undefined ? all : ofContainer(all, id)
  if (hasParent(context.config.mode)) return parentDifferences(context, inventory, id)
  const [links, elements] = [await context.host.links(), await listElements(context.host)]
  const byName = new Map(links.map((link) => [link.name, link]))
  const has = (element: Element) => elements.has(keyOf(element))
  return [
    ...absence(context, inventory, id),
    ...recordFindings(context, inventory),
    ...(await bridgeFindings(context, byName)),
    ...(await parameterFindings(context, inventory, byName)),
    ...(await ruleFindings(context.host)),
    ...(context.config.spoofGuard
      ? [...(await spoofFindings(context.host)), ...(await surplusFindings(context, inventory))]
      : []),
    ...missing([...subnetElements(context.config), ...networkElements(context.config)], context.config.name, has),
    ...(await forwardingFindings(context, elements)),
    ...[...inventory.leases.values()].flatMap((lease) => containerFindings(context, inventory, lease, byName, has)),
    ...(await reachFindings(context, inventory, byName)),
    ...(await insideFindings(context, settled(inventory), byName)),
    ...strays(inventory).map(({ element, protocol, port, target }) =>
      finding('stray', element.name, `port ${port}/${protocol} leads to ${target}, which belongs to no container`),
    ),
    ...(await foreignDrops(context.host, linksOf(context, inventory))),
  ]
}

/** What there is of one container. */
function ofContainer(inventory: Inventory, id: string): Inventory {
  const leases = new Map([...inventory.leases].filter(([, lease]) => lease.id === id))
  return { ...inventory, leases, published: [], broken: [], damaged: [] }
}

async function bridgeFindings({ config, host }: NetworkContext, links: ReadonlyMap<string, Link>): Promise<Finding[]> {
  const { name, mode, mtu } = config
  if (mode !== 'bridge') return []
  const bridge = links.get(name)
  if (bridge === undefined || bridge.kind !== 'bridge')
    return [finding('link-missing', name, `no bridge named ${name}`)]
  const listed = (await retryInterrupted(() => host.nl.listAddresses({ link: bridge.index }))).map(
    ({ address }) => address,
  )
  const lacking = hostAddresses(config).filter(({ address }) => !listed.includes(address))
  return [
    ...(bridge.up ? [] : [finding('link-down', name, `bridge ${name} is down`)]),
    ...differs('link-mac', name, 'the hardware address', bridgeMac(config), bridge.address ?? 'none'),
    ...(mtu === undefined ? [] : differs('link-mtu', name, 'the MTU', String(mtu), String(bridge.mtu))),
    ...lacking.map(({ address }) =>
      finding('address-missing', name, `bridge ${name} lacks ${address}`, { expected: address }),
    ),
  ]
}

async function parameterFindings(
  { config, host }: NetworkContext,
  inventory: Inventory,
  links: ReadonlyMap<string, Link>,
): Promise<Finding[]> {
  const local =
    config.mode === 'bridge' && config.ranges.some(({ family }) => family === 4) && portsOf(inventory).some(isLocal)
  const wanted = {
    ...parametersOf(config),
    ...(local ? { [`net/ipv4/conf/${config.name}/route_localnet`]: '1' } : {}),
  }
  const found = await Promise.all(
    Object.entries(wanted).map(async ([name, expected]) => {
      const value = await host.netns.getSysctl(name).catch(() => 'absent')
      return differs('parameter', name, 'the value', expected, value)
    }),
  )
  const off = (await forwardingMissing(host, config)).flatMap((family) =>
    differs('parameter', ALL[family], 'the value', '1', '0'),
  )
  return [...off, ...found.flat(), ...linkParameterFindings(config, inventory, links)]
}

/** Parameters of the bridge and of the host's ends. */
function linkParameterFindings(
  config: NetworkConfig,
  { leases }: Inventory,
  links: ReadonlyMap<string, Link>,
): Finding[] {
  const bridge = config.mode === 'bridge' ? deviationsOf(links.get(config.name), hostParameters(config)) : []
  const ends = [...leases.values()].flatMap(({ link, ready }) =>
    ready === undefined ? [] : deviationsOf(links.get(link), endParameters(config)),
  )
  return [...bridge, ...ends]
}

function deviationsOf(link: Link | undefined, parameters: LinkParameters): Finding[] {
  return deviations(link, parameters).flatMap(({ name, expected, found }) =>
    differs('parameter', name, 'the value', String(expected), String(found)),
  )
}

/** For whom the host forwards. */
async function forwardingFindings({ host }: NetworkContext, elements: ReadonlySet<string>): Promise<Finding[]> {
  const { wanted, unwanted } = await closureOf(host)
  return [
    ...missing(wanted, 'what the host forwards', (element) => elements.has(keyOf(element))),
    ...unwanted
      .filter((element) => elements.has(keyOf(element)))
      .map(({ elem }) =>
        finding(
          'forwarding',
          String(elem),
          `forwarding of ${elem} was enabled outside of this library, but packets that are not for containers are still dropped`,
        ),
      ),
  ]
}

function portsOf({ leases }: Inventory) {
  return [...leases.values()].flatMap(({ ready }) => ready?.ports ?? [])
}

function missing(elements: readonly Element[], whose: string, has: (element: Element) => boolean): Finding[] {
  return elements
    .filter((element) => !has(element))
    .map((element) => {
      const expected = JSON.stringify(element.elem)
      return finding('element-missing', element.name, `${element.name} lacks ${expected} of ${whose}`, { expected })
    })
}

/** One container: its veth pair, and what the firewall knows of it. */
function containerFindings(
  { config }: NetworkContext,
  inventory: Inventory,
  lease: Lease,
  links: ReadonlyMap<string, Link>,
  has: (element: Element) => boolean,
): Finding[] {
  const { link } = lease
  const attachment = attachmentOf(lease)
  const whose = attachment.files.join(', ')
  if (!isSettled(inventory, lease)) return remainsFindings(inventory, lease)
  const published = attachment.ports.flatMap((port) =>
    missing(
      publications(port, attachment.addresses).map(({ element }) => element),
      `port ${portText(port)} of ${whose}`,
      has,
    ),
  )
  const end = links.get(link)
  return [
    ...(end === undefined ? [] : endFindings(config, end, links.get(config.name))),
    ...missing(endpointElements(config, attachment), whose, has),
    ...published,
  ]
}

/** The host's end of a veth pair. */
function endFindings(
  { mode, mtu, isolateContainers }: NetworkContext['config'],
  end: Link,
  bridge: Link | undefined,
): Finding[] {
  const { name } = end
  const down = end.up ? [] : [finding('link-down', name, `link ${name} is down`)]
  const size = mtu === undefined ? [] : differs('link-mtu', name, 'the MTU', String(mtu), String(end.mtu))
  if (mode !== 'bridge' || bridge === undefined) return [...down, ...size]
  if (end.master !== bridge.index)
    return [...down, ...size, finding('link-master', name, `link ${name} is not a port of bridge ${bridge.name}`)]
  const port = (end.port ?? {}) as { mode?: boolean; isolated?: boolean }
  const hairpin = port.mode === true ? [] : [finding('link-hairpin', name, `hairpin mode of port ${name} is off`)]
  const isIsolated = !isolateContainers || port.isolated === true
  const isolated = isIsolated ? [] : [finding('link-isolated', name, `port ${name} is not isolated`)]
  return [...down, ...size, ...hairpin, ...isolated]
}

/** The links behind which containers are. */
function linksOf({ config }: NetworkContext, inventory: Inventory): string[] {
  return config.mode === 'bridge' ? [config.name] : settled(inventory).map(({ link }) => link)
}
