import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { eachTestHost } from './support/test-host.ts'

const DUAL = { name: 'br0', subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' } as const

describe('detach', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  const ports = [{ host: 8000, container: 80 }]

  it('leaves the host and the folder as they were', async () => {
    const network = await testHost().create(DUAL)
    const [kernel, files] = [testHost().kernel(), testHost().files('br0')]
    await network.detach(await network.attach(await testHost().container(), { ports }))
    assert.equal(testHost().kernel(), kernel)
    assert.deepEqual(testHost().files('br0'), files)
  })

  it('takes an endpoint, a namespace, and a process', async () => {
    const network = await testHost().create(DUAL)
    const kernel = testHost().kernel()
    const netns = await testHost().container()
    const child = netns.spawn('sleep', ['60'], { stdio: 'ignore' })
    try {
      for (const ref of [netns, { pid: child.pid as number }, `/proc/${child.pid}/ns/net`]) {
        await network.attach(netns, { ports })
        await network.detach(ref)
        assert.equal(testHost().kernel(), kernel)
      }
    } finally {
      child.kill('SIGKILL')
    }
  })

  it('does nothing the second time, even if another container has the port and the address', async () => {
    const network = await testHost().create(DUAL)
    const options = { ports, address: '172.18.0.9' }
    const first = await network.attach(await testHost().container(), options)
    await Promise.all([network.detach(first), network.detach(first)])
    await network.attach(await testHost().container(), options)
    const kernel = testHost().kernel()
    await network.detach(first)
    await network.detach(first.netns)
    assert.equal(testHost().kernel(), kernel)
  })

  it('rejects an id as a string, in place of doing nothing, and says how an id is given', async () => {
    const network = await testHost().create(DUAL)
    await network.attach(await testHost().container(), { id: 'c1' })
    const kernel = testHost().kernel()
    const calls = {
      detach: () => network.detach('c1'),
      publish: () => network.publish('c1', ports),
      withdraw: () => network.withdraw('c1'),
    }
    for (const [name, call] of Object.entries(calls))
      await assert.rejects(call, {
        name: 'TypeError',
        message: `${name}: there is no namespace 'c1', but an endpoint with this id: use ${name}({ id: 'c1' })`,
      })
    await network.detach('c2')
    assert.equal(testHost().kernel(), kernel)
    await network.detach({ id: 'c1' })
    assert.deepEqual(await network.endpoints(), [])
  })

  it('works when the namespace is gone', async () => {
    const network = await testHost().create(DUAL)
    const kernel = testHost().kernel()
    const netns = await testHost().container()
    const endpoint = await network.attach(netns, { ports })
    await netns.close()
    await network.detach(endpoint)
    assert.equal(testHost().kernel(), kernel)
  })
})
