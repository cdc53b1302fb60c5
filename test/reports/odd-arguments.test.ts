import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { createNetwork } from '../../lib/container/index.ts'
import { createNetns, type Netlink, openNetlink, openNetns } from '../../lib/index.ts'
import { verbs } from '../../lib/netlink/verbs.ts'
import { openNftables } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace, onePlace } from '../support/place.ts'
import { name as uniqueName } from '../support/unique.ts'

type Anything = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>
/** Verbs whose argument is an object of options. */
const OPTIONS = verbs.filter(({ first }) => first !== 'other').map(({ name }) => name)

describe('an argument that is not an options object', () => {
  const place = onePlace()

  for (const verb of OPTIONS) {
    it(`is refused by ${verb} in a sentence that says what is expected`, async () => {
      const nl = place().nl as unknown as Anything
      for (const argument of [null, 5, 'x', [], true, 5n, () => 1]) {
        const expected = { name: 'TypeError', message: /^\w+: expected an options object, got / }
        await assert.rejects(async () => nl[verb]?.(argument), expected)
      }
      assert.deepEqual(
        place()
          .ip('-j link show')
          .map(({ ifname }) => ifname),
        ['lo'],
      )
    })
  }

  it('is refused in a batch as well', async () => {
    const build = (b: unknown) => (b as Anything).createBridge?.(5)
    await assert.rejects(place().nl.batch(build as never), {
      message: 'batch: call 1 (createBridge): expected an options object, got 5',
    })
  })

  it('may be absent only where something can be made without', async () => {
    const nl = place().nl as unknown as Anything
    for (const verb of OPTIONS.filter((one) => !one.startsWith('create'))) {
      await assert.rejects(async () => nl[verb]?.(), { name: 'TypeError', message: /got undefined$/ }, verb)
    }
  })
})

describe('what is given for the options of a handle', () => {
  needs('nftables')
  const place = onePlace()
  const openers = { openNetlink, openNftables } as unknown as Anything

  for (const [opener, open] of Object.entries(openers)) {
    it(`is refused by ${opener}, which would open its handle elsewhere`, async () => {
      for (const [argument, got] of [
        [null, 'null'],
        [5, '5'],
        [true, 'true'],
        [[], 'an array'],
        ['', "''"],
        [() => 1, 'a function'],
        ['blue', "'blue'; pass { netns: 'blue' }"],
        [place().netns, 'a Netns; pass { netns }'],
      ] as const) {
        const message = `${opener}: expected an options object, got ${got}`
        await assert.rejects(open(argument), { name: 'TypeError', message })
      }
    })
  }

  it('is refused likewise for a network and a batch', async () => {
    const { netns, nl } = place()
    const got = { name: 'TypeError', message: /^createNetwork: expected an options object, got (a Netns|an array)$/ }
    await assert.rejects(createNetwork(netns as never), got)
    await assert.rejects(createNetwork([] as never), got)
    await assert.rejects(
      nl.batch(() => undefined, netns as never),
      {
        name: 'TypeError',
        message: 'batch: expected an options object, got a Netns',
      },
    )
  })
})

describe('options that are inherited', () => {
  const place = onePlace('ip link set lo up')
  const missing = { name: 'TypeError', message: /is inherited; options must be own properties$/ }

  it('are refused, outside and in nests', async () => {
    const { nl } = place()
    await assert.rejects(nl.addRule(Object.create({ priority: 5 })), missing)
    await assert.rejects(nl.addRule({ dportRange: Object.create({ start: 80, end: 80 }) }), missing)
    const hop = Object.create({ gateway: '10.0.0.1' }, { oif: { value: 1, enumerable: true } })
    await assert.rejects(nl.addRoute({ dst: '10.0.0.0/8', multipath: [hop] }), missing)
  })

  it('cannot be given by a key named __proto__', async () => {
    const { nl } = place()
    const hop = JSON.parse('{"oif":1,"__proto__":{"gateway":"1.2.3.4"}}')
    const unknown = { name: 'TypeError', message: /unknown option '.*__proto__'/ }
    await assert.rejects(nl.addRoute({ dst: '10.0.0.0/8', multipath: [hop] }), unknown)
    await assert.rejects(nl.addRule(JSON.parse('{"priority":5,"__proto__":{"table":7}}')), unknown)
    await assert.rejects(
      nl.addRoute({ dst: '10.0.0.0/8', oif: 1, metrics: JSON.parse('{"__proto__":{"mtu":1400}}') }),
      unknown,
    )
  })
})

