import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { runHook } from '../../lib/oci/index.ts'
import { needs } from '../support/needs.ts'
import { eachTestHost } from './support/test-host.ts'

const OPTIONS = { name: 'br0', subnet: '172.18.0.0/16' }
const ROUNDS = 8

describe('delete of a network if it is empty', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('keeps one to which a container is attached, and this object open', async () => {
    const network = await testHost().create(OPTIONS)
    assert.equal(network.created, true)
    const netns = await testHost().container()
    await network.attach(netns, { id: 'a' })
    const before = testHost().kernel()
    assert.equal(await network.delete({ ifEmpty: true }), false)
    assert.deepEqual([testHost().kernel(), await network.check()], [before, []])
    await network.detach({ id: 'a' })
    assert.equal(await network.delete({ ifEmpty: true }), true)
    assert.equal(await network.delete({ ifEmpty: true }), true)
    assert.deepEqual(testHost().files('br0'), [])
    await assert.rejects(network.attach(netns), { code: 'ERR_NETLINK_CLOSED' })
  })

  it('takes true or false, and the object says whether it created the network', async () => {
    const network = await testHost().create(OPTIONS)
    const again = await testHost().create({ name: 'br0' })
    assert.deepEqual([network.created, again.created], [true, false])
    const wrong = { ifEmpty: 1 as never }
    await assert.rejects(network.delete(wrong), { message: 'delete: ifEmpty must be true or false, not 1' })
    assert.equal(await network.delete({ ifEmpty: false }), true)
    assert.equal(await again.delete({ ifEmpty: true }), true)
  })

  it('and an attachment by another process: one of them has its way', async function () {
    this.timeout(60_000)
    const netns = await testHost().container()
    const seen = new Set<boolean>()
    // The attachment begins later each time: turns of the loop later, then milliseconds, until the deletion has had its way.
    for (let i = 0; i < ROUNDS || !seen.has(true); i++) {
      const [one, other] = [await testHost().create(OPTIONS), await testHost().create({ name: 'br0' })]
      const attach = async () => {
        for (let tick = 0; tick < 2 * i; tick++) await new Promise((resolve) => setImmediate(resolve))
        if (i >= ROUNDS) await setTimeout(2 ** (i - ROUNDS))
        return other.attach(netns)
      }
      const [attached, deleted] = await Promise.allSettled([attach(), one.delete({ ifEmpty: true })])
      assert.equal(deleted.status, 'fulfilled')
      const isGone = (deleted as PromiseFulfilledResult<boolean>).value
      seen.add(isGone)
      assert.equal(
        attached.status,
        isGone ? 'rejected' : 'fulfilled',
        String((attached as PromiseRejectedResult).reason),
      )
      assert.equal(existsSync(join(testHost().state, 'br0', 'network.json')), !isGone)
      const whole = await testHost().create(OPTIONS)
      assert.deepEqual(await whole.check(), [])
      await whole.delete()
    }
  })

  it('that was killed leaves a network to which containers can be attached', async () => {
    const network = await testHost().create(OPTIONS)
    const file = join(testHost().state, 'br0', 'network.json')
    const record = JSON.parse(readFileSync(file, 'utf8')) as object
    writeFileSync(file, JSON.stringify({ ...record, emptying: true }))
    await network.attach(await testHost().container())
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), record)
    assert.deepEqual(await network.check(), [])
  })
})

describe('the OCI hook of a container that cannot be attached', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('deletes the network that it created, and no other one', async () => {
    const { host } = testHost()
    const state = join(testHost().state, 'br0')
    const server = createServer()
    await host.netns.listen(server, { port: 8000 })
    const sleeper = (await testHost().container()).spawn('sleep', ['60'], { stdio: 'ignore' })
    try {
      const container = {
        ociVersion: '1.0.2',
        id: 'c1',
        status: 'created',
        pid: sleeper.pid as number,
        bundle: '/',
      } as const
      const before = testHost().kernel()
      const hook = (options: object) => runHook(container, { network: 'br0', netns: host.netns, state, ...options })
      for (const options of [{}, { subnet: '172.18.0.0/16' }]) {
        await assert.rejects(hook({ ports: '8000:80', ...options }), { message: /8000\/tcp is in use on the host/ })
        assert.deepEqual([testHost().kernel(), testHost().files('br0')], [before, []])
      }
      await testHost().create(OPTIONS)
      const made = testHost().kernel()
      await assert.rejects(hook({ ports: '8000:80' }), { message: /8000\/tcp is in use on the host/ })
      assert.equal(testHost().kernel(), made)
      assert.equal((await hook({ ports: '8001:80' })).attached, true)
    } finally {
      sleeper.kill('SIGKILL')
      server.close()
    }
  })
})
