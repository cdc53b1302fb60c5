import assert from 'node:assert/strict'
import type { Link } from '../../lib/index.ts'
import { needs, needsHere } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { until } from '../support/until.ts'

/** A link without what changes from moment to moment. */
function uncounted({ stats: _, stats64: __, afSpec: ___, ...rest }: Link<string> | Link<'veth'>): object {
  return rest
}

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
        /data\.group must be an IPv4 address.*group6/,
      ],
      [
        () => nl.createVxlan({ name: 'x', data: { idd: 5 } as object }),
        TypeError,
        /unknown option 'data\.idd'; did you mean 'data\.id'\?/,
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
      [() => nl.createBridge({ name: 'a name' }), TypeError, /^createBridge: name must be an interface name/],
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
        /^createVeth: unknown option 'peer\.nmae'; did you mean 'peer\.name'\?/,
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
        /^createLink: data must be a Uint8Array of attributes: kind 'ifb' has no options here/,
      ],
      [() => nl.createLink({ name: 'x' } as never), TypeError, /^createLink: kind is missing/],
      [
        () => nl.createLink({ name: 'x', kind: 'not_known', data: { id: 5 } }),
        TypeError,
        /^createLink: data must be a Uint8Array of attributes: kind 'not_known'/,
      ],
      [
        () => nl.createLink({ name: 'x', kind: 'bridge', index: 'y' } as never),
        TypeError,
        /^createLink: index must be a number/,
      ],
    ]
    for (const [invalid, type, message] of slips) {
      await assert.rejects(invalid, (thrown: Error) => {
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

  it('the kernel’s complaint about a range names the option', async function () {
    needsHere(this, 'linux 6.8')
    await assert.rejects(here().nl.createVxlan({ name: 'x', data: { id: 5, labelPolicy: 9 } }), {
      message: /out of range/,
      attribute: 'data.labelPolicy',
    })
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
