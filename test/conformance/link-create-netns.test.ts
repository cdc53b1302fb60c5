import assert from 'node:assert/strict'
import type { Netns } from '../../lib/index.ts'
import { openNetlink } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'

describe('making links in another namespace', () => {
  needs('veth', 'bridge', 'vxlan')
  const here = eachPlace('ip link add br0 type bridge')
  let there: Netns

  beforeEach(async () => {
    there = await here().nl.createNetns()
  })
  afterEach(() => there.close())

  const inside = async <T>(ask: (nl: Awaited<ReturnType<typeof openNetlink>>) => Promise<T>): Promise<T> => {
    const nl = await openNetlink({ netns: there })
    return ask(nl).finally(() => nl.close())
  }

  it('the link is there, and is what comes back', async () => {
    const made = await here().nl.createBridge({
      name: 'br7',
      netns: there,
      up: true,
      alias: 'far',
      data: { priority: 4096 },
    })
    assert.deepEqual([made.name, made.up, made.alias, made.data?.priority], ['br7', true, 'far', 4096])
    assert.equal((await inside((nl) => nl.getLink('br7'))).index, made.index)
    await assert.rejects(here().nl.getLink('br7'), { code: 'ENODEV' })
  })

  it('the name of a master belongs to that namespace', async () => {
    await here().nl.createBridge({ name: 'br7', netns: there })
    const made = await here().nl.createVeth({ name: 'a0', netns: there, master: 'br7', peer: { name: 'a1', up: true } })
    assert.equal(made.master, (await inside((nl) => nl.getLink('br7'))).index)
    assert.equal((await here().nl.getLink('a1')).up, true)
  })

  for (const given of ['name', 'index'] as const) {
    it(`what one message makes comes back with its master, given by its ${given}, as ip shows it`, async () => {
      const shown = (name: string) => here().ip<{ ifindex: number; master?: string }>(`-j -d link show dev ${name}`)[0]
      const bridge = { name: 'br0', index: shown('br0')?.ifindex as number }
      const asked = { master: bridge[given], up: true }
      const made = [
        await here().nl.createVeth({ name: 'a0', ...asked, peer: { name: 'eth0', netns: there } }),
        await here().nl.createLink({ name: 'x0', kind: 'vxlan', ...asked, data: { id: 7 } }),
      ]
      for (const { name, index, master } of made) {
        assert.deepEqual([shown(name)?.ifindex, shown(name)?.master], [index, bridge.name])
        assert.equal(master, bridge.index)
      }
    })
  }

  it('the link below is found where the handle is', async () => {
    await here().nl.createVeth({ name: 'a0', peer: { name: 'a1' } })
    const made = await here().nl.createMacvlan({
      name: 'm0',
      link: 'a0',
      netns: there,
      up: true,
      data: { mode: 'bridge' },
    })
    assert.equal(made.link, (await here().nl.getLink('a0')).index)
    assert.equal((await inside((nl) => nl.getLink('m0'))).up, true)
  })

  it('a peer is put there at once', async () => {
    const made = await here().nl.createVeth({
      name: 'a0',
      up: true,
      master: 'br0',
      peer: { name: 'eth0', mtu: 1400, netns: there },
    })
    const peer = await inside((nl) => nl.getLink('eth0'))
    assert.deepEqual([made.link, peer.link, peer.mtu], [peer.index, made.index, 1400])
  })

  it('what has to follow at a peer there is refused in a batch, and nothing is made', async () => {
    for (const option of [{ up: true }, { master: 'br0' }, { port: { cost: 5 } }, { altnames: ['x'] }]) {
      const [key] = Object.keys(option)
      const batch = here().nl.batch(
        (b) => void b.createVeth({ name: 'a0', peer: { name: 'eth0', netns: there, ...option } }),
      )
      await assert.rejects(batch, {
        name: 'TypeError',
        message: new RegExp(
          `^batch: call 1 \\(createVeth\\): peer\\.${key} is not allowed with peer\\.netns in a batch; use a batch of a`,
        ),
      })
    }
    await assert.rejects(here().nl.getLink('a0'), { code: 'ENODEV' })
  })

  it('a link that is moved is there, under its new name', async () => {
    await here().nl.createVeth({ name: 'a0', peer: { name: 'a1' } })
    await here().nl.setLink('a1', { netns: there, name: 'eth0' })
    assert.equal((await inside((nl) => nl.getLink('eth0'))).kind, 'veth')
    for (const master of ['br0', 1, { index: 1 }]) {
      await assert.rejects(
        here().nl.setLink('a0', { netns: there, master }),
        /setLink: master is not allowed with netns/,
      )
    }
    await assert.rejects(here().nl.setLink('a0', { netns: there, port: {} }), /setLink: port is not allowed with netns/)
  })
})
