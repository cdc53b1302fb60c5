import assert from 'node:assert/strict'
import { openNftables } from '../../lib/nftables/index.ts'
import { needsHere } from '../support/needs.ts'
import { onePlace, TWO_LINKS } from '../support/place.ts'

/** Objects of JavaScript's own, which have no options: a Promise is one that was not awaited. */
const OBJECTS: Readonly<Record<string, object>> = {
  'a Promise': Promise.resolve({ stpState: 1 }),
  'a Date': new Date(0),
  'a Map': new Map([['stpState', 1]]),
  'a Set': new Set(['stpState']),
  'a Number': Object(5) as object,
  'an Error': new Error('none'),
}

class Inheriting {
  get stpState(): number {
    return 1
  }
}

/** Options that are not the object's own. */
const INHERITED: readonly object[] = [Object.create({ stpState: 1 }) as object, new Inheriting()]

type Call = (...args: unknown[]) => Promise<unknown>
type Calls = Readonly<Record<string, Call>>

describe('an object without options of its own', () => {
  const place = onePlace(`${TWO_LINKS}
    ip link add br0 type bridge`)

  /** Calls in which a nest is not an object with options. */
  const nests: readonly [option: string, name: string, args: (value: unknown) => unknown[]][] = [
    ['data', 'createBridge', (data) => [{ name: 'n0', data }]],
    ['data', 'createLink', (data) => [{ name: 'n0', kind: 'bridge', data }]],
    ['data', 'createVeth', (data) => [{ name: 'n0', data }]],
    ['data', 'createLink', (data) => [{ name: 'n0', kind: 'veth', data }]],
    ['data', 'setLink', (data) => ['br0', { data }]],
    ['peer', 'createVeth', (peer) => [{ name: 'n0', peer }]],
    ['port', 'createVeth', (port) => [{ name: 'n0', master: 'br0', port }]],
    ['port', 'setLink', (port) => ['v0', { port }]],
    ['data.multiBoolopt', 'createBridge', (multiBoolopt) => [{ name: 'n0', data: { multiBoolopt } }]],
    ['xdp', 'createBridge', (xdp) => [{ name: 'n0', xdp }]],
    ['afSpec', 'createBridge', (afSpec) => [{ name: 'n0', afSpec }]],
    ['cacheinfo', 'addAddress', (cacheinfo) => [{ link: 'v0', address: '10.9.0.1/24', cacheinfo }]],
    ['metrics', 'addRoute', (metrics) => [{ dst: '10.9.0.0/16', oif: 'v0', metrics }]],
  ]
  for (const [option, name, argsOf] of nests) {
    it(`is rejected as ${option} of ${name}${name === 'createLink' ? ` ${String(Object.values(argsOf(0)[0] as object)[1])}` : ''}`, async () => {
      const { nl, run } = place()
      const before = run('ip -d link') + run('ip address') + run('ip route')
      const call = (value: unknown) => ((nl as never as Calls)[name] as Call)(...argsOf(value))
      for (const [what, value] of Object.entries(OBJECTS)) {
        const example = { peer: " such as { name: 'eth0' }", cacheinfo: ' such as { valid: 3600 }' }[option] ?? ''
        const message = `${name}: ${option} must be an object${example}, not ${what}`
        await assert.rejects(call(value), { name: 'TypeError', message })
      }
      for (const value of INHERITED) {
        const message = `${name}: ${option}.stpState is inherited; options must be own properties`
        await assert.rejects(call(value), { name: 'TypeError', message })
      }
      assert.equal(run('ip -d link') + run('ip address') + run('ip route'), before)
    })
  }

  const whole: readonly [name: string, args: (value: unknown) => unknown[]][] = [
    ['createBridge', (value) => [value]],
    ['setLink', (value) => ['v0', value]],
    ['getLink', (value) => ['v0', value]],
    ['listLinks', (value) => [value]],
    ['listLinks', (value) => [{}, value]],
    ['listRoutes', (value) => [value]],
    ['flushRoutes', (value) => [value]],
    ['batch', (value) => [() => undefined, value]],
  ]
  for (const [i, [name, argsOf]] of whole.entries()) {
    it(`is rejected as the options of ${name} (${i})`, async () => {
      const { nl, run } = place()
      const before = run('ip link')
      for (const [what, value] of Object.entries(OBJECTS)) {
        const call = ((nl as never as Calls)[name] as Call).apply(nl, argsOf(value))
        await assert.rejects(call, (error: Error) => {
          assert.equal(error.name, 'TypeError')
          assert.match(error.message, new RegExp(`^${name}: expected an? .*object.*, got ${what}$`))
          return true
        })
      }
      assert.equal(run('ip link'), before)
    })
  }

  it('is rejected as what nftables lists, and as kernel parameters', async function () {
    needsHere(this, 'nftables')
    const { netns } = place()
    const nft = await openNftables({ netns })
    const calls: Readonly<Record<string, Call>> = {
      list: nft.list.bind(nft) as Call,
      setSysctls: netns.setSysctls.bind(netns) as unknown as Call,
    }
    for (const [name, call] of Object.entries(calls)) {
      for (const [what, value] of [...Object.entries(OBJECTS), ['5', 5], ['an array', []]] as const)
        await assert.rejects(call(value), {
          name: 'TypeError',
          message: `${name}: expected an options object, got ${what}`,
        })
      for (const value of INHERITED)
        await assert.rejects(call(value), { message: `${name}: stpState is inherited; options must be own properties` })
    }
    await nft.close()
  })

  it('is rejected beside names: true, too', async () => {
    const { nl } = place()
    const options = Object.assign(Object.create({ table: 5 }) as object, { names: true })
    for (const args of [[options], [{}, options]])
      await assert.rejects(nl.listRoutes(...(args as [])), {
        message: 'listRoutes: table is inherited; options must be own properties',
      })
  })

  it('is not what has them without a prototype, of a class, or of a module', async () => {
    const { nl } = place()
    class Options {
      name = 'n1'
      data = Object.assign(Object.create(null) as object, { stpState: 1 })
      method(): void {}
    }
    assert.equal((await nl.createBridge(new Options())).data?.stpState, 1)
    await nl.deleteLink('n1')
    const module = (await import('./programs/options.ts')) as object
    assert.equal((await nl.createBridge(module)).name, 'n2')
    await nl.deleteLink('n2')
  })
})

