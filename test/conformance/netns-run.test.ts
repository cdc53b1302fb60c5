import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { createNetns, type Netns } from '../../lib/index.ts'
import { ip } from '../support/ip.ts'
import { ownThreads, threads } from '../support/threads.ts'
import { name } from '../support/unique.ts'
import { until } from '../support/until.ts'

/** Where the thread of JavaScript is. */
const here = () => readlinkSync('/proc/thread-self/ns/net')
const of = (netns: Netns) => `net:[${netns.inode}]`

describe('run', () => {
  let home = ''
  let one: Netns
  let two: Netns

  before(async () => {
    home = here()
    one = await createNetns()
    two = await createNetns()
  })

  afterEach(() => {
    assert.equal(here(), home)
    assert.deepEqual([...new Set(threads().map(({ netns }) => netns))], [home])
  })

  after(async () => {
    await one.close()
    await two.close()
  })

  it('is inside, and returns what the function returns', () => {
    assert.notEqual(of(one), home)
    assert.equal(one.run(here), of(one))
    assert.deepEqual(
      one.run(() => ({ a: [1] })),
      { a: [1] },
    )
    assert.equal(
      one.run(() => undefined),
      undefined,
    )
  })

  it('sees the files and makes the processes of the namespace', () => {
    const devices = one.run(() => readFileSync('/proc/thread-self/net/dev', 'utf8'))
    assert.deepEqual(
      devices.match(/^\s*\w+(?=:)/gm)?.map((device) => device.trim()),
      ['lo'],
    )
    const child = one.run(() => spawnSync('readlink', ['/proc/self/ns/net'], { encoding: 'utf8' }))
    assert.equal(child.stdout.trim(), of(one))
  })

  it('comes home with what the function throws', () => {
    const thrown = new Error('inside')
    assert.throws(
      () =>
        one.run(() => {
          throw thrown
        }),
      (error) => error === thrown,
    )
    assert.throws(
      () =>
        one.run(() => {
          throw undefined
        }),
      (error) => error === undefined,
    )
  })

  it('refuses a promise, and comes home', () => {
    const promised = () => one.run(async () => here())
    assert.throws(promised, { name: 'TypeError', message: /^run: fn must be synchronous/ })
    const rejected = () => one.run(() => Promise.reject(new Error('of no interest')))
    assert.throws(rejected, { name: 'TypeError' })
  })

  it('rejects anything but a function', () => {
    assert.throws(() => one.run('ls' as never), { name: 'TypeError', message: /^run: fn must be a function/ })
  })

  it('nests', () => {
    const seen = one.run(() => {
      const inner = two.run(() => [here(), one.run(here)])
      return [here(), ...inner, here()]
    })
    assert.deepEqual(seen, [of(one), of(two), of(one), of(one)])
  })

  it('comes back one by one when the inner function throws', () => {
    const seen = one.run(() => {
      assert.throws(() =>
        two.run(() => {
          throw new Error('inner')
        }),
      )
      return here()
    })
    assert.equal(seen, of(one))
  })

  it('leaves what happens later at home', async () => {
    const later = await new Promise<string>((resolve) => one.run(() => setImmediate(() => resolve(here()))))
    assert.equal(later, home)
  })

  it('of a closed namespace fails with ERR_NETLINK_CLOSED', async () => {
    const gone = await createNetns()
    await gone.close()
    assert.throws(() => gone.run(here), { code: 'ERR_NETLINK_CLOSED', operation: 'run' })
  })

  it('can close its own namespace from inside', async () => {
    const brief = await createNetns()
    const seen = brief.run(() => {
      void brief.close()
      return here()
    })
    assert.equal(seen, of(brief))
  })

  it('is cheap enough to be called a thousand times in turn', () => {
    const inside = of(one)
    for (let i = 0; i < 1000; i++) assert.equal(one.run(here), inside)
  })
})

describe('namespaces without a name', () => {
  /** Whether the namespace at the other end of a cable is alive. */
  const alive = (cable: string) => ip<{ ifname: string }>('-j link show').some(({ ifname }) => ifname === cable)

  /** A namespace, and a cable into it: the cable goes when the namespace does. */
  async function cabled(): Promise<{ netns: Netns; cable: string }> {
    const netns = await createNetns()
    const cable = name('v')
    ip(`link add ${cable} type veth peer name eth0 netns /proc/${process.pid}/fd/${netns.fd}`)
    return { netns, cable }
  }

  it('are not seen by ip netns', async () => {
    const before = ip('-j netns list')
    const netns = await createNetns()
    assert.deepEqual(ip('-j netns list'), before)
    assert.deepEqual([netns.name, netns.path], [undefined, undefined])
    await netns.delete()
    assert.equal(netns.fd, -1)
  })

  it('end when they are closed', async () => {
    const { netns, cable } = await cabled()
    assert.ok(alive(cable))
    await netns.close()
    await until(`the end of ${cable}`, () => !alive(cable))
  })

  it('end when their object is garbage', async () => {
    const { cable } = await cabled()
    assert.ok(alive(cable))
    await until(`the end of ${cable}`, () => {
      globalThis.gc?.()
      return !alive(cable)
    })
  })

  it('live on while a process is in them', async () => {
    const { netns, cable } = await cabled()
    const child = netns.spawn('sleep', ['60'], { stdio: 'ignore' })
    await netns.close()
    assert.ok(alive(cable))
    child.kill()
    await until(`the end of ${cable}`, () => !alive(cable))
  })

  it('are made a hundred at a time, each another, by few threads that all come home', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, () => createNetns()))
    assert.equal(new Set(all.map(({ inode }) => inode)).size, 100)
    assert.equal(new Set(all.map(({ fd }) => fd)).size, 100)
    assert.deepEqual([...new Set(threads().map(({ netns }) => netns))], [here()])
    assert.ok(ownThreads().length <= 8, `${ownThreads().length} threads`)
    assert.equal(new Set(all.map((netns) => netns.run(here))).size, 100)
    await Promise.all(all.map((netns) => netns.close()))
  })

  it('are made with names a hundred at a time, too', async () => {
    const names = Array.from({ length: 100 }, () => name('ns'))
    const all = await Promise.all(names.map((one) => createNetns(one)))
    const listed = ip<{ name: string }>('-j netns list').map((one) => one.name)
    assert.deepEqual(
      names.filter((one) => !listed.includes(one)),
      [],
    )
    await Promise.all(all.map((netns) => netns.delete()))
    assert.deepEqual(
      ip<{ name: string }>('-j netns list').filter((one) => names.includes(one.name)),
      [],
    )
  })
})
