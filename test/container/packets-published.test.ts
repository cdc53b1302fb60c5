import assert from 'node:assert/strict'
import type { NetworkMode } from '../../lib/container/types.ts'
import { needs } from '../support/needs.ts'
import { probe, request } from './support/client.ts'
import { HOST, oneSite, PORTS, PRIVATE, PUBLISHED, type Site, setBridgeNetfilter } from './support/containers.ts'
import type { Machine } from './support/machine.ts'
import { ADDRESS } from './support/topology.ts'

const FAMILIES = [4, 6] as const
const PROTOCOLS = ['tcp', 'udp'] as const

/** Every family with every protocol. */
const WAYS = FAMILIES.flatMap((family) => PROTOCOLS.map((protocol) => ({ family, protocol })))

/** A network of both families with a container whose port is published, `web`, and another one. */
async function configureLink(site: Site, mode: NetworkMode, bridgeNetfilter: boolean | undefined) {
  const subnets = { subnet: '10.80.0.0/24', subnet6: 'fd00:80::/64' }
  const network = await site.network({ name: 'net0', mode, ...subnets })
  const web = await site.container(network, 'web', { ports: PORTS })
  const other = await site.container(network, 'other')
  await Promise.all([site.host, site.outside, site.insider].map((machine) => machine.serve(7000)))
  if (bridgeNetfilter !== undefined) await setBridgeNetfilter(site, bridgeNetfilter)
  return { web, other }
}

/** What the published port says to a machine, by each family and protocol, where it is asked at `address`. */
function hear(from: Machine, address: (family: 4 | 6) => string, port = HOST): Promise<string[]> {
  return Promise.all(
    WAYS.map(({ family, protocol }) => request(from.netns, { protocol, address: address(family), port })),
  )
}

/** What silence there is instead. */
function missHearing(from: Machine, address: (family: 4 | 6) => string, port: number): Promise<string[]> {
  return Promise.all(
    WAYS.map(({ family, protocol }) => probe(from.netns, { protocol, address: address(family), port })),
  )
}

/** Those of the host that `outside` may see: which of them it is, is the kernel's choice. */
const HOST_ADDRESSES: readonly string[] = FAMILIES.flatMap((family) => [ADDRESS[family].host, ADDRESS[family].second])

const hostAddress = (family: 4 | 6) => ADDRESS[family].host

function tests(mode: NetworkMode, bridgeNetfilter: boolean | undefined): void {
  const set = oneSite((site) => configureLink(site, mode, bridgeNetfilter))

  it('hears who asks from outside', async () => {
    const { site } = set()
    const expected = WAYS.map(({ family }) => `web to ${ADDRESS[family].outside}`)
    assert.deepEqual(await hear(site.outside, hostAddress), expected)
  })

  it('hears who asks from outside at any address of the host', async () => {
    const { site } = set()
    const [second, near] = await Promise.all([
      hear(site.outside, (family) => ADDRESS[family].second),
      hear(site.insider, (family) => ADDRESS[family].near),
    ])
    assert.deepEqual(
      second,
      WAYS.map(({ family }) => `web to ${ADDRESS[family].outside}`),
    )
    assert.deepEqual(
      near,
      WAYS.map(({ family }) => `web to ${ADDRESS[family].insider}`),
    )
  })

  it('answers the host at its own address', async () => {
    const heard = await hear(set().site.host, hostAddress)
    assert.ok(
      heard.every((text) => text.startsWith('web to ')),
      heard.join(),
    )
  })

  it('answers the host at 127.0.0.1', async () => {
    const { site } = set()
    const target = { address: '127.0.0.1', port: HOST }
    const heard = await Promise.all(PROTOCOLS.map((protocol) => request(site.host.netns, { protocol, ...target })))
    assert.ok(
      heard.every((text) => text.startsWith('web to ')),
      heard.join(),
    )
  })

  it('answers another container, and the container itself', async () => {
    const { web, other } = set()
    const heard = (await Promise.all([web, other].map((from) => hear(from, hostAddress)))).flat()
    assert.ok(
      heard.every((text) => text.startsWith('web to ')),
      heard.join(),
    )
  })

  it('is reached directly by another container', async () => {
    const { web, other } = set()
    const expected = WAYS.map(({ family }) => `web to ${other.at[family]}`)
    assert.deepEqual(await hear(other, (family) => web.at[family], PUBLISHED), expected)
    assert.deepEqual(await hear(other, (family) => web.at[family], PRIVATE), expected)
  })

  it('is reached directly by the host', async () => {
    const { site, web } = set()
    const heard = await hear(site.host, (family) => web.at[family], PRIVATE)
    assert.ok(
      heard.every((text) => text.startsWith('web to ')),
      heard.join(),
    )
  })

  it('is not reached directly from outside, neither at the published port nor at another', async () => {
    const { site, web } = set()
    const at = (family: 4 | 6) => web.at[family]
    const silence = WAYS.map(() => 'ETIMEDOUT')
    const [published, other] = await Promise.all(
      [PUBLISHED, PRIVATE].map((port) => missHearing(site.insider, at, port)),
    )
    assert.deepEqual(published, silence)
    assert.deepEqual(other, silence)
  })

  it('shows nothing else of the container at the host', async () => {
    const { site } = set()
    const refusal = (port: number) =>
      Promise.all(
        WAYS.map(({ family, protocol }) =>
          (protocol === 'tcp' ? request : probe)(site.outside.netns, { protocol, address: ADDRESS[family].host, port }),
        ),
      )
    const [published, other] = await Promise.all([PUBLISHED, PRIVATE].map(refusal))
    const expected = WAYS.map(({ protocol }) => (protocol === 'tcp' ? 'ECONNREFUSED' : 'ETIMEDOUT'))
    assert.deepEqual([published, other], [expected, expected])
  })

  it('lets containers reach the host, and other hosts under its address', async () => {
    const { other } = set()
    assert.deepEqual(
      await hear(other, hostAddress, 7000),
      WAYS.map(({ family }) => `host to ${other.at[family]}`),
    )
    for (const text of await hear(other, (family) => ADDRESS[family].outside, 7000)) {
      assert.ok(HOST_ADDRESSES.includes(text.replace('outside to ', '')), text)
    }
    assert.deepEqual(
      await hear(other, (family) => ADDRESS[family].insider, 7000),
      WAYS.map(({ family }) => `insider to ${ADDRESS[family].near}`),
    )
  })
}

describe('a published port', () => {
  needs('veth', 'nftables', 'ipv6')
  for (const on of [false, true]) {
    describe(`of a bridge, bridge-nf-call-iptables = ${Number(on)}`, () => {
      needs('bridge', 'br_netfilter')
      tests('bridge', on)
    })
  }
  describe('without a bridge', () => {
    tests('ptp', undefined)
  })
})
