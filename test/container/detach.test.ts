import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { eachYard } from './yard.ts'

const DUAL = { name: 'br0', subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' } as const

describe('detach', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const yard = eachYard()
  const ports = [{ host: 8000, container: 80 }]

  it('leaves the host and the folder as they were', async () => {
    const network = await yard().create(DUAL)
    const [kernel, files] = [yard().kernel(), yard().files('br0')]
    await network.detach(await network.attach(await yard().container(), { ports }))
    assert.equal(yard().kernel(), kernel)
    assert.deepEqual(yard().files('br0'), files)
  })

  it('takes an endpoint, a namespace, and a process', async () => {
    const network = await yard().create(DUAL)
    const kernel = yard().kernel()
    const netns = await yard().container()
    const child = netns.spawn('sleep', ['60'], { stdio: 'ignore' })
    try {
      for (const ref of [netns, { pid: child.pid as number }, `/proc/${child.pid}/ns/net`]) {
        await network.attach(netns, { ports })
        await network.detach(ref)
        assert.equal(yard().kernel(), kernel)
      }
    } finally {
      child.kill('SIGKILL')
    }
  })

  it('does nothing the second time, even where somebody else has the port and the address', async () => {
    const network = await yard().create(DUAL)
    const options = { ports, address: '172.18.0.9' }
    const first = await network.attach(await yard().container(), options)
    await Promise.all([network.detach(first), network.detach(first)])
    await network.attach(await yard().container(), options)
    const kernel = yard().kernel()
    await network.detach(first)
    await network.detach(first.netns)
    assert.equal(yard().kernel(), kernel)
  })

  it('works when the namespace is gone', async () => {
    const network = await yard().create(DUAL)
    const kernel = yard().kernel()
    const netns = await yard().container()
    const endpoint = await network.attach(netns, { ports })
    await netns.close()
    await network.detach(endpoint)
    assert.equal(yard().kernel(), kernel)
  })
})
