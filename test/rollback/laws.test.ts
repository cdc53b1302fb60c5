import assert from 'node:assert/strict'
import { type BatchOptions, type Changes, NetlinkError, openNetlink, type RollbackError } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace, TWO_LINKS } from '../support/place.ts'
import { settled } from './support/failing.ts'

describe('a batch with onError: rollback', () => {
  needs('veth', 'bridge', 'ifb')
  const here = eachPlace(TWO_LINKS)

  const rejected = (build: (b: Changes) => void, options: BatchOptions = {}): Promise<RollbackError> =>
    here()
      .nl.batch(build, { onError: 'rollback', ...options })
      .then(
        () => assert.fail('the batch succeeded'),
        (thrown: RollbackError) => thrown,
      )
  const dsts = () =>
    here()
      .ip<{ dst: string }>('-j route show')
      .map(({ dst }) => dst)

  it('resolves like any other where nothing fails', async () => {
    const results = await here().nl.batch(
      (b) => {
        b.addRoute({ dst: '10.1.0.0/16', gateway: '10.0.0.2' })
        b.setLink('v0', { up: false })
        b.setLink('v0', { up: true })
      },
      { onError: 'rollback' },
    )
    assert.deepEqual(results, [{ ok: true }, { ok: true }, { ok: true }])
    assert.deepEqual(await here().nl.batch(() => undefined, { onError: 'rollback' }), [])
  })

  it('rejects with the error of the first failure, and leaves what was there before', async () => {
    here().sh('ip route add 10.2.0.0/16 via 10.0.0.2 proto 77')
    const before = await settled(here())
    const error = await rejected((b) => {
      b.addRoute({ dst: '10.1.0.0/16', gateway: '10.0.0.2' })
      b.addRoute({ dst: '10.2.0.0/16', gateway: '10.0.0.2' })
      b.addRoute({ dst: '10.3.0.0/16', gateway: '10.0.0.2' })
      b.deleteRoute({ dst: '10.99.0.0/16' })
    })
    assert.ok(error instanceof NetlinkError)
    assert.match(error.message, /^addRoute 10\.2\.0\.0\/16: .*\(EEXIST\)$/)
    assert.match(String(error.stack), /laws\.test\.ts/)
    assert.deepEqual(error.rollback, { complete: true, left: [] })
    assert.deepEqual(await settled(here(), before), before)
  })

  it('leaves what others have changed meanwhile', async () => {
    const other = await openNetlink({ netns: here().netns })
    const { nl } = here()
    await nl.createBridge({ name: 'br0', up: true })
    await nl.addRoute({ dst: '10.7.0.0/16', gateway: '10.0.1.2' })
    // The batch waits for its turn after it has read what was before: the check of the selector takes a request.
    const failed = rejected((b) => {
      b.setLink('v0', { up: false })
      b.deleteRoute({ dst: '10.7.0.0/16' })
      for (let i = 0; i < 20_000; i++) b.addRoute({ dst: `10.${100 + (i >> 8)}.${i & 255}.0/24`, oif: 'br0' })
      b.deleteRoute({ dst: '203.0.113.0/24' })
    })
    let added = false
    while (!added) {
      added = await other.addRoute({ dst: '198.51.100.0/24', oif: 'br0' }).then(
        () => true,
        () => false,
      )
    }
    await other.addRoute({ dst: '10.7.0.0/16', gateway: '10.0.1.9', priority: 9 })
    await other.setLink('v1', { alias: 'theirs' })
    const { rollback } = await failed
    assert.deepEqual(rollback, { complete: true, left: [] })
    assert.ok(dsts().includes('198.51.100.0/24'))
    assert.deepEqual(
      here()
        .ip<{ gateway: string }>('-j route show 10.7.0.0/16')
        .map(({ gateway }) => gateway),
      ['10.0.1.2', '10.0.1.9'],
    )
    assert.equal((await nl.getLink('v1')).alias, 'theirs')
    assert.equal(dsts().filter((dst) => /^10\.1\d\d\./.test(dst)).length, 0)
    await other.close()
  })

  it('says what could not be put back, and keeps the cause', async () => {
    const other = await openNetlink({ netns: here().netns })
    here().sh('ip link add br0 type bridge')
    const failed = rejected((b) => {
      b.deleteLink('br0')
      for (let i = 0; i < 20_000; i++) b.addRoute({ dst: `10.${100 + (i >> 8)}.${i & 255}.0/24`, oif: 'v0' })
      b.deleteRoute({ dst: '203.0.113.0/24' })
    })
    let taken = false
    while (!taken) {
      taken = await other.createIfb({ name: 'br0' }).then(
        () => true,
        () => false,
      )
    }
    const error = await failed
    assert.equal(error.operation, 'deleteRoute')
    assert.equal(error.rollback.complete, false)
    assert.deepEqual(
      error.rollback.left.map(({ code, kind, subject, error: why }) => [code, kind, subject, why?.code]),
      [['missing', 'link', 'br0', 'EEXIST']],
    )
    await other.close()
  })

  it('brings everything back when its signal aborts in the middle', async () => {
    const controller = new AbortController()
    const nl = await openNetlink({ netns: here().netns, signal: controller.signal })
    const before = await settled(here())
    const failed = nl.batch(
      (b) => {
        b.setLink('v0', { up: false })
        for (let i = 0; i < 60_000; i++) b.addRoute({ dst: `10.${i >> 8}.${i & 255}.7/32`, oif: 'v1' })
      },
      { onError: 'rollback' },
    )
    const outcome = failed.then(
      () => assert.fail('the batch succeeded'),
      (thrown: unknown) => thrown,
    )
    while (here().ip('-j route show dev v1').length < 1000) await new Promise(setImmediate)
    const reason = new Error('enough')
    controller.abort(reason)
    assert.equal(await outcome, reason)
    assert.deepEqual(await settled(here(), before), before)
  })

  it('brings everything back when the kernel answers later than the timeout', async () => {
    const nl = await openNetlink({ netns: here().netns, timeout: 0 })
    const before = await settled(here())
    const build = (b: Changes) => {
      for (let i = 0; i < 5000; i++) b.addRoute({ dst: `10.${i >> 8}.${i & 255}.7/32`, oif: 'v1' })
    }
    await assert.rejects(nl.batch(build, { onError: 'rollback' }), {
      code: 'ERR_NETLINK_TIMEOUT',
      rollback: { complete: true, left: [] },
    })
    assert.deepEqual(await settled(here(), before), before)
    await nl.close()
  })

  it('with strict, executes nothing after the failure, even for a moment', async () => {
    // The kernel counts the indices of links up.
    const nextIndex = async () => {
      const { index } = await here().nl.createIfb({ name: 'probe' })
      await here().nl.deleteLink(index)
      return index
    }
    const used: number[] = []
    for (const strict of [false, true]) {
      const before = await nextIndex()
      await rejected(
        (b) => {
          b.deleteRoute({ dst: '203.0.113.0/24' })
          b.createIfb({ name: 'x0' })
        },
        { strict },
      )
      used.push((await nextIndex()) - before - 1)
    }
    assert.deepEqual(used, [1, 0])
  })

  it('refuses changes that cannot be undone before anything is sent, or makes them last', async () => {
    here().sh(
      'ip link add br0 type bridge; ip link set br0 addrgenmode none; ip link set p0 master br0; ip link set br0 up',
    )
    const before = await settled(here())
    const flush = (b: Changes) => {
      b.addRoute({ dst: '10.1.0.0/16', gateway: '10.0.0.2' })
      b.setLink('p0', { port: { flush: true } })
      b.addRoute({ dst: '10.2.0.0/16', gateway: '10.0.0.2' })
    }
    const refused = await here()
      .nl.batch(flush, { onError: 'rollback' })
      .catch((thrown: unknown) => thrown as Error)
    assert.ok(refused instanceof TypeError)
    assert.equal(
      refused.message,
      "batch: call 2 (setLink): port.flush cannot be undone; { irreversible: 'last' } makes such changes last",
    )
    assert.deepEqual(await settled(here(), before), before)
    const results = await here().nl.batch(flush, { onError: 'rollback', irreversible: 'last' })
    assert.deepEqual(results, [{ ok: true }, { ok: true }, { ok: true }])
    const error = await rejected(
      (b) => {
        b.setLink('p0', { port: { flush: true } })
        b.addRoute({ dst: '10.2.0.0/16', gateway: '10.0.0.2' })
      },
      { irreversible: 'last' },
    )
    assert.deepEqual([error.code, error.rollback.complete], ['EEXIST', true])
  })

  it('refuses to delete a link whose other end is in another namespace, or deletes it last', async () => {
    const { nl } = here()
    const netns = await nl.createNetns()
    await nl.createVeth({ name: 'x0', peer: { name: 'x1', netns } })
    const build = (b: Changes) => {
      b.deleteLink('x0')
      b.deleteRoute({ dst: '203.0.113.0/24' })
    }
    await assert.rejects(nl.batch(build, { onError: 'rollback' }), {
      name: 'TypeError',
      message:
        "batch: call 1 (deleteLink): cannot be undone: the other end of x0 is in another namespace; { irreversible: 'last' } makes such changes last",
    })
    const error = await rejected(build, { irreversible: 'last' })
    assert.deepEqual([error.operation, error.rollback.complete], ['deleteRoute', true])
    assert.equal((await nl.getLink('x0')).name, 'x0')
    await netns.close()
  })
})
