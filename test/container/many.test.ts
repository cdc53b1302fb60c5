import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { ip } from '../support/ip.ts'
import { needs } from '../support/needs.ts'
import { eachTestHost, elements, ruleCount } from './support/test-host.ts'

const HOW_MANY = { bridge: 500, ptp: 100 } as const
const FIRST_PORT = 10_000

for (const mode of ['bridge', 'ptp'] as const) {
  describe(`many containers in mode ${mode}`, () => {
    const MANY = HOW_MANY[mode]
    needs('bridge', 'veth', 'nftables', 'command nft')
    const testHost = eachTestHost()

    it(`${MANY} are attached at once with a port each, by as many rules as none, and detached without a trace`, async function () {
      this.timeout(60_000)
      const network = await testHost().create({ name: 'br0', mode, subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' })
      const [kernel, rules] = [testHost().kernel(), ruleCount(testHost())]
      const containers = await Promise.all(Array.from({ length: MANY }, () => testHost().container()))
      const endpoints = await Promise.all(
        containers.map((netns, i) => network.attach(netns, { ports: [{ host: FIRST_PORT + i, container: 80 }] })),
      )
      assert.equal(ruleCount(testHost()), rules)
      assert.equal(new Set(endpoints.map(({ address }) => address)).size, MANY)
      assert.equal(new Set(endpoints.map(({ address6 }) => address6)).size, MANY)
      assert.equal(elements(testHost(), 'published4').length, MANY)
      const links = testHost()
        .host.ip<{ ifname: string }>('-j link show type veth')
        .map(({ ifname }) => ifname)
      assert.deepEqual(links.sort(), endpoints.map(({ link }) => link).sort())
      for (const i of [0, MANY >> 1, MANY - 1]) {
        const netns = containers[i]
        const [row] = ip<{ addr_info: { local: string }[] }>(
          '-j address show eth0',
          `/proc/${process.pid}/fd/${netns?.fd}`,
        )
        assert.equal(row?.addr_info[0]?.local, endpoints[i]?.address)
        const server = createServer((socket) => socket.end('here'))
        await netns?.listen(server, { port: 80 })
        const socket = await testHost().host.netns.connect({ host: '127.0.0.1', port: FIRST_PORT + i, timeout: 5000 })
        assert.equal(String((await socket.toArray()).join('')), 'here')
        server.close()
      }
      await Promise.all(endpoints.map((endpoint) => network.detach(endpoint)))
      assert.equal(testHost().kernel(), kernel)
      assert.deepEqual(testHost().files('br0'), ['network.json'])
    })
  })
}
