import assert from 'node:assert/strict'
import { createNetwork, type NetworkOptions } from '../../lib/container/index.ts'
import { needs } from '../support/needs.ts'
import { openPlace } from '../support/place.ts'

const ROUNDS = 5

describe('networks of one name, created at once in two namespaces that share /run', () => {
  needs('bridge', 'veth', 'macvlan', 'nftables', 'command nft')

  for (const mode of ['bridge', 'macvlan'] as const) {
    it(`of mode ${mode} both exist, each with a folder of its own`, async () => {
      const script = 'ip link add up0 type veth peer name far0'
      const places = [await openPlace(script), await openPlace(script)]
      const create = (options: Partial<NetworkOptions> = {}) =>
        Promise.all(places.map(({ netns }) => createNetwork({ name: 'twice0', netns, ...options })))
      const wanted = { mode, subnet: '10.99.0.0/24', ...(mode === 'macvlan' ? { parent: 'up0' } : {}) }
      for (let i = 0; i < ROUNDS; i++) {
        const made = await create(wanted)
        const opened = await create()
        for (const network of opened) assert.deepEqual([await network.check(), network.subnet], [[], '10.99.0.0/24'])
        await Promise.all(opened.map((network) => network.close()))
        await Promise.all(made.map((network) => network.delete()))
      }
      for (const place of places) {
        const links = place.ip<{ ifname: string }>('-j link').map(({ ifname }) => ifname)
        assert.deepEqual(links, ['lo', 'far0', 'up0'])
        await place.close()
      }
    })
  }
})
