import assert from 'node:assert/strict'
import { openNetlink } from '../../lib/index.ts'
import { openCable } from '../support/cable.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'

describe('waiting', () => {
  needs('bridge', 'veth')
  const here = eachPlace('ip link set lo up; ip link add b0 type bridge')

  it('for a link that is already what it shall be takes no event', async () => {
    const { nl } = here()
    assert.equal((await nl.waitForLink('lo', 'up', { timeout: 5000 }))?.name, 'lo')
    assert.equal(await nl.waitForLink('nope', 'gone', { timeout: 5000 }), undefined)
    assert.equal((await nl.waitForLink(2, ({ kind }) => kind === 'bridge', { timeout: 5000 }))?.index, 2)
  })

  it('for a link that comes, gets its carrier, and goes', async () => {
    const { nl, sh } = here()
    const carrier = nl.waitForLink('v0', 'carrier', { timeout: 5000 })
    sh('ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up')
    assert.equal((await carrier)?.carrier, true)
    const gone = nl.waitForLink('v0', 'gone', { timeout: 5000 })
    sh('ip link del v0')
    assert.equal(await gone, undefined)
  })

  it('for an address until it is no longer tentative', async () => {
    const { nl, sh } = here()
    const address = nl.waitForAddress('v0', { family: 'inet6', address: '2001:db8::1' }, { timeout: 10_000 })
    sh('ip link add v0 type veth peer name v1; ip link set v1 up; ip link set v0 up; ip addr add 2001:db8::1/64 dev v0')
    const { flags } = await address
    assert.deepEqual(flags, ['permanent'])
  })

  it('for an address that another host has fails at once', async function () {
    this.timeout(20_000)
    const cable = await openCable()
    const nl = await openNetlink({ netns: cable.a })
    const there = await openNetlink({ netns: cable.b })
    await there.addAddress({ link: 'eth0', address: 'fd00::5/64', flags: ['nodad'] })
    await nl.addAddress({ link: 'eth0', address: 'fd00::5/64' })
    await assert.rejects(nl.waitForAddress('eth0', { address: 'fd00::5' }, { timeout: 10_000 }), {
      code: 'EADDRNOTAVAIL',
      message: /fd00::5\/64.*another host has this address/,
    })
    await Promise.all([nl.close(), there.close()])
    await cable.close()
  })

  it('for any condition, until the timeout or the signal', async () => {
    const { nl, sh } = here()
    const there = nl.waitFor({ routes: true }, ({ routes }) => routes.some(({ dst }) => dst === '10.0.0.0/24'), {
      timeout: 5000,
    })
    sh('ip link set b0 up; ip addr add 10.0.0.1/24 dev b0')
    await there
    await assert.rejects(
      nl.waitFor({ links: true }, () => false, { timeout: 30 }),
      { code: 'ERR_NETLINK_TIMEOUT' },
    )
    const control = new AbortController()
    const waiting = nl.waitForLink('nope', 'up', { signal: control.signal })
    control.abort()
    await assert.rejects(waiting, { name: 'AbortError' })
  })

  it('says at the timeout what is not so', async function () {
    this.timeout(20_000)
    const { nl, sh } = here()
    sh('ip link add v0 type veth peer name v1; ip link set v0 up')
    const late: readonly (readonly [waiting: Promise<unknown>, reason: string])[] = [
      [nl.waitForLink('nope', 'up', { timeout: 2000 }), "waitForLink: there is no link 'nope'"],
      [nl.waitForLink(77, 'carrier', { timeout: 2000 }), 'waitForLink: there is no link with index 77'],
      [nl.waitForLink('v0', 'carrier', { timeout: 2000 }), "waitForLink: link 'v0' has no carrier"],
      [nl.waitForLink('b0', 'up', { timeout: 2000 }), "waitForLink: link 'b0' is not up"],
      [nl.waitForLink('lo', 'gone', { timeout: 2000 }), "waitForLink: link 'lo' still exists"],
      [
        nl.waitForLink('lo', ({ mtu }) => mtu === 1, { timeout: 2000 }),
        "waitForLink: the condition does not hold for link 'lo'",
      ],
      [
        nl.waitForAddress('b0', { address: '10.0.0.2' }, { timeout: 2000 }),
        'waitForAddress: the link has no address 10.0.0.2',
      ],
      [nl.waitFor({ links: true }, () => false, { timeout: 2000 }), 'waitFor: the condition does not hold'],
    ]
    for (const [i, result] of (await Promise.allSettled(late.map(([waiting]) => waiting))).entries()) {
      assert.equal(result.status, 'rejected')
      assert.equal(result.reason.code, 'ERR_NETLINK_TIMEOUT')
      assert.equal(result.reason.message, `${late[i]?.[1]} after 2000 ms (ERR_NETLINK_TIMEOUT)`)
    }
  })

  it('for an address with its prefix length', async () => {
    const { nl, sh } = here()
    sh('ip link set b0 up; ip addr add 10.0.0.1/24 dev b0')
    assert.equal((await nl.waitForAddress('b0', { address: '10.0.0.1/24' })).address, '10.0.0.1/24')
    await assert.rejects(nl.waitForAddress('b0', { address: '10.0.0.1/16' }, { timeout: 100 }), {
      code: 'ERR_NETLINK_TIMEOUT',
    })
  })

  it('refuses limits that are none', async () => {
    const { nl } = here()
    const message =
      /: (expected an object with signal or timeout, got 100|unknown option 'timeot'; did you mean 'timeout'\?)$/
    for (const limits of [100, { timeot: 100 }] as never[]) {
      await assert.rejects(nl.waitForLink('nope', 'up', limits), { name: 'TypeError', message })
      await assert.rejects(nl.waitForAddress('nope', {}, limits), { name: 'TypeError', message })
      await assert.rejects(
        nl.waitFor({ links: true }, () => false, limits),
        { name: 'TypeError', message },
      )
    }
  })

  it('refuses what it does not know', async () => {
    const { nl } = here()
    await assert.rejects(nl.waitForLink('lo', 'upp' as never), {
      name: 'TypeError',
      message: /^waitForLink: the condition must be one of up, carrier, gone/,
    })
    await assert.rejects(nl.waitForLink(0, 'up'), { name: 'TypeError', message: /^waitForLink: link must be/ })
    await assert.rejects(nl.waitForAddress('lo', { address: '10.0.0.300' }), {
      message: /^waitForAddress: address must be/,
    })
    await assert.rejects(
      nl.waitFor({}, () => true),
      { message: /^waitFor: expected at least one of/ },
    )
  })
})
