import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { needs } from '../support/needs.ts'
import { nft } from '../support/nft.ts'
import { until } from '../support/until.ts'
import { eachTestHost, elements } from './support/test-host.ts'

const DUAL = { subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' }

for (const mode of ['bridge', 'ptp'] as const) {
  describe(`collect, in mode ${mode}`, () => {
    needs('bridge', 'veth', 'nftables', 'command nft')
    const testHost = eachTestHost()
    const create = () => testHost().create({ name: 'br0', mode, ...DUAL })
    const ports = [
      { host: 8000, container: 80 },
      { host: 53, container: 53, protocol: 'udp' as const, address: '127.0.0.1' },
    ]

    /** Ends a namespace; the kernel takes its links in its own time. */
    async function endOf(link: string | undefined, close: () => Promise<void>): Promise<void> {
      await close()
      await until('the link goes with its namespace', () =>
        testHost()
          .host.ip<{ ifname: string }>('-j link')
          .every(({ ifname }) => ifname !== link),
      )
    }

    it('removes what belongs to a namespace that has ended', async () => {
      const network = await create()
      const before = testHost().kernel()
      const netns = await testHost().container()
      const { link, address, address6 } = await network.attach(netns, { ports })
      await endOf(link, () => netns.close())
      assert.deepEqual(await network.collect(), [{ link, address, address6 }])
      assert.equal(testHost().kernel(), before)
      assert.deepEqual(testHost().files('br0'), ['network.json'])
    })

    it('leaves alone what lives, of this network and of others', async () => {
      const network = await create()
      const other = await testHost().create({ name: 'br1', subnet: '172.19.0.0/16' })
      await network.attach(await testHost().container(), { ports })
      await other.attach(await testHost().container(), { ports: [{ host: 9000, container: 80 }] })
      const [kernel, files] = [testHost().kernel(), testHost().files('br0')]
      assert.deepEqual(await network.collect(), [])
      assert.equal(testHost().kernel(), kernel)
      assert.deepEqual(testHost().files('br0'), files)
      assert.deepEqual(await other.check(), [])
    })

    it('removes ports that lead to addresses without a container', async () => {
      const network = await create()
      const before = testHost().kernel()
      const script = 'add element inet netlink_ts published4 { tcp . 8000 : 172.18.0.77 . 80 }'
      nft(script, testHost().host.path)
      assert.equal(elements(testHost(), 'published4').length, 1)
      await network.collect()
      assert.equal(testHost().kernel(), before)
    })

    it('removes what a process that is no more had not finished', async () => {
      const network = await create()
      const before = testHost().kernel()
      const { address, address6 } = await network.attach(await testHost().container(), { ports })
      for (const file of [address, address6]) {
        const path = join(testHost().state, 'br0', file as string)
        const [line] = readFileSync(path, 'utf8').split('\n')
        writeFileSync(path, `${line}\n`)
      }
      assert.equal((await network.collect()).length, 1)
      assert.equal(testHost().kernel(), before)
    })

    it('runs automatically when the port of a container that has ended is requested', async () => {
      const network = await create()
      const netns = await testHost().container()
      const { link } = await network.attach(netns, { ports })
      await endOf(link, () => netns.close())
      await network.attach(await testHost().container(), { ports })
      assert.equal(elements(testHost(), 'published4').length, 1)
      assert.deepEqual(await network.check(), [])
    })
  })
}
