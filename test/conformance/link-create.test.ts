import assert from 'node:assert/strict'
import type { Link, Netns } from '../../lib/index.ts'
import { openNetlink } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { until } from '../support/until.ts'

describe('making links', () => {
  needs('veth', 'bridge', 'vxlan')
  const here = eachPlace('ip link add br0 type bridge')
  const names = async () => (await here().nl.listLinks()).map(({ name }) => name)

  it('a name that is taken is EEXIST, and what should have followed does not meet the other link', async () => {
    const { nl } = here()
    await assert.rejects(nl.createBridge({ name: 'br0', alias: 'mine', altnames: ['other'] }), { code: 'EEXIST' })
    await nl.createVeth({ name: 'a0', peer: { name: 'a1' } })
    await assert.rejects(nl.createVeth({ name: 'br0', peer: { name: 'a1', up: true, master: 'br0' } }), {
      code: 'EEXIST',
    })
    const [br0, a1] = [await nl.getLink('br0'), await nl.getLink('a1')]
    assert.deepEqual([br0.alias, br0.altnames, a1.up, a1.master], [undefined, undefined, false, undefined])
  })

  it('resolves with the link as it is in the end', async () => {
    const { nl } = here()
    const port = { isolated: true, cost: 9 }
    const made = await nl.createVeth({ name: 'a0', master: 'br0', up: true, alias: 'one', altnames: ['uno'], port })
    assert.deepEqual(uncounted(await nl.getLink('a0')), uncounted(made))
    assert.deepEqual([made.alias, made.altnames, made.port?.isolated, made.port?.cost], ['one', ['uno'], true, 9])
    assert.equal(made.master, (await nl.getLink('br0')).index)
  })

  it('what is asked in the same tick finds the link made, with all that follows', async () => {
    const { nl } = here()
    await Promise.all([
      nl.createVeth({ name: 'a0', up: true, peer: { name: 'a1', up: true } }),
      nl.addAddress({ link: 'a0', address: '10.0.0.1/24' }),
      nl.addRoute({ dst: '10.1.0.0/16', gateway: '10.0.0.2' }),
      nl.setLink('a1', { master: 'br0' }),
    ])
    assert.equal((await nl.listLinks({ master: 'br0' })).length, 1)
    assert.equal((await nl.listRoutes({ oif: 'a0', family: 'inet' })).length, 2)
  })

  it('a veth that is made on a bridge becomes a port that forwards when its peer is up, and not before', async () => {
    const { nl } = here()
    await nl.setLink('br0', { up: true })
    const seen = () => {
      const [link] = here().ip<{ operstate: string; linkinfo: { info_slave_data: { state: string } } }>(
        '-j -d link show dev a0',
      )
      return `${link?.operstate} ${link?.linkinfo.info_slave_data.state}`
    }
    await nl.createVeth({ name: 'a0', master: 'br0', up: true, peer: { name: 'a1' } })
    assert.equal(seen(), 'LOWERLAYERDOWN disabled')
    await nl.setLink('a1', { up: true })
    await until('the bridge has noticed', () => seen() === 'UP forwarding')
  })

  it('a bridge does not enable the ports of veths whose peers are down, not even at first', async () => {
    const { nl } = here()
    await nl.setLink('br0', { up: true })
    const names = Array.from({ length: 20 }, (_, i) => `b${i}`)
    const made = names.map((name) => nl.createVeth({ name, master: 'br0', up: true }))
    const ports = await nl.listLinks({ master: 'br0' })
    await Promise.all(made)
    assert.deepEqual(
      ports.map(({ port }) => port?.state),
      names.map(() => 'disabled'),
    )
  })

  it('a slip is found before anything is sent', async () => {
    const { nl } = here()
    const slips: [() => Promise<unknown>, typeof Error, RegExp][] = [
      [
        () => nl.createVxlan({ name: 'x', data: { id: 2 ** 25 } }),
        RangeError,
        /^createVxlan: data\.id must be from 0 to 16777215/,
      ],
      [
        () => nl.createVxlan({ name: 'x', data: { group: 'fd00::1' } }),
        TypeError,
        /data\.group is not an IPv4 address.*group6/,
      ],
      [
        () => nl.createVxlan({ name: 'x', data: { idd: 5 } as object }),
        TypeError,
        /unknown option 'data\.idd'; did you mean 'id'\?/,
      ],
      [
        () => nl.createBridge({ name: 'x', upp: true } as object),
        TypeError,
        /^createBridge: unknown option 'upp'; did you mean 'up'\?/,
      ],
      [
        () => nl.createBridge({ name: 'x', up: 1 } as object),
        TypeError,
        /^createBridge: up must be true or false, not 1/,
      ],
      [() => nl.createBridge({ name: 'a name' }), TypeError, /^createBridge: name is not the name of an interface/],
      [
        () => nl.createBridge({ name: 'x', alias: 'x'.repeat(256) }),
        RangeError,
        /^createBridge: alias must be at most 255 bytes/,
      ],
      [
        () => nl.createBridge({ name: 'x', kind: 'veth' } as object),
        TypeError,
        /^createBridge: kind must be 'bridge' or absent/,
      ],
      [
        () => nl.createBridge({ name: 'x', netns: 'no-such-namespace' }),
        Error,
        /createBridge.*no-such-namespace.*ENOENT, netns/,
      ],
      [() => nl.createVeth({ name: 'x', peer: { mtu: -1 } }), RangeError, /^createVeth: peer\.mtu must be/],
      [
        () => nl.createVeth({ name: 'x', peer: { name: 'y', port: { cost: 0 } } }),
        RangeError,
        /^createVeth: peer\.port\.cost must be/,
      ],
      [
        () => nl.createVeth({ name: 'x', peer: { nmae: 'y' } as object }),
        TypeError,
        /^createVeth: unknown option 'peer\.nmae'; did you mean 'name'\?/,
      ],
      [
        () => nl.createVeth({ name: 'x', kind: 'bridge' } as object),
        TypeError,
        /^createVeth: kind must be 'veth' or absent/,
      ],
      [
        () => nl.createLink({ name: 'x', kind: 'veth', data: { per: {} } }),
        TypeError,
        /^createLink: unknown option 'data\.per'/,
      ],
      [
        () => nl.createLink({ name: 'x', kind: 'veth', data: { peer: { name: 'y' }, per: {} } }),
        TypeError,
        /^createLink: unknown option 'data\.per'/,
      ],
      [
        () => nl.createLink({ name: 'x', kind: 'ifb', data: { id: 5 } }),
        TypeError,
        /^createLink: data of kind 'ifb' is not known/,
      ],
      [() => nl.createLink({ name: 'x' } as never), TypeError, /^createLink: kind is missing/],
      [
        () => nl.createLink({ name: 'x', kind: 'geneve', data: { id: 5 } }),
        TypeError,
        /^createLink: data of kind 'geneve'.*Uint8Array/,
      ],
      [
        () => nl.createLink({ name: 'x', kind: 'bridge', index: 'y' } as never),
        TypeError,
        /^createLink: index must be a number/,
      ],
    ]
    for (const [slip, type, message] of slips) {
      await assert.rejects(slip, (thrown: Error) => {
        assert.ok(thrown instanceof type, String(thrown))
        assert.match(thrown.message, message)
        return true
      })
    }
    assert.deepEqual(await names(), ['lo', 'br0'])
  })

  it('the kernel’s complaint names the option', async () => {
    const { nl } = here()
    const complaints: [Promise<unknown>, string, RegExp][] = [
      [nl.createVxlan({ name: 'x', data: { id: 5, df: 9 } }), 'data.df', /DF/],
      [nl.createVxlan({ name: 'x', data: { id: 5, labelPolicy: 9 } }), 'data.labelPolicy', /out of range/],
      [nl.createVeth({ name: 'x', master: 'nobody' }), 'master', /no link named 'nobody'/],
    ]
    const found = await Promise.all(
      complaints.map(([promise]) =>
        promise.then(
          () => undefined,
          (thrown) => thrown,
        ),
      ),
    )
    for (const [i, [, , reason]] of complaints.entries()) assert.match(String(found[i]?.message), reason)
    assert.deepEqual(
      found.map((error) => error?.attribute),
      complaints.map(([, attribute]) => attribute),
    )
  })

  it('when a step is refused, the link goes again', async () => {
    const { nl } = here()
    await assert.rejects(nl.createIfb({ name: 'x', port: { cost: 9 } }), { code: 'EOPNOTSUPP', operation: 'createIfb' })
    await assert.rejects(nl.createVeth({ name: 'x', peer: { name: 'y', master: 'nobody' } }), {
      attribute: 'peer.master',
    })
    await assert.rejects(nl.createBridge({ name: 'x', altnames: ['br0'] }), { code: 'EEXIST' })
    assert.deepEqual(await names(), ['lo', 'br0'])
  })

  it('createLink makes a veth as createVeth does, and takes data that say nothing', async () => {
    const { nl } = here()
    const made = await nl.createLink({
      name: 'a0',
      kind: 'veth',
      data: { peer: { name: 'a1', up: true, alias: 'far' } },
    })
    const peer = await nl.getLink('a1')
    assert.deepEqual([made.link, peer.up, peer.alias], [peer.index, true, 'far'])
    assert.equal((await nl.createLink({ name: 'i0', kind: 'ifb', data: {} })).kind, 'ifb')
  })

  it('data of a kind that is not known here travel as bytes', async () => {
    const { nl } = here()
    const id = Uint8Array.from([8, 0, 1, 0, 77, 0, 0, 0])
    const made = await nl.createLink({ name: 'x', kind: 'vxlan', data: id })
    assert.equal(made.data?.id, 77)
  })
})

