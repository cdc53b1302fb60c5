import { createEndpoint, join, publish, withdraw } from './endpoint.ts'
import { readNetwork } from './network.ts'
import type { Networks } from './networks.ts'
import { type Json, readId } from './request.ts'

/** Answers one method of the protocol. */
type Method = (networks: Networks, body: Json) => Promise<object>

const networkOf = (body: Json) => readId(body, 'NetworkID')
const endpointOf = (body: Json) => readId(body, 'EndpointID')
const nothing: Method = async () => ({})

/** The methods of Docker's remote network driver, by their paths. */
const METHODS: Readonly<Record<string, Method>> = {
  '/Plugin.Activate': async () => ({ Implements: ['NetworkDriver'] }),
  '/NetworkDriver.GetCapabilities': async () => ({ Scope: 'local', ConnectivityScope: 'local' }),
  '/NetworkDriver.CreateNetwork': async (networks, body) => {
    const id = networkOf(body)
    await networks.create(id, readNetwork(id, body))
    return {}
  },
  '/NetworkDriver.DeleteNetwork': async (networks, body) => {
    await networks.delete(networkOf(body))
    return {}
  },
  '/NetworkDriver.CreateEndpoint': (networks, body) =>
    networks.useRestored(networkOf(body), (network) => createEndpoint(network, endpointOf(body), body)),
  '/NetworkDriver.DeleteEndpoint': async (networks, body) => {
    const id = endpointOf(body)
    await networks.useExisting(networkOf(body), (network) => network.detach({ id }))
    return {}
  },
  '/NetworkDriver.Join': (networks, body) =>
    networks.use(networkOf(body), (network, record) => join(network, endpointOf(body), record)),
  // Docker moves the link back to the host itself.
  '/NetworkDriver.Leave': nothing,
  '/NetworkDriver.ProgramExternalConnectivity': (networks, body) =>
    networks.use(networkOf(body), (network, record) => publish(network, endpointOf(body), body, record)),
  '/NetworkDriver.RevokeExternalConnectivity': async (networks, body) => {
    const id = endpointOf(body)
    await networks.useExisting(networkOf(body), (network) => withdraw(network, id))
    return {}
  },
  // `docker ps` takes ports only as values of Docker's own types (getEndpointPortMapInfo), which JSON from another process never has.
  '/NetworkDriver.EndpointOperInfo': async () => ({ Value: {} }),
  // Other hosts of a cluster, and networks of several hosts: what a driver of local scope has none of.
  '/NetworkDriver.DiscoverNew': nothing,
  '/NetworkDriver.DiscoverDelete': nothing,
  '/NetworkDriver.AllocateNetwork': async () => ({ Options: {} }),
  '/NetworkDriver.FreeNetwork': nothing,
}

/** The method at a path; undefined if there is none. */
export function methodAt(path: string): Method | undefined {
  return Object.hasOwn(METHODS, path) ? METHODS[path] : undefined
}
