import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Network } from '../../lib/container/index.ts'
import type { Netns } from '../../lib/index.ts'
import { type NftTable, openNftables } from '../../lib/nftables/index.ts'
import { addon, type Descriptor } from '../../lib/transport/native.ts'
import { pathOf, startAttacher } from '../container/support/attacher.ts'
import { eachTestHost } from '../container/support/test-host.ts'
import { bundled } from '../support/bundled.ts'
import { needs } from '../support/needs.ts'

const SUBNET = '172.18.0.0/16'
const MANY = 150

describe('a container that another process attaches', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it(`is left alone by collect in another pid namespace: ${MANY} of them`, async function () {
    this.timeout(120_000)
    const network = await testHost().create({ name: 'br0', subnet: SUBNET })
    const containers = await Promise.all(Array.from({ length: MANY }, () => testHost().container()))
    const attacher = startAttacher(testHost(), containers.map(pathOf), ['unshare', '--pid', '--fork', '--kill-child'])
    let attaching = true
    const done = attacher.done.finally(() => {
      attaching = false
    })
    const collected: unknown[] = []
    let rounds = 0
    for (; attaching; rounds++) collected.push(...(await network.collect()))
    assert.equal((await done).length, MANY + 2)
    assert.ok(rounds > 1, 'it was collected meanwhile')
    assert.deepEqual(collected, [])
    assert.equal((await network.endpoints()).length, MANY)
    assert.deepEqual(await network.check(), [])
    await attacher.end()
  })
})

/** Holds the lock of a file as another process does: the kernel distinguishes open files, not processes. */
function lock(path: string): Descriptor {
  const held = addon().lockFile(path, true, 0o600)
  assert.notEqual(typeof held, 'number', String(held))
  return held as Descriptor
}

describe('a container whose file another process holds', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  let network: Network
  let netns: Netns
  let held: Descriptor

  beforeEach(async () => {
    network = await testHost().create({ name: 'br0', subnet: SUBNET })
    netns = await testHost().container()
    await network.attach(netns)
    held = lock(join(testHost().state, 'br0', '172.18.0.2'))
  })

  afterEach(() => held.close())

  it('is waited for by detach, only as long as the caller says', async () => {
    const kernel = testHost().kernel()
    const message = /^detach: waited 50 ms for the lock of .*\/172\.18\.0\.2, held by another process/
    await assert.rejects(network.detach(netns, { timeout: 50 }), { code: 'ERR_NETLINK_TIMEOUT', message })
    const reason = new Error('enough')
    await assert.rejects(network.detach(netns, { signal: AbortSignal.abort(reason) }), reason)
    assert.equal(testHost().kernel(), kernel)
    const detaching = network.detach(netns)
    held.close()
    await detaching
    assert.deepEqual(testHost().files('br0'), ['network.json'])
  })

  it('is not given out again, and is deleted with the network', async () => {
    await assert.rejects(network.attach(await testHost().container(), { address: '172.18.0.2' }), {
      code: 'EADDRINUSE',
    })
    await network.delete()
    assert.deepEqual(testHost().files('br0'), [])
  })
})

describe('a process that holds the networks of a namespace and is stopped', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  const table: NftTable = { family: 'inet', name: 'netlink_ts_lock', flags: 'owner' }

  it('is waited for by createNetwork, collect, delete and attach, only as long as the caller says', async () => {
    const network = await testHost().create({ name: 'br0', subnet: '172.18.0.0/30' })
    await network.attach(await testHost().container())
    const holder = await openNftables({ netns: testHost().host.netns })
    await holder.apply([{ create: { table } }])
    try {
      const limits = { timeout: 60 }
      const [links, netns] = [testHost().host.run('ip -br link'), await testHost().container()]
      const calls = {
        createNetwork: () => testHost().create({ name: 'br1', subnet: '172.19.0.0/16', ...limits }),
        collect: () => network.collect(limits),
        delete: () => network.delete(limits),
        // All addresses are given out, so that attach collects.
        attach: () => network.attach(netns, limits),
      }
      for (const [operation, call] of Object.entries(calls)) {
        const message = new RegExp(`^${operation}: waited 60 ms for the table inet netlink_ts_lock, with which another`)
        await assert.rejects(call(), { code: 'ERR_NETLINK_TIMEOUT', operation, message })
      }
      const all = await Promise.allSettled([network.collect(limits), network.collect(limits)])
      assert.deepEqual(
        all.map(({ status }) => status),
        ['rejected', 'rejected'],
      )
      const reason = new Error('enough')
      const controller = new AbortController()
      const collecting = network.collect({ signal: controller.signal })
      controller.abort(reason)
      await assert.rejects(collecting, reason)
      assert.equal(testHost().host.run('ip -br link'), links)
      const waiting = network.collect()
      await holder.close()
      assert.deepEqual(await waiting, [])
      await network.delete()
    } finally {
      await holder.close()
    }
  })

  it('is an error of the limits where they are none', async () => {
    const network = await testHost().create({ name: 'br0', subnet: SUBNET })
    await assert.rejects(network.collect({ timeout: -1 }), /^RangeError: collect: timeout must be/)
    await assert.rejects(network.delete({ timeout: -1 }), /^RangeError: delete: timeout must be/)
    await assert.rejects(network.detach('x', { timeout: -1 }), /^RangeError: detach: timeout must be/)
    await assert.rejects(
      network.attach(await testHost().container(), { timeout: -1 }),
      /^RangeError: attach: timeout must/,
    )
    await assert.rejects(testHost().create({ name: 'br1', timeout: -1 }), /^RangeError: createNetwork: timeout must be/)
    await assert.rejects(network.collect({ signal: {} as AbortSignal }), /^TypeError: collect: signal must be/)
  })
})

