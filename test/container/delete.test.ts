import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { NetlinkError } from '../../lib/container/index.ts'
import { needs } from '../support/needs.ts'
import { eachTestHost } from './support/test-host.ts'

const V4 = { name: 'br0', subnet: '172.18.0.0/16' } as const
const DUAL = { ...V4, subnet6: 'fd00:18::/64' } as const

describe('deleting a network', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('leaves nothing behind', async () => {
    const before = testHost().kernel()
    const network = await testHost().create(DUAL)
    await network.attach(await testHost().container(), { ports: [{ host: 8000, container: 80 }] })
    await network.attach(await testHost().container(), { ports: [{ host: 8001, container: 80, address: '127.0.0.1' }] })
    await network.delete()
    assert.equal(testHost().kernel(), before)
    assert.deepEqual(testHost().files('br0'), [])
  })

  it('leaves other networks alone', async () => {
    const network = await testHost().create(DUAL)
    const before = testHost().kernel()
    const other = await testHost().create({ name: 'br1', subnet: '172.19.0.0/16', isolate: false })
    await other.attach(await testHost().container(), { ports: [{ host: 8000, container: 80 }] })
    await other.delete()
    assert.equal(testHost().kernel(), before)
    assert.deepEqual(await network.check(), [])
  })

  it('does nothing the second time', async () => {
    const [one, other] = [await testHost().create(V4), await testHost().create(V4)]
    await one.delete()
    await other.delete()
    await one.delete()
    assert.deepEqual(testHost().files('br0'), [])
  })

  it('works when the namespaces of its containers are gone', async () => {
    const before = testHost().kernel()
    const network = await testHost().create(V4)
    const netns = await testHost().container()
    await network.attach(netns, { ports: [{ host: 8000, container: 80 }] })
    await netns.close()
    await network.delete()
    assert.equal(testHost().kernel(), before)
  })

  it('leaves files alone that are not of the network', async () => {
    const network = await testHost().create(V4)
    mkdirSync(join(testHost().state, 'br0', 'mine'))
    await network.delete()
    assert.deepEqual(testHost().files('br0'), ['mine'])
  })

  it('takes an attachment back that another process has under way', async () => {
    const [one, other] = [await testHost().create(V4), await testHost().create(V4)]
    const attaching = other.attach(await testHost().container())
    await Promise.allSettled([attaching, one.delete()])
    const links = testHost()
      .host.ip<{ ifname: string }>('-j link')
      .map(({ ifname }) => ifname)
    assert.deepEqual(links, ['lo'])
    await assert.rejects(other.attach(await testHost().container()), NetlinkError)
  })
})
