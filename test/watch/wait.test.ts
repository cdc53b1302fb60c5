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
