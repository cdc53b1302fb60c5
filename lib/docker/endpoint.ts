import type { EndpointOptions, EndpointRecord, Network, Port, PortOptions } from '../container/index.ts'
import { addressNumber, familyOf } from '../container/subnet.ts'
import { describeValue } from '../errors.ts'
import { isRefused, RequestError } from './failure.ts'
import { readPortMap, satisfies, type WantedPort } from './port.ts'
import { type Json, readObject, readText } from './request.ts'
import type { NetworkRecord } from './store.ts'

/** Options of this driver, of which an endpoint has none. */
const OWN = 'netlink-ts.'

/** CreateEndpoint: the veth pair, whose container end Docker moves into the container. Only what Docker has left open may be answered. */
export async function createEndpoint(network: Network, id: string, body: Json): Promise<object> {
  const wanted = readObject(body, 'Interface')
  const options = optionsOf(id, wanted)
  checkOptions(readObject(body, 'Options'))
  const { mac, addresses = [] } = await createOver(network, options)
  if (!options.addresses?.every(({ address }) => addresses.some((one) => isSame(one, address))))
    throw new RequestError(`endpoint ${id} exists already with ${addresses.join(' and ')}`)
  return { Interface: options.mac === undefined ? { MacAddress: mac } : {} }
}

function optionsOf(id: string, wanted: Json): EndpointOptions {
  const addresses = [readText(wanted, 'Address'), readText(wanted, 'AddressIPv6')].filter((one) => one !== undefined)
  if (addresses.length === 0) throw new RequestError('Interface.Address is missing')
  const mac = readText(wanted, 'MacAddress')
  return { id, addresses: addresses.map((address) => ({ address })), ...(mac !== undefined && { mac }) }
}

/** Whether two texts are the same address; one may have no prefix length. */
function isSame(one: string, other: string): boolean {
  const numberOf = (text: string) => addressNumber(text.split('/')[0] as string, familyOf(text))
  return familyOf(one) === familyOf(other) && numberOf(one) === numberOf(other)
}

function checkOptions(options: Json): void {
  const unknown = Object.keys(options).find((key) => key.startsWith(OWN))
  if (unknown !== undefined) throw new RequestError(`unknown option ${describeValue(unknown)} of an endpoint`)
}

/** Docker assigns the addresses: an endpoint that has one of them still is one that Docker has forgotten. */
async function createOver(network: Network, options: EndpointOptions): Promise<EndpointRecord> {
  try {
    return await network.createEndpoint(options)
  } catch (thrown) {
    if (!isRefused(thrown, 'EADDRINUSE')) throw thrown
    const own = new Set(options.addresses?.map(({ address }) => address))
    const others = (await network.endpoints()).filter(({ addresses = [] }) => addresses.some((one) => own.has(one)))
    if (others.length === 0) throw thrown
    for (const other of others) await network.detach(other)
    return network.createEndpoint(options)
  }
}

/** Join: the name of the container end on the host, and what it is to be in the container. */
export async function join(network: Network, id: string, record: NetworkRecord): Promise<object> {
  const { peer, address, address6 } = await endpointOf(network, id)
  if (peer === undefined) throw new RequestError(`endpoint ${id} was not created for Docker`)
  const { options, prefix = 'eth' } = record
  const gateways = {
    ...(address !== undefined && { Gateway: network.gateway }),
    ...(address6 !== undefined && { GatewayIPv6: network.gateway6 }),
  }
  return {
    InterfaceName: { SrcName: peer, DstPrefix: prefix },
    ...(options.internal === true ? {} : gateways),
    // Docker would connect the container to a bridge of its own as well.
    DisableGatewayService: true,
  }
}

async function endpointOf(network: Network, id: string): Promise<EndpointRecord> {
  const found = (await network.endpoints()).find((one) => one.id === id)
  if (found === undefined) throw new RequestError(`unknown endpoint ${id}`)
  return found
}

/** ProgramExternalConnectivity: publishes the ports of a container, all of them or none. What is published already stays as it is. */
export async function publish(network: Network, id: string, body: Json, record: NetworkRecord): Promise<object> {
  const wanted = readPortMap(readObject(body, 'Options'), record.hostAddress)
  const { ports: before } = await endpointOf(network, id)
  const missing = wanted.filter((port) => !before.some((one) => satisfies(one, port)))
  const [ranges, single] = [missing.filter(({ last }) => last !== undefined), missing.filter(({ last }) => !last)]
  try {
    if (single.length > 0) await network.publish({ id }, single)
    for (const port of ranges) await publishFirst(network, id, port)
  } catch (thrown) {
    const after = (await endpointOf(network, id)).ports
    await network.withdraw(
      { id },
      after.filter((port) => !before.some((one) => isEqual(one, port))),
    )
    throw thrown
  }
  return {}
}

const isEqual = (one: Port, other: Port) => JSON.stringify(one) === JSON.stringify(other)

/** Publishes the first free port of a range. */
async function publishFirst(network: Network, id: string, { last = 0, ...port }: WantedPort): Promise<void> {
  for (let host = port.host; ; host++) {
    const one: PortOptions = { ...port, host }
    try {
      await network.publish({ id }, [one])
      return
    } catch (thrown) {
      if (host >= last || !isRefused(thrown, 'EADDRINUSE')) throw thrown
    }
  }
}

/** RevokeExternalConnectivity: withdraws all ports of a container. One that is not attached has none. */
export async function withdraw(network: Network, id: string): Promise<void> {
  try {
    await network.withdraw({ id })
  } catch (thrown) {
    if (!isRefused(thrown, 'ENOENT')) throw thrown
  }
}
