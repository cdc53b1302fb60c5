import { join } from 'node:path'
import type { Link } from '../link/index.ts'
import { bridgeMac, hostAddresses, parametersOf } from './bridge.ts'
import { type Inventory, isGone, isUnfinished, strays, takeInventory } from './collect.ts'
import { leavingOf } from './detach.ts'
import { type Element, endpointElements, keyOf, networkElements, publications, subnetElements } from './element.ts'
import type { Stored } from './entry.ts'
import { RECORD } from './folder.ts'
import { foreignDrops } from './foreign.ts'
import { ALL, closureOf, forwardingMissing } from './forwarding.ts'
import { ruleFindings } from './inspection.ts'
import { listElements } from './ledger.ts'
import { insideFindings } from './look.ts'
import type { Shape } from './options.ts'
import { deviations, endParameters, hostParameters, type LinkParameters } from './parameter.ts'
import { patiently } from './patience.ts'
import { isLocal, portText } from './port.ts'
import type { Site } from './site.ts'
import type { Finding, FindingCode } from './types.ts'

/** Everything that differs from what the network should be. */
export async function findDifferences(site: Site): Promise<Finding[]> {
  const inventory = await takeInventory(site)
  const [links, elements] = [await site.host.links(), await listElements(site.host)]
  const byName = new Map(links.map((link) => [link.name, link]))
  const has = (element: Element) => elements.has(keyOf(element))
  return [
    ...recordFindings(site, inventory),
    ...(await bridgeFindings(site, byName)),
    ...(await parameterFindings(site, inventory, byName)),
    ...(await ruleFindings(site.host)),
    ...missing([...subnetElements(site.shape), ...networkElements(site.shape)], site.shape.name, has),
    ...(await forwardingFindings(site, elements)),
    ...[...inventory.stored.values()].flatMap((stored) => containerFindings(site, inventory, stored, byName, has)),
    ...(await routeFindings(site, inventory)),
    ...(await insideFindings(site, settled(inventory), byName)),
    ...strays(inventory).map(({ element, protocol, port, target }) =>
      finding('stray', element.name, `port ${port}/${protocol} leads to ${target}, which belongs to no container`),
    ),
    ...(await foreignDrops(site.host, linksOf(site, inventory))),
  ]
}

function finding(code: FindingCode, subject: string, message: string, values: Partial<Finding> = {}): Finding {
  return { code, subject, message, ...values }
}

/** What is not as it should be, with both values. */
function differs(code: FindingCode, subject: string, what: string, expected: string, found: string): Finding[] {
  if (expected === found) return []
  return [finding(code, subject, `${what} of ${subject} is ${found}, not ${expected}`, { expected, found })]
}

/** Files of the folder that cannot be read. */
function recordFindings({ shape, folder }: Site, { damaged }: Inventory): Finding[] {
  const record = folder.find()
  const lost = record === undefined ? [{ file: RECORD, reason: 'is missing' }] : 'reason' in record ? [record] : []
  return [...lost, ...damaged].map(({ file, reason }) =>
    finding('record', file, `${join(folder.path, file)} of network '${shape.name}' ${reason}`),
  )
}

async function bridgeFindings({ shape, host }: Site, links: ReadonlyMap<string, Link>): Promise<Finding[]> {
  const { name, mode, mtu } = shape
  if (mode !== 'bridge') return []
  const bridge = links.get(name)
  if (bridge === undefined || bridge.kind !== 'bridge')
    return [finding('link-missing', name, `no bridge named ${name}`)]
  const listed = (await patiently(() => host.nl.listAddresses({ link: bridge.index }))).map(({ address }) => address)
  const lacking = hostAddresses(shape).filter(({ address }) => !listed.includes(address))
  return [
    ...(bridge.up ? [] : [finding('link-down', name, `bridge ${name} is down`)]),
    ...differs('link-mac', name, 'the hardware address', bridgeMac(shape), bridge.address ?? 'none'),
    ...(mtu === undefined ? [] : differs('link-mtu', name, 'the MTU', String(mtu), String(bridge.mtu))),
    ...lacking.map(({ address }) =>
      finding('address-missing', name, `bridge ${name} lacks ${address}`, { expected: address }),
    ),
  ]
}

async function parameterFindings(
  { shape, host }: Site,
  inventory: Inventory,
  links: ReadonlyMap<string, Link>,
): Promise<Finding[]> {
  const local = shape.mode === 'bridge' && shape.subnet !== undefined && portsOf(inventory).some(isLocal)
  const wanted = {
    ...parametersOf(shape),
    ...(local ? { [`net/ipv4/conf/${shape.name}/route_localnet`]: '1' } : {}),
  }
  const found = await Promise.all(
    Object.entries(wanted).map(async ([name, expected]) => {
      const value = await host.netns.getSysctl(name).catch(() => 'absent')
      return differs('parameter', name, 'the value', expected, value)
    }),
  )
  const off = (await forwardingMissing(host, shape)).flatMap((family) =>
    differs('parameter', ALL[family], 'the value', '1', '0'),
  )
  return [...off, ...found.flat(), ...linkParameterFindings(shape, inventory, links)]
}