describe('the folder of a network', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  const folder = () => join(testHost().state, 'br0')
  const create = () => testHost().create({ name: 'br0', subnet: SUBNET })

  for (const mode of [0o777, 0o775, 0o1777]) {
    it(`is refused where others may write it: ${mode.toString(8)}`, async () => {
      const before = testHost().kernel()
      mkdirSync(folder())
      chmodSync(folder(), mode)
      const message = new RegExp(
        `^createNetwork br0: .*/br0 must be writable only by its owner \\(mode ${mode.toString(8)}\\)`,
      )
      await assert.rejects(create(), { code: 'EPERM', attribute: 'state', message })
      assert.equal(testHost().kernel(), before)
      assert.deepEqual(testHost().files('br0'), [])
    })
  }

  it('is refused where it is not a folder', async () => {
    writeFileSync(folder(), '')
    await assert.rejects(create(), { code: 'ENOTDIR', attribute: 'state', message: /br0 is not a directory/ })
  })

  it('is taken where others may read it alone', async () => {
    mkdirSync(folder())
    chmodSync(folder(), 0o755)
    await create()
    assert.equal(statSync(folder()).mode & 0o777, 0o755)
  })

  it('is refused where it is the folder of another user', async function () {
    mkdirSync(folder())
    try {
      chownSync(folder(), 12_345, 12_345)
    } catch {
      // In a user namespace there is no other user.
      this.skip()
    }
    await assert.rejects(create(), { code: 'EPERM', attribute: 'state', message: /belongs to user 12345/ })
  })
})

describe('a network object', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  const create = () => testHost().create({ name: 'br0', subnet: SUBNET })

  it('can be closed twice, and lets what is under way come to its end', async () => {
    const network = await create()
    const netns = await testHost().container()
    const [endpoint] = await Promise.all([network.attach(netns), network.close(), network.close()])
    await network.close()
    const again = await create()
    assert.deepEqual(
      (await again.endpoints()).map(({ link }) => link),
      [endpoint.link],
    )
    assert.deepEqual(await again.check(), [])
  })

  it('says that it is closed, or that the network was deleted', async () => {
    const [network, deleted] = [await create(), await testHost().create({ name: 'br1', subnet: '172.19.0.0/16' })]
    const netns = await testHost().container()
    await network.close()
    await deleted.delete()
    for (const [of, reason] of [
      [network, /: the network is closed \(ERR_NETLINK_CLOSED\)$/],
      [deleted, /: the network was deleted \(ERR_NETLINK_CLOSED\)$/],
    ] as const) {
      const calls = [of.attach(netns), of.detach(netns), of.endpoints(), of.check(), of.collect()]
      for (const call of calls) await assert.rejects(call, { code: 'ERR_NETLINK_CLOSED', message: reason })
    }
    await deleted.delete()
    await assert.rejects(network.delete(), { code: 'ERR_NETLINK_CLOSED' })
  })

  it('is made by two processes at once: both have the same network', async function () {
    this.timeout(60_000)
    const attachers = [await testHost().container(), await testHost().container()].map((netns) =>
      startAttacher(testHost(), [pathOf(netns)]),
    )
    const network = await create()
    const printed = (await Promise.all(attachers.map(({ done }) => done))).map((lines) => lines[1])
    assert.deepEqual(printed.sort(), ['172.18.0.2', '172.18.0.3'])
    for (const { end } of attachers) await end()
    assert.deepEqual(await network.check(), [])
    await network.delete()
  })

  it('lists what can be printed as JSON', async () => {
    const network = await create()
    const netns = await testHost().container()
    await network.attach(netns, { ports: [{ host: 8000, container: 80 }] })
    const listed = await network.endpoints()
    assert.deepEqual(JSON.parse(JSON.stringify(listed)), listed)
    assert.equal(listed[0]?.inode, netns.inode)
  })

  it('works in a worker, and what it is attaching when the worker ends is collected', async function () {
    this.timeout(60_000)
    const network = await create()
    const netns = await testHost().container()
    const program = join(import.meta.dirname, 'programs', 'container-worker.ts')
    const words = [bundled(program), testHost().host.path, join(testHost().state, 'br0'), pathOf(netns)]
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
    const output = child.stdout.toArray()
    const [code] = await once(child, 'close')
    assert.equal(code, 0)
    assert.equal((await output).join(''), '172.18.0.2\n')
    await network.collect()
    assert.deepEqual(await network.check(), [])
  })
})