describe('a link whose name is that of a property of every object', () => {
  needs('bridge')
  const place = eachPlace()

  it('is a link like any other', async () => {
    const { nl } = place()
    for (const name of ['__proto__', 'constructor', 'toString']) {
      await nl.createBridge({ name })
      assert.equal((await nl.getLink(name)).name, name)
      await nl.addAddress({ link: name, address: '10.0.0.1/24' })
    }
    await nl.deleteLinks(['__proto__', 'constructor', 'toString'])
    assert.deepEqual(
      (await nl.listLinks()).map(({ name }) => name),
      ['lo'],
    )
    assert.equal(({} as { name?: string }).name, undefined)
  })
})

describe('text', () => {
  needs('bridge', 'nftables')
  const place = eachPlace()
  const BOM = '\ufeff'

  it('keeps a byte order mark', async () => {
    const { nl, netns } = place()
    await nl.createBridge({ name: `${BOM}eth0`, alias: `${BOM}hello` })
    const [, link] = await nl.listLinks()
    assert.deepEqual([link?.name, link?.alias], [`${BOM}eth0`, `${BOM}hello`])
    await assert.rejects(nl.getLink('eth0'), { code: 'ENODEV' })
    await using nft = await openNftables({ netns })
    const table = { family: 'inet' as const, name: `${BOM}t`, comment: `${BOM}comment` }
    await nft.apply([{ add: { table } }])
    const listed = JSON.stringify(await nft.list())
    assert.ok(listed.includes(`"name":"${BOM}t"`), listed)
    assert.ok(listed.includes(`"comment":"${BOM}comment"`), listed)
  })

  it('with half of a surrogate pair or a NUL is refused, never changed or cut', async () => {
    const { nl, netns } = place()
    await using nft = await openNftables({ netns })
    for (const bad of ['\ud800', 'a\0b', 'a\udc00b']) {
      const calls: (() => Promise<unknown>)[] = [
        () => nl.createBridge({ name: bad }),
        () => nl.createBridge({ name: 'b0', alias: bad }),
        () => nl.getLink(bad),
        () => nl.addAltname('lo', bad),
        () => nl.addAddress({ link: bad, address: '10.0.0.1/24' }),
        () => createNetns(bad),
        () => openNetns(bad),
        () => openNetlink({ netns: bad }),
        () => nft.apply([{ add: { table: { family: 'inet', name: bad } } }]),
        () => nft.apply([{ add: { table: { family: 'inet', name: 't', comment: bad } } }]),
      ]
      for (const [i, call] of calls.entries()) {
        const refusal = (error: Error) => /^(TypeError|RangeError)/.test(String(error))
        await assert.rejects(call, refusal, `${i}: ${JSON.stringify(bad)}`)
      }
    }
    assert.equal((await nl.listLinks()).length, 1)
    assert.equal((await nft.list({ kind: 'table' })).nftables.filter((one) => 'table' in one).length, 0)
  })
})

describe('a handle that is printed', () => {
  const place = onePlace()

  it('says where it is and whether it is closed', async () => {
    const name = uniqueName('show')
    await using netns = await createNetns(name)
    const nl: Netlink = await openNetlink({ netns: name })
    assert.equal(inspect(nl), `Netlink { netns: '${name}', closed: false }`)
    await nl.close()
    assert.equal(inspect(nl), `Netlink { netns: '${name}', closed: true }`)
    assert.match(inspect(place().nl), /^Netlink \{\s+netns: Netns \{/)
    const nft = await openNftables({ netns: name })
    assert.equal(inspect(nft), `Nftables { netns: '${name}', closed: false }`)
    await nft.close()
    await netns.delete()
  })
})

describe('EPERM', () => {
  needs('nftables')
  const place = onePlace()

  it('advises no capability to a process that has it', async () => {
    await using one = await openNftables({ netns: place().netns })
    await using other = await openNftables({ netns: place().netns })
    const table = { family: 'inet' as const, name: 'mine' }
    await one.apply([{ add: { table: { ...table, flags: 'owner' } } } as never])
    await assert.rejects(other.apply([{ delete: { table } }]), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'EPERM')
      assert.doesNotMatch(error.message, /CAP_NET_ADMIN/)
      return true
    })
  })
})
