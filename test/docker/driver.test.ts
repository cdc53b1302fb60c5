import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join as joined } from 'node:path'
import { eachTestHost, elements } from '../container/support/test-host.ts'
import * as sent from '../golden/support/docker-requests.ts'
import { needs } from '../support/needs.ts'
import { eachCaller } from './support/caller.ts'

const ID = sent.createNetwork.NetworkID
const BRIDGE = 'nl-c34c4c9979fb'

describe('the network driver for Docker', () => {
  needs('bridge', 'veth', 'nftables', 'ipv6', 'command nft')
  const testHost = eachTestHost()
  const caller = eachCaller(testHost)
  const linkOf = (name: string) =>
    testHost()
      .host.ip<{ ifname: string; address: string; mtu: number; master?: string }>('-j link')
      .find(({ ifname }) => ifname === name)
  const links = () =>
    testHost()
      .host.ip<{ ifname: string }>('-j link')
      .map(({ ifname }) => ifname)
  const published = () => elements(testHost(), 'published4').map((element) => JSON.stringify(element))
  const records = () => readdirSync(caller().state).filter((name) => name !== 'lock')

  it('says what it is', async () => {
    assert.deepEqual(await caller().call('/Plugin.Activate'), { status: 200, body: { Implements: ['NetworkDriver'] } })
    assert.deepEqual(await caller().done('GetCapabilities', ''), { Scope: 'local', ConnectivityScope: 'local' })
  })

  it('does what dockerd requests in the life of a container, and leaves nothing', async () => {
    const before = testHost().kernel()
    assert.deepEqual(await caller().done('CreateNetwork', sent.createNetwork), {})
    assert.equal(linkOf(BRIDGE)?.mtu, 1400)
    const { Interface } = await caller().done('CreateEndpoint', sent.createEndpoint)
    const joining = await caller().done('Join', sent.join)
    const peer = linkOf(joining.InterfaceName.SrcName)
    assert.deepEqual(joining, {
      InterfaceName: { SrcName: peer?.ifname, DstPrefix: 'eth' },
      Gateway: '10.66.0.1',
      DisableGatewayService: true,
    })
    assert.deepEqual([Interface, peer?.mtu], [{ MacAddress: peer?.address }, 1400])
    assert.deepEqual(await caller().done('ProgramExternalConnectivity', sent.program), {})
    const ports = published()
    assert.equal(ports.length, 3)
    for (const [host, container] of [
      ['8000', 80],
      ['9000', 90],
      ['\\d+', 81],
    ])
      assert.match(ports.join('\n'), new RegExp(`"tcp",${host}\\]},{"concat":\\["10\\.66\\.0\\.2",${container}\\]`))
    assert.deepEqual(await caller().done('EndpointOperInfo', sent.revoke), { Value: {} })
    await caller().done('ProgramExternalConnectivity', sent.program)
    assert.deepEqual(published(), ports)
    await caller().done('RevokeExternalConnectivity', sent.revoke)
    assert.deepEqual(published(), [])
    for (const method of ['Leave', 'DeleteEndpoint', 'RevokeExternalConnectivity', 'DeleteEndpoint'])
      assert.deepEqual(await caller().done(method, sent.revoke), {})
    assert.deepEqual(links(), ['lo', BRIDGE])
    for (const _ of ['once', 'twice']) assert.deepEqual(await caller().done('DeleteNetwork', { NetworkID: ID }), {})
    assert.equal(testHost().kernel(), before)
    assert.deepEqual(records(), [])
  })

  it('leaves an address that Docker has chosen as it is, and has gateways of both families, of internal networks none', async () => {
    for (const one of [sent.createNetwork, sent.createNetwork6, sent.createInternal])
      await caller().done('CreateNetwork', one)
    assert.deepEqual(await caller().done('CreateEndpoint', sent.createEndpointAs), { Interface: {} })
    const { InterfaceName } = await caller().done('Join', sent.createEndpointAs)
    assert.equal(linkOf(InterfaceName.SrcName)?.address, '02:11:22:33:44:55')
    await caller().done('CreateEndpoint', sent.createEndpoint6)
    const { Gateway, GatewayIPv6 } = await caller().done('Join', sent.createEndpoint6)
    assert.deepEqual([Gateway, GatewayIPv6], ['10.67.0.9', 'fd00:67::1'])
    await caller().done('CreateEndpoint', sent.createEndpointInternal)
    const { InterfaceName: _, ...rest } = await caller().done('Join', sent.createEndpointInternal)
    assert.deepEqual(rest, { DisableGatewayService: true })
  })

  it('knows networks and endpoints after a restart, although Docker does not describe them again', async () => {
    await caller().done('CreateNetwork', sent.createNetwork)
    const { Interface } = await caller().done('CreateEndpoint', sent.createEndpoint)
    await caller().restart()
    assert.deepEqual(await caller().done('CreateEndpoint', sent.createEndpoint), { Interface })
    const { InterfaceName } = await caller().done('Join', sent.join)
    assert.ok(links().includes(InterfaceName.SrcName))
    assert.deepEqual(caller().problems, [])
    await caller().done('DeleteNetwork', { NetworkID: ID })
    assert.deepEqual(links(), ['lo'])
  })

  it('creates a network again that a reboot has taken', async () => {
    await caller().done('CreateNetwork', sent.createNetwork)
    await caller().done('CreateEndpoint', sent.createEndpoint)
    await caller().stop()
    testHost().host.sh(`ip link delete ${BRIDGE}; nft flush ruleset; rm -r /run/netlink-ts/${BRIDGE}*`)
    await caller().start()
    // What dockerd calls first then: it deletes the endpoint of before.
    await caller().done('DeleteEndpoint', sent.revoke)
    assert.equal(linkOf(BRIDGE), undefined)
    await caller().done('CreateEndpoint', { ...sent.createEndpoint, EndpointID: 'new' })
    assert.equal(linkOf(BRIDGE)?.mtu, 1400)
    await caller().done('DeleteNetwork', { NetworkID: ID })
  })

  for (const state of ['creating', 'deleting'])
    it(`removes at its start what it was ${state} when it was interrupted`, async () => {
      const before = testHost().kernel()
      await caller().done('CreateNetwork', sent.createNetwork)
      await caller().stop()
      const file = joined(caller().state, `${ID}.json`)
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), state }))
      await caller().start()
      assert.deepEqual([testHost().kernel(), records()], [before, []])
    })

  it('gives an address of an endpoint that Docker has forgotten to a new one', async () => {
    await caller().done('CreateNetwork', sent.createNetwork)
    await caller().done('CreateEndpoint', sent.createEndpoint)
    const { InterfaceName } = await caller().done('Join', sent.join)
    await caller().done('CreateEndpoint', { ...sent.createEndpoint, EndpointID: 'new' })
    assert.ok(!links().includes(InterfaceName.SrcName))
    assert.match(await caller().error('Join', sent.join), /^unknown endpoint 547e/)
    await caller().done('DeleteNetwork', { NetworkID: ID })
  })

  it('publishes the next port of a range if one is taken, and no port at all if one cannot be', async () => {
    await caller().done('CreateNetwork', sent.createNetwork)
    await caller().done('CreateEndpoint', sent.createEndpoint)
    await caller().done('CreateEndpoint', sent.createEndpointAs)
    const port = (HostPort: number, HostPortEnd = HostPort, Port = 80) => ({ Proto: 6, Port, HostPort, HostPortEnd })
    const program = (of: { EndpointID: string }, ...ports: object[]) => ({
      ...sent.revoke,
      EndpointID: of.EndpointID,
      Options: { 'com.docker.network.portmap': ports },
    })
    await caller().done('ProgramExternalConnectivity', program(sent.createEndpoint, port(9000)))
    const range = program(sent.createEndpointAs, port(9000, 9001))
    await caller().done('ProgramExternalConnectivity', range)
    assert.match(published().join(), /"tcp",9001\]},{"concat":\["10\.66\.0\.77",80\]/)
    const before = published()
    const taken = program(sent.createEndpointAs, port(9000, 9001), port(7000), port(9000, 9000, 81))
    assert.match(
      await caller().error('ProgramExternalConnectivity', taken),
      /^port 9000\/tcp is .*\(EADDRINUSE, HostPort\)$/,
    )
    const none = program(sent.createEndpointAs, port(7000), port(9000, 9001, 81))
    assert.match(await caller().error('ProgramExternalConnectivity', none), /^port 9001\/tcp is /)
    assert.deepEqual(published(), before)
    await caller().done('DeleteNetwork', { NetworkID: ID })
  })
})