/** Parameters of the bridge and of the host's ends. */
function linkParameterFindings(shape: Shape, { stored }: Inventory, links: ReadonlyMap<string, Link>): Finding[] {
  const bridge = shape.mode === 'bridge' ? deviationsOf(links.get(shape.name), hostParameters(shape)) : []
  const ends = [...stored.values()].flatMap(({ link, ending }) =>
    ending === undefined ? [] : deviationsOf(links.get(link), endParameters(shape)),
  )
  return [...bridge, ...ends]
}

function deviationsOf(link: Link | undefined, parameters: LinkParameters): Finding[] {
  return deviations(link, parameters).flatMap(({ name, expected, found }) =>
    differs('parameter', name, 'the value', String(expected), String(found)),
  )
}

/** For whom the host forwards. */
async function forwardingFindings({ host }: Site, elements: ReadonlySet<string>): Promise<Finding[]> {
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

function portsOf({ stored }: Inventory) {
  return [...stored.values()].flatMap(({ ending }) => ending?.ports ?? [])
}

function missing(elements: readonly Element[], whose: string, has: (element: Element) => boolean): Finding[] {
  return elements
    .filter((element) => !has(element))
    .map((element) => {
      const expected = JSON.stringify(element.elem)
      return finding('element-missing', element.name, `${element.name} lacks ${expected} of ${whose}`, { expected })
    })
}

/** One container: its cable, and what the firewall knows of it. */
function containerFindings(
  { shape }: Site,
  inventory: Inventory,
  stored: Stored,
  links: ReadonlyMap<string, Link>,
  has: (element: Element) => boolean,
): Finding[] {
  const { link } = stored
  const leaving = leavingOf(stored)
  const whose = leaving.files.join(', ')
  if (isUnfinished(stored))
    return [finding('unfinished', link, `the container of ${whose} was only partly attached when its process ended`)]
  if (stored.ending === undefined) return []
  if (isGone(inventory, stored)) return [finding('gone', link, `the container of ${whose} no longer exists`)]
  const published = leaving.ports.flatMap((port) =>
    missing(
      publications(port, leaving).map(({ element }) => element),
      `port ${portText(port)} of ${whose}`,
      has,
    ),
  )
  const end = links.get(link)
  return [
    ...(end === undefined ? [] : endFindings(shape, end, links.get(shape.name))),
    ...missing(endpointElements(shape, link, leaving), whose, has),
    ...published,
  ]
}

/** The host's end of a cable. */
function endFindings({ mode, mtu }: Site['shape'], end: Link, bridge: Link | undefined): Finding[] {
  const { name } = end
  const down = end.up ? [] : [finding('link-down', name, `link ${name} is down`)]
  const size = mtu === undefined ? [] : differs('link-mtu', name, 'the MTU', String(mtu), String(end.mtu))
  if (mode !== 'bridge' || bridge === undefined) return [...down, ...size]
  if (end.master !== bridge.index)
    return [...down, ...size, finding('link-master', name, `link ${name} is not a port of bridge ${bridge.name}`)]
  const mode4 = (end.port as { mode?: boolean } | undefined)?.mode
  const hairpin = mode4 === true ? [] : [finding('link-hairpin', name, `hairpin mode of port ${name} is off`)]
  return [...down, ...size, ...hairpin]
}

/** The links behind which containers are. */
function linksOf({ shape }: Site, inventory: Inventory): string[] {
  return shape.mode === 'bridge' ? [shape.name] : settled(inventory).map(({ link }) => link)
}

/** Containers that are attached to the end and there. */
function settled(inventory: Inventory): Stored[] {
  return [...inventory.stored.values()].filter((stored) => stored.ending && !isGone(inventory, stored))
}

/** Without a bridge each container has a route of its own. */
async function routeFindings({ shape, host }: Site, inventory: Inventory): Promise<Finding[]> {
  if (shape.mode !== 'ptp') return []
  const routes = new Set((await patiently(() => host.nl.listRoutes())).map(({ dst }) => dst))
  return settled(inventory)
    .flatMap(({ link, files }) => files.map((file) => ({ link, dst: `${file}/${file.includes(':') ? 128 : 32}` })))
    .filter(({ dst }) => !routes.has(dst))
    .map(({ link, dst }) => finding('route-missing', link, `no route to ${dst}`, { expected: dst }))
}
