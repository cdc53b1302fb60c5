import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { eachTestHost } from '../container/support/test-host.ts'
import * as sent from '../golden/support/docker-requests.ts'
import { needs } from '../support/needs.ts'
import { eachCaller } from './support/caller.ts'

const generic = (options: Record<string, unknown>) => ({
  ...sent.createNetwork,
  Options: { 'com.docker.network.generic': options },
})
const [pool] = sent.createNetwork.IPv4Data
const port = (port: object) => ({ ...sent.revoke, Options: { 'com.docker.network.portmap': [port] } })

/** What is wrong with a request, and how the driver says so. */
const NETWORKS: readonly (readonly [body: unknown, error: RegExp])[] = [
  ['{', /^the request is not JSON: /],
  ['[]', /^the request must be an object, not an array$/],
  [{}, /^NetworkID must be an id, not undefined$/],
  [{ ...sent.createNetwork, NetworkID: '../x' }, /^NetworkID must be an id, not '\.\.\/x'$/],
  [generic({ 'netlink-ts.color': 'blue' }), /^unknown option 'netlink-ts\.color'; known are com\.docker\./],
  [generic({ 'com.docker.network.driver.mut': '1400' }), /^unknown option 'com\.docker\.network\.driver\.mut'/],
  [
    generic({ 'com.docker.network.driver.mtu': 'big' }),
    /^option com\.docker\.network\.driver\.mtu must be a whole number, not 'big'$/,
  ],
  [
    generic({ 'com.docker.network.driver.mtu': '10' }),
    /^com\.docker\.network\.driver\.mtu must be a whole number from 68 to 65535, not 10$/,
  ],
  [
    generic({ 'com.docker.network.bridge.name': 'far-too-long-name' }),
    /^com\.docker\.network\.bridge\.name must be at most 15 bytes long/,
  ],
  [
    generic({ 'com.docker.network.bridge.enable_icc': 'maybe' }),
    /^option com\.docker\.network\.bridge\.enable_icc must be true or false, not 'maybe'$/,
  ],
  [
    generic({ 'com.docker.network.bridge.host_binding_ipv4': 'all' }),
    /^option com\.docker\.network\.bridge\.host_binding_ipv4 must be an IPv4 address, not 'all'$/,
  ],
  [
    generic({ 'com.docker.network.container_iface_prefix': 'a/b' }),
    /^option com\.docker\.network\.container_iface_prefix must be how the name of a link begins, such as 'eth', not 'a\/b'$/,
  ],
  [
    { ...sent.createNetwork, Options: { 'com.docker.network.internal': 'yes' } },
    /^option com\.docker\.network\.internal must be true or false, not 'yes'$/,
  ],
  [{ ...sent.createNetwork, IPv4Data: [5] }, /^IPv4Data\[0\] must be an object, not 5$/],
  [generic({ 'netlink-ts.isolate': 5 }), /^option netlink-ts\.isolate must be a string, not 5$/],
  [
    { ...sent.createNetwork, IPv4Data: [pool, { Pool: '10.1.0.0/16' }] },
    /^one IPv4 subnet is possible, not several: 10\.66\.0\.0\/16 and 10\.1\.0\.0\/16$/,
  ],
  [
    { ...sent.createNetwork, IPv4Data: [{ Pool: '0.0.0.0/0' }] },
    /^subnet must have a prefix length from 1 to 30, not 0$/,
  ],
  [{ ...sent.createNetwork, IPv4Data: null }, /^subnet is missing; mode 'bridge' requires it, or subnet6$/],
  [{ ...sent.createNetwork, IPv4Data: 'all' }, /^IPv4Data must be an array of objects, not 'all'$/],
]