describe('a message about an option', () => {
  const place = onePlace(TWO_LINKS)
  const digits = '1'.repeat(100_000)

  const long: readonly [name: string, args: unknown[]][] = [
    ['addRoute', [{ dst: '10.9.0.0/16', priority: BigInt(digits.slice(0, 5000)) }]],
    ['addRoute', [{ dst: digits }]],
    ['addRoute', [{ dst: '100', newdst: digits }]],
    ['addRule', [{ tunId: digits.slice(0, 5000) }]],
    ['addRule', [{ priority: 5, fwmark: Symbol(digits) }]],
  ]
  for (const [name, args] of long) {
    it(`is short, however long its value: ${name} ${Object.keys(args[0] as object).join(', ')}`, async () => {
      const call = ((place().nl as never as Calls)[name] as Call)(...args)
      await assert.rejects(call, (error: Error) => error.message.startsWith(`${name}: `) && error.message.length < 200)
    })
  }

  it('does not call what the value has for methods', async () => {
    const { nl } = place()
    for (const family of [Object.create(null), { toString: () => assert.fail('called') }]) {
      await assert.rejects(nl.addRoute({ dst: 'default', oif: 'v0', family: family as never }), {
        message: 'addRoute: family must be one of unspec, inet, bridge, inet6, packet, mpls or a number, not an object',
      })
    }
  })
})
