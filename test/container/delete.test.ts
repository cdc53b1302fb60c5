import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { NetlinkError } from '../../lib/container/index.ts'
import { needs } from '../support/needs.ts'
import { eachYard } from './yard.ts'

const V4 = { name: 'br0', subnet: '172.18.0.0/16' } as const
const DUAL = { ...V4, subnet6: 'fd00:18::/64' } as const

describe('deleting a network', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const yard = eachYard()

  it('leaves nothing behind', async () => {
    const before = yard().kernel()
    const network = await yard().create(DUAL)
    await network.attach(await yard().container(), { ports: [{ host: 8000, container: 80 }] })
    await network.attach(await yard().container(), { ports: [{ host: 8001, container: 80, address: '127.0.0.1' }] })
    await network.delete()
    assert.equal(yard().kernel(), before)
    assert.deepEqual(yard().files('br0'), [])
  })

  it('leaves other networks alone', async () => {
    const network = await yard().create(DUAL)
    const before = yard().kernel()
    const other = await yard().create({ name: 'br1', subnet: '172.19.0.0/16', isolate: false })
    await other.attach(await yard().container(), { ports: [{ host: 8000, container: 80 }] })
    await other.delete()
    assert.equal(yard().kernel(), before)
    assert.deepEqual(await network.check(), [])
  })

  it('does nothing the second time', async () => {
    const [one, other] = [await yard().create(V4), await yard().create(V4)]
    await one.delete()
    await other.delete()
    await one.delete()
    assert.deepEqual(yard().files('br0'), [])
  })

  it('works when the namespaces of its containers are gone', async () => {
    const before = yard().kernel()
    const network = await yard().create(V4)
    const netns = await yard().container()
    await network.attach(netns, { ports: [{ host: 8000, container: 80 }] })
    await netns.close()
    await network.delete()
    assert.equal(yard().kernel(), before)
  })

  it('leaves files alone that are not of the network', async () => {
    const network = await yard().create(V4)
    mkdirSync(join(yard().state, 'br0', 'mine'))
    await network.delete()
    assert.deepEqual(yard().files('br0'), ['mine'])
  })

  it('takes an attachment back that another process has under way', async () => {
    const [one, other] = [await yard().create(V4), await yard().create(V4)]
    const attaching = other.attach(await yard().container())
    await Promise.allSettled([attaching, one.delete()])
    const links = yard()
      .host.ip<{ ifname: string }>('-j link')
      .map(({ ifname }) => ifname)
    assert.deepEqual(links, ['lo'])
    await assert.rejects(other.attach(await yard().container()), NetlinkError)
  })
})