const ENDPOINTS: readonly (readonly [method: string, body: object, error: RegExp])[] = [
  ['CreateEndpoint', { ...sent.createEndpoint, NetworkID: 'none' }, /^unknown network none$/],
  ['CreateEndpoint', { ...sent.createEndpoint, EndpointID: '' }, /^EndpointID must be an id, not ''$/],
  ['CreateEndpoint', { ...sent.createEndpoint, Interface: null }, /^Interface\.Address is missing$/],
  [
    'CreateEndpoint',
    { ...sent.createEndpoint, Interface: { Address: '10.66.0.300/16' } },
    /^address must be an address such as /,
  ],
  ['CreateEndpoint', { ...sent.createEndpoint, Interface: { Address: 5 } }, /^Address must be a string, not 5$/],
  [
    'CreateEndpoint',
    { ...sent.createEndpoint, Interface: { Address: '10.66.0.3/16', MacAddress: '01:00:00:00:00:01' } },
    /^MacAddress must be a unicast address/,
  ],
  [
    'CreateEndpoint',
    { ...sent.createEndpoint, Options: { 'netlink-ts.ports': '80' } },
    /^unknown option 'netlink-ts\.ports' of an endpoint$/,
  ],
  ['Join', { ...sent.join, EndpointID: 'none' }, /^unknown endpoint none$/],
  ['ProgramExternalConnectivity', { ...sent.program, EndpointID: 'none' }, /^unknown endpoint none$/],
  [
    'ProgramExternalConnectivity',
    port({ Proto: 1, Port: 80, HostPort: 80 }),
    /^Proto must be one of 6, 17, 132, not 1$/,
  ],
  [
    'ProgramExternalConnectivity',
    port({ Proto: 6, Port: 0, HostPort: 80 }),
    /^Port must be a whole number from 1 to 65535, not 0$/,
  ],
  [
    'ProgramExternalConnectivity',
    port({ Proto: 6, Port: 80, HostPort: 'all' }),
    /^HostPort must be a number, not 'all'$/,
  ],
  [
    'ProgramExternalConnectivity',
    port({ Proto: 6, Port: 80, HostPort: 8010, HostPortEnd: 8000 }),
    /^HostPortEnd must be a port from 8010 to 65535, not 8000$/,
  ],
  [
    'ProgramExternalConnectivity',
    port({ Proto: 6, Port: 80, HostPort: 8010, HostPortEnd: '8020' }),
    /^HostPortEnd must be a port from 8010 to 65535, not '8020'$/,
  ],
  [
    'ProgramExternalConnectivity',
    port({ Proto: 6, Port: 80, HostPort: 80, HostIP: 'all' }),
    /^HostIP must be an IP address of the host, not 'all'$/,
  ],
]

describe('what the network driver for Docker refuses', () => {
  needs('bridge', 'veth', 'nftables', 'ipv6', 'command nft')
  const testHost = eachTestHost()
  const caller = eachCaller(testHost)

  it('names what is wrong with a network, and creates nothing', async () => {
    const before = testHost().kernel()
    for (const [body, error] of NETWORKS) {
      const { status, body: answer } = await caller().call('/NetworkDriver.CreateNetwork', body)
      assert.equal(status, 400)
      assert.match(answer.Err, error)
    }
    assert.deepEqual([testHost().kernel(), readdirSync(caller().state)], [before, ['lock']])
  })

  it('names what is wrong with an endpoint, and changes nothing', async () => {
    await caller().done('CreateNetwork', sent.createNetwork)
    await caller().done('CreateEndpoint', sent.createEndpoint)
    const before = testHost().kernel()
    for (const [method, body, error] of ENDPOINTS) assert.match(await caller().error(method, body), error)
    assert.equal(testHost().kernel(), before)
    await caller().done('DeleteNetwork', sent.createNetwork)
  })

  it('is a network of another program, or one that Docker has already, by the name of its bridge', async () => {
    const named = (NetworkID: string) => ({ ...generic({ 'com.docker.network.bridge.name': 'br0' }), NetworkID })
    const other = await testHost().create({ name: 'br0', subnet: '10.1.0.0/24', state: '/run/netlink-ts/br0' })
    assert.match(
      await caller().error('CreateNetwork', named('a')),
      /^network 'br0' exists already, and Docker did not create it/,
    )
    await other.delete()
    await caller().done('CreateNetwork', named('a'))
    assert.match(await caller().error('CreateNetwork', named('b')), /^the bridge 'br0' belongs to network a$/)
    await caller().done('DeleteNetwork', { NetworkID: 'a' })
  })

  it('is a subnet that the host has already', async () => {
    testHost().host.sh('ip link add d0 type bridge; ip address add 10.66.1.1/24 dev d0; ip link set d0 up')
    const before = testHost().kernel()
    assert.match(
      await caller().error('CreateNetwork', sent.createNetwork),
      /^overlaps the host's route to 10\.66\.1\.0\/24 via d0 \(EEXIST, subnet\)$/,
    )
    assert.deepEqual([testHost().kernel(), readdirSync(caller().state)], [before, ['lock']])
  })
})
