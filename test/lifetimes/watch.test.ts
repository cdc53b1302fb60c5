import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { createNetns, type Netlink, openNetlink } from '../../lib/index.ts'
import { addon } from '../../lib/transport/native.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { programOf } from '../support/program.ts'
import { until } from '../support/until.ts'

/** Runs test/support/programs/watch.ts in a namespace of its own. */
const programArgs = (way: string) => ['--net', '--mount', ...programOf('watch', way)]

function end(way: string) {
  const { status, signal, stdout } = spawnSync('unshare', programArgs(way), { encoding: 'utf8', timeout: 60_000 })
  return { status, signal, stdout }
}

describe('a process with a watch that waits', () => {
  it('stays alive', async () => {
    const child = spawn('unshare', programArgs('wait'), { stdio: ['ignore', 'pipe', 'inherit'] })
    const exited = once(child, 'exit')
    assert.equal(`${(await once(child.stdout, 'data'))[0]}`, 'waits\n')
    await setTimeout(1000)
    child.kill()
    assert.deepEqual(await exited, [null, 'SIGTERM'])
  })

  it('ends with its iteration', () => {
    assert.deepEqual(end('return'), { status: 0, signal: null, stdout: 'waits\ndone true\n' })
  })

  it('ends if the watch is not to keep it alive', () => {
    assert.deepEqual(end('unreferenced'), { status: 0, signal: null, stdout: 'waits\n' })
  })

  it('ends at once with process.exit, with its own status', () => {
    assert.deepEqual(end('exit'), { status: 3, signal: null, stdout: 'waits\n' })
  })
})

/** A watch and an iteration that nothing refers to afterwards. */
async function abandon(nl: Netlink): Promise<void> {
  const watch = nl.watch({ links: true })
  await watch.caughtUp()
  await watch[Symbol.asyncIterator]().next()
}

describe('a watch', () => {
  needs('bridge')
  const here = eachPlace('ip link set lo up')

  it('is closed and begun again, again and again, with the thread of the one before', async function () {
    this.timeout(60_000)
    const { nl } = here()
    for (let i = 0; i < 500; i++) {
      const watch = nl.watch({ rules: true })
      await watch.caughtUp()
      assert.equal(watch.rules.length, 3 * 2 - 1)
      await Promise.all([watch.close(), watch.close()])
    }
  })

  it('that nothing refers to leaves its socket to the collector', async () => {
    const { nl } = here()
    await nl.listLinks()
    const before = addon().stats().descriptors
    await abandon(nl)
    assert.ok(addon().stats().descriptors > before)
    await until('the end of the listener', () => {
      globalThis.gc?.()
      // Sockets of dumps stay for the next one, two at most.
      return addon().stats().descriptors <= before + 2
    })
  })

  it('is not collected while an iteration waits', async () => {
    const { nl } = here()
    const events = nl.watch({ links: true, initial: false })[Symbol.asyncIterator]()
    await events.next()
    const next = new Promise((resolve) => {
      void nl
        .watch({ links: true, initial: false })
        [Symbol.asyncIterator]()
        .next()
        .then(({ value }) => resolve(value?.type))
    })
    for (let i = 0; i < 5; i++) globalThis.gc?.()
    assert.equal(await next, 'synced')
    const waiting = events.next()
    for (let i = 0; i < 5; i++) globalThis.gc?.()
    await nl.createBridge({ name: 'b9' })
    const { value } = await waiting
    assert.ok(value?.type === 'added' && value.kind === 'link' && value.link.name === 'b9')
    await events.return?.()
  })

  it('continues in a namespace whose last reference is closed', async () => {
    const netns = await createNetns()
    const nl = await openNetlink({ netns })
    const events = nl.watch({ links: true, initial: false })[Symbol.asyncIterator]()
    await events.next()
    await netns.close()
    await nl.createBridge({ name: 'b9' })
    const { value } = await events.next()
    assert.ok(value?.type === 'added' && value.kind === 'link' && value.link.name === 'b9')
    await nl.close()
    await assert.rejects(events.next(), { code: 'ERR_NETLINK_CLOSED' })
  })
})
