import type { EndpointRecord, Finding, FindingCode, Network } from '../container/index.ts'
import { Netlink } from '../netlink/index.ts'
import type { Netns } from '../netns/index.ts'
import { openContainer } from './add.ts'
import { attachedAs } from './attachment.ts'
import { CniError, CODE } from './failure.ts'
import type { Invocation } from './invocation.ts'
import { passOn } from './lease.ts'
import { existingNetwork } from './network.ts'
import type { CniResult } from './result.ts'
import { translated } from './translation.ts'

/** Compares the container with the result of its ADD, and its network with what it should be. */
export async function check(invocation: Invocation): Promise<void> {
  const { prevResult } = invocation.config
  if (prevResult === undefined) throw new CniError(CODE.config, 'prevResult is missing')
  try {
    const network = await existingNetwork(invocation.config)
    if (network === undefined) throw unknown(invocation)
    try {
      await checkAttachment(invocation, network, prevResult)
    } finally {
      await network.close()
    }
    await passOn(invocation, 'CHECK')
  } catch (thrown) {
    throw translated(thrown)
  }
}

async function checkAttachment(invocation: Invocation, network: Network, result: CniResult): Promise<void> {
  const endpoint = await attachedAs(invocation, network)
  if (endpoint === undefined) throw unknown(invocation)
  const netns = await openContainer(invocation.environment.netns)
  try {
    await checkInside(invocation, netns, result)
  } finally {
    await netns.close()
  }
  const findings = (await findingsOf(network, endpoint)).filter(({ code }) => !COMPARED.includes(code))
  const [first, ...others] = findings.map(({ message }) => message)
  if (first !== undefined) throw difference(first, others.length === 0 ? undefined : others.join('; '))
}

/** What a later plugin of the chain may have changed, so that it is compared with prevResult instead. */
const COMPARED: readonly FindingCode[] = ['container-mac', 'container-mtu']

function difference(message: string, details?: string): CniError {
  return new CniError(CODE.difference, message, details)
}

/** Interface and addresses: a later plugin of the chain may have changed them, and then prevResult says so. */
async function checkInside({ environment }: Invocation, netns: Netns, result: CniResult): Promise<void> {
  const { ifname, netns: sandbox } = environment
  const index = (result.interfaces ?? []).findIndex((one) => one.name === ifname && one.sandbox === sandbox)
  if (index < 0) throw new CniError(CODE.config, `prevResult has no interface '${ifname}' in ${sandbox}`)
  const there = await Netlink.open({ netns })
  try {
    const links = await there.listLinks()
    const link = links.find(({ name }) => name === ifname)
    if (link === undefined) throw difference(`interface '${ifname}' is missing`)
    if (!link.up) throw difference(`interface '${ifname}' is down`)
    const { mac, mtu } = result.interfaces?.[index] ?? {}
    if (mac !== undefined && mac.toLowerCase() !== link.address)
      throw difference(`the hardware address of '${ifname}' is ${link.address}, not ${mac}`)
    if (mtu !== undefined && mtu !== link.mtu) throw difference(`the MTU of '${ifname}' is ${link.mtu}, not ${mtu}`)
    const found = (await there.listAddresses({ link: ifname })).map(({ address }) => address)
    for (const { address, interface: of } of result.ips ?? [])
      if ((of ?? index) === index && !found.includes(address)) throw difference(`'${ifname}' lacks ${address}`)
  } finally {
    await there.close()
  }
}

function unknown({ environment, config }: Invocation): CniError {
  const { ifname, containerId } = environment
  return new CniError(
    CODE.container,
    `interface '${ifname}' of container ${containerId} is not attached to network '${config.name}'`,
  )
}

/** What differs in the network as a whole, or for this container. */
async function findingsOf(network: Network, endpoint: EndpointRecord): Promise<Finding[]> {
  const others = (await network.endpoints()).filter(({ link }) => link !== endpoint.link)
  const foreign = new Set(others.map(({ link }) => link))
  return (await network.check({ id: endpoint.id as string })).filter(({ subject }) => !foreign.has(subject))
}
