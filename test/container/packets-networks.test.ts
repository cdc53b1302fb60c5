import assert from 'node:assert/strict'
import type { NetworkMode, NetworkOptions } from '../../lib/container/types.ts'
import { needs } from '../support/needs.ts'
import { probe, request } from './support/client.ts'
import { HOST, PORTS, PRIVATE, type Site, withSite } from './support/containers.ts'
import { ADDRESS } from './support/topology.ts'

const FAMILIES = [4, 6] as const
const RED = { name: 'red', subnet: '10.82.0.0/24', subnet6: 'fd00:82::/64' }
const BLUE = { name: 'blue', subnet: '10.83.0.0/24', subnet6: 'fd00:83::/64' }

type Further = Partial<NetworkOptions>

/** A container in each of two networks; a port of the second is published. */
async function two(site: Site, further: { red?: Further; blue?: Further }) {
  const red = await site.network({ ...RED, ...further.red })
  const blue = await site.network({ ...BLUE, ...further.blue })
  const one = await site.container(red, 'one')
  const other = await site.container(blue, 'other', { ports: PORTS })
  return { one, other }
}

const MIXES: readonly [NetworkMode, NetworkMode][] = [
  ['bridge', 'bridge'],
  ['bridge', 'ptp'],
  ['ptp', 'ptp'],
]

for (const [first, second] of MIXES) {
  describe(`two networks, of mode ${first} and ${second}`, () => {
    needs('veth', 'bridge', 'nftables', 'ipv6')

    it('do not see each other', () =>
      withSite(async (site) => {
        const { one, other } = await two(site, { red: { mode: first }, blue: { mode: second } })
        const there = FAMILIES.map((family) => probe(one.netns, { address: other.at[family], port: PRIVATE }))
        const back = FAMILIES.map((family) => probe(other.netns, { address: one.at[family], port: PRIVATE }))
        assert.deepEqual(await Promise.all([...there, ...back]), Array(4).fill('ETIMEDOUT'))
      }))

    it('reach what the other has published, at the host', () =>
      withSite(async (site) => {
        const { one } = await two(site, { red: { mode: first }, blue: { mode: second } })
        const asked = FAMILIES.map((family) => request(one.netns, { address: ADDRESS[family].host, port: HOST }))
        for (const heard of await Promise.all(asked)) assert.match(heard, /^other to /)
      }))

    it('do not see each other where only one of them would', () =>
      withSite(async (site) => {
        const { one, other } = await two(site, { red: { mode: first, isolate: false }, blue: { mode: second } })
        const there = FAMILIES.map((family) => probe(one.netns, { address: other.at[family], port: PRIVATE }))
        const back = FAMILIES.map((family) => probe(other.netns, { address: one.at[family], port: PRIVATE }))
        assert.deepEqual(await Promise.all([...there, ...back]), Array(4).fill('ETIMEDOUT'))
      }))

    it('see each other where both do not isolate, and are seen as who they are', () =>
      withSite(async (site) => {
        const open = { isolate: false }
        const { one, other } = await two(site, { red: { mode: first, ...open }, blue: { mode: second, ...open } })
        const there = FAMILIES.map((family) => request(one.netns, { address: other.at[family], port: PRIVATE }))
        const back = FAMILIES.map((family) => request(other.netns, { address: one.at[family], port: PRIVATE }))
        assert.deepEqual(await Promise.all([...there, ...back]), [
          ...FAMILIES.map((family) => `other to ${one.at[family]}`),
          ...FAMILIES.map((family) => `one to ${other.at[family]}`),
        ])
      }))
  })
}

for (const mode of ['bridge', 'ptp'] as const) {
  describe(`a network of mode ${mode} that does not masquerade`, () => {
    needs('veth', 'bridge', 'nftables', 'ipv6')

    it('shows the addresses of its containers to hosts with a return route, and no others answer', () =>
      withSite(async (site) => {
        const network = await site.network({ ...RED, mode, masquerade: false })
        const one = await site.container(network, 'one')
        await Promise.all([site.outside, site.insider].map((machine) => machine.serve(7000)))
        const [heard, silence] = await Promise.all([
          Promise.all(FAMILIES.map((family) => request(one.netns, { address: ADDRESS[family].insider, port: 7000 }))),
          Promise.all(FAMILIES.map((family) => probe(one.netns, { address: ADDRESS[family].outside, port: 7000 }))),
        ])
        assert.deepEqual(
          heard,
          FAMILIES.map((family) => `insider to ${one.at[family]}`),
        )
        assert.deepEqual(silence, ['ETIMEDOUT', 'ETIMEDOUT'])
      }))
  })
}