/** A link without what goes on by itself. */
function uncounted({ stats: _, stats64: __, afSpec: ___, ...rest }: Link<string> | Link<'veth'>): object {
  return rest
}

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
          `^createVeth: peer\\.${key} cannot be given with peer\\.netns in a batch; use a batch of a`,
        ),
      })
    }
    await assert.rejects(here().nl.getLink('a0'), { code: 'ENODEV' })
  })

  it('a link that is moved is there, under its new name', async () => {
    await here().nl.createVeth({ name: 'a0', peer: { name: 'a1' } })
    await here().nl.setLink('a1', { netns: there, name: 'eth0' })
    assert.equal((await inside((nl) => nl.getLink('eth0'))).kind, 'veth')
    await assert.rejects(
      here().nl.setLink('a0', { netns: there, master: 'br0' }),
      /setLink: master cannot be a name with netns/,
    )
    await assert.rejects(
      here().nl.setLink('a0', { netns: there, port: {} }),
      /setLink: port cannot be given with netns/,
    )
  })
})

describe('making links in a batch', () => {
  needs('veth', 'bridge')
  const here = eachPlace('ip link add br0 type bridge')

  it('each is one operation, however many messages it takes', async () => {
    const { nl } = here()
    const results = await nl.batch((b) => {
      b.createVeth({ name: 'a0', master: 'br0', port: { isolated: true }, peer: { name: 'a1', up: true } })
      b.createBridge({ name: 'br0', alias: 'taken' })
      b.setLink('a0', { up: true })
      b.addAltname('a0', ['x', 'y'])
      b.deleteLink('nobody')
    })
    assert.deepEqual(
      results.map((result) => (result.ok ? 'ok' : result.error?.code)),
      ['ok', 'EEXIST', 'ok', 'ok', 'ENODEV'],
    )
    const [a0, a1] = [await nl.getLink('x'), await nl.getLink('a1')]
    assert.deepEqual([a0.up, a0.port?.isolated, a1.up], [true, true, true])
  })

  it('what cannot be sent at once is a slip', async () => {
    const { nl } = here()
    await assert.rejects(
      nl.batch((b) => void b.createVeth({ name: 'a0', peer: { up: true } })),
      /createVeth: peer\.name is missing; peer\.up needs it/,
    )
    await assert.rejects(
      nl.batch((b) => void b.createBridge({ alias: 'x' })),
      /createBridge: name is missing; alias needs it/,
    )
    await assert.rejects(
      nl.batch((b) => void b.setLink('br0', { data: { priority: 1 } })),
      /setLink: kind is missing/,
    )
    await nl.batch((b) => void b.setLink('br0', { kind: 'bridge', data: { priority: 7 } }))
    assert.equal((await nl.getLink('br0')).data?.priority, 7)
  })
})
