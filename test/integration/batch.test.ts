import assert from 'node:assert/strict'
import { type BatchResult, type Changes, NetlinkError } from '../../lib/index.ts'
import { eachPlace } from '../support/place.ts'

/** One word a result. */
function word(result: BatchResult): string {
  if (result.ok) return 'ok'
  return result.skipped === true ? 'skipped' : result.error.code
}

const TWO =
  'ip link add v0 type veth peer name p0; ip link set lo up; ip link set v0 up; ip link set p0 up; ip address add 10.0.0.1/24 dev v0'

describe('batch', () => {
  const here = eachPlace(TWO)
  const dsts = () =>
    here()
      .ip<{ dst: string }>('-j route show')
      .map(({ dst }) => dst)

  /** Four routes, of which the second is there already and the third leads nowhere. */
  const four = (b: Changes) => {
    b.addRoute({ dst: '10.1.0.0/16', gateway: '10.0.0.2' })
    b.addRoute({ dst: '10.1.0.0/16', gateway: '10.0.0.2' })
    b.addRoute({ dst: '10.2.0.0/16', gateway: '192.0.2.1' })
    b.addRoute({ dst: '10.3.0.0/16', gateway: '10.0.0.2' })
  }

  it('executes what succeeds, and reports what fails', async () => {
    const results = await here().nl.batch(four)
    assert.deepEqual(results.map(word), ['ok', 'EEXIST', 'ENETUNREACH', 'ok'])
    assert.deepEqual(dsts(), ['10.0.0.0/24', '10.1.0.0/16', '10.3.0.0/16'])
    const [, second, third] = results as { error: NetlinkError }[]
    assert.ok(second?.error instanceof NetlinkError)
    assert.equal(second.error.operation, 'addRoute')
    assert.match(String(third?.error.message), /^addRoute 10\.2\.0\.0\/16: Nexthop has invalid gateway/)
    assert.deepEqual((await here().nl.batch(four, { onError: 'continue' })).map(word), [
      'EEXIST',
      'EEXIST',
      'ENETUNREACH',
      'EEXIST',
    ])
  })

  it('stops at the first failure where that is said', async () => {
    const results = await here().nl.batch(four, { onError: 'stop' })
    assert.deepEqual(results.map(word), ['ok', 'EEXIST', 'skipped', 'skipped'])
    assert.deepEqual(results[3], { ok: false, skipped: true })
    assert.deepEqual(dsts(), ['10.0.0.0/24', '10.1.0.0/16'])
  })

  it('stops at a link name that does not exist', async () => {
    const results = await here().nl.batch(
      (b) => {
        b.addAddress({ link: 'lo', address: '10.8.0.1/32' })
        b.addAddress({ link: 'nobody', address: '10.8.0.2/32' })
        b.addAddress({ link: 'lo', address: '10.8.0.3/32' })
      },
      { onError: 'stop' },
    )
    assert.deepEqual(results.map(word), ['ok', 'ENODEV', 'skipped'])
  })

  it('says which link is missing, as the single call does', async () => {
    const { nl } = here()
    for (const link of ['nobody', 'a name longer than a link has', 9999, { index: 9999 }]) {
      const single = await nl.deleteLink(link).catch((error: unknown) => error)
      const [result] = await nl.batch((b) => b.deleteLink(link))
      assert.ok(single instanceof NetlinkError && result?.ok === false)
      assert.match(
        single.message,
        /^deleteLink: no link (named '(nobody|a name longer .*)'|with index 9999) \(ENODEV, link\)$/,
      )
      assert.deepEqual({ ...result.error }, { ...single })
      assert.equal(result.error?.message, single.message)
    }
  })

  it('holds changes of every kind, and calls that are several messages', async () => {
    const netns = await here().nl.createNetns()
    const results = await here().nl.batch((b) => {
      b.createBridge({ name: 'br0', up: true })
      b.createVeth({ name: 'v9', master: 'br0', up: true, peer: { name: 'eth0', netns } })
      b.createVeth({ name: 'v8', master: 'br0', alias: 'eight', up: true, peer: { name: 'p8', up: true } })
      b.setLink('v8', { mtu: 1400 })
      b.addAddress({ link: 'br0', address: '10.9.0.1/24' })
      b.addNeighbour({ link: 'br0', dst: '10.9.0.2', lladdr: '02:00:00:00:00:02' })
      b.addRoute({ dst: '10.10.0.0/16', gateway: '10.9.0.2' })
      b.addRule({ family: 'inet', src: '10.10.0.0/16', table: 100 })
      b.deleteRoute({ dst: '10.10.0.0/16' })
      b.deleteLink('v9')
    })
    assert.deepEqual(
      results.map(word),
      Array.from({ length: 10 }, () => 'ok'),
    )
    const [v8] = here().ip('-j -d link show v8')
    assert.deepEqual([v8?.mtu, v8?.master, v8?.ifalias], [1400, 'br0', 'eight'])
    await netns.close()
  })

  it('reports the failure of one of several messages once', async () => {
    const results = await here().nl.batch((b) => {
      b.createVeth({ name: 'v8', alias: 'eight', peer: { name: 'v0' } })
      b.addAddress({ link: 'v0', address: '10.9.0.1/24' })
    })
    assert.deepEqual(results.map(word), ['EEXIST', 'ok'])
  })

  it('is refused as a whole, before anything is sent, where one call is a slip', async () => {
    const invalid = here().nl.batch((b) => {
      b.addRoute({ dst: '10.1.0.0/16', gateway: '10.0.0.2' })
      b.addRoute({ dst: '10.2.0.0/40', gateway: '10.0.0.2' })
    })
    await assert.rejects(invalid, {
      name: 'RangeError',
      message: /^batch: call 2 \(addRoute\): dst must have a prefix length/,
    })
    assert.deepEqual(dsts(), ['10.0.0.0/24'])
    const thrown = new Error('of the caller')
    const failing = here().nl.batch((b) => {
      b.addRoute({ dst: '10.1.0.0/16', gateway: '10.0.0.2' })
      throw thrown
    })
    await assert.rejects(failing, thrown)
    assert.deepEqual(dsts(), ['10.0.0.0/24'])
  })

  it('may be empty', async () => {
    assert.deepEqual(await here().nl.batch(() => undefined), [])
    assert.deepEqual(await here().nl.batch(() => undefined, { onError: 'stop' }), [])
  })

  it('stands in line with the calls around it', async () => {
    const { nl } = here()
    const [, results, , routes] = await Promise.all([
      nl.createVeth({ name: 'v8', up: true, peer: { name: 'p8', up: true } }),
      nl.batch((b) => {
        b.addAddress({ link: 'v8', address: '10.8.0.1/24' })
      }),
      nl.addRoute({ dst: '10.7.0.0/16', gateway: '10.8.0.2' }),
      nl.listRoutes({ family: 'inet', oif: 'v8' }),
    ])
    assert.deepEqual(results.map(word), ['ok'])
    assert.deepEqual(
      routes.map(({ dst }) => dst),
      ['10.7.0.0/16', '10.8.0.0/24'],
    )
  })

  it('may be far longer than a datagram, with each result in its place', async () => {
    const count = 60_000
    const dst = (i: number) => `10.${128 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}/32`
    const results = await here().nl.batch((b) => {
      for (let i = 0; i < count; i++) {
        b.addRoute({ dst: dst(i), gateway: i % 1000 === 7 ? '192.0.2.1' : '10.0.0.2', oif: 'v0' })
      }
    })
    assert.equal(results.length, count)
    const failed = results.flatMap((result, i) => (result.ok ? [] : [`${i} ${word(result)}`]))
    assert.deepEqual(
      failed,
      Array.from({ length: count / 1000 }, (_, i) => `${i * 1000 + 7} ENETUNREACH`),
    )
    const found = await here().nl.listRoutes({ family: 'inet', protocol: 'boot' })
    assert.equal(found.length, count - failed.length)
  })

  it('stops in the middle of a long one', async () => {
    const results = await here().nl.batch(
      (b) => {
        for (let i = 0; i < 3000; i++)
          b.addRoute({ dst: `10.9.${i >> 8}.${i & 255}/32`, gateway: i === 1234 ? '192.0.2.1' : '10.0.0.2' })
      },
      { onError: 'stop' },
    )
    const words = results.map(word)
    assert.deepEqual([words.indexOf('ENETUNREACH'), words.indexOf('skipped')], [1234, 1235])
    assert.equal(words.filter((one) => one === 'ok').length, 1234)
    assert.equal(words.filter((one) => one === 'skipped').length, 3000 - 1235)
    assert.equal((await here().nl.listRoutes({ family: 'inet', protocol: 'boot' })).length, 1234)
  })

  it('refuses to be asynchronous', async () => {
    const late = async (b: Changes) => {
      b.addRoute({ dst: '10.1.0.0/16', gateway: '10.0.0.2' })
    }
    await assert.rejects(here().nl.batch(late as (b: Changes) => void), {
      name: 'TypeError',
      message: /^batch: the function must be synchronous/,
    })
    assert.deepEqual(dsts(), ['10.0.0.0/24'])
  })

  for (const [options, words] of [
    [{ onError: 'never' }, /^batch: onError must be 'continue', 'stop' or 'rollback'/],
    [{ onerror: 'stop' }, /^batch: `onerror` is `onError` here$/],
  ] as const) {
    it(`refuses ${JSON.stringify(options)}`, async () => {
      const wrong = here().nl.batch(() => undefined, options as object)
      await assert.rejects(wrong, { name: 'TypeError', message: words })
    })
  }

  it('of a closed handle is refused', async () => {
    const { nl } = here()
    await nl.close()
    await assert.rejects(nl.batch(four), { code: 'ERR_NETLINK_CLOSED' })
  })
})
