import assert from 'node:assert/strict'
import { openNftables } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'

const GROUND = `
  echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
  echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6
  ip link set lo up
  ip link add a0 type veth peer name b0
  ip link set a0 up
  ip link set b0 up
  ip address add 10.0.0.1/24 dev a0
  ip route add 10.9.0.0/16 via 10.0.0.2 table 100
  ip rule add pref 5000 from 10.0.0.0/8 lookup 100
  ip neigh add 10.0.0.7 lladdr 02:00:00:00:00:07 dev a0 nud reachable
`

/** An object whose values are those of its class, which no enumeration shows. */
class Getters {
  get link() {
    return 'a0'
  }
  get up() {
    return false
  }
}

describe('what a call does not say, it does not change', () => {
  needs('veth')
  const place = eachPlace(GROUND)
  const all = () =>
    ['address', 'route show table all', 'rule', 'neigh show nud all', 'link']
      .map((what) => place().run(`ip ${what}`))
      .join()

  /** Each of these is refused, and nothing of the network has changed. */
  async function refused(calls: Record<string, () => Promise<unknown>>): Promise<void> {
    const before = all()
    for (const [what, call] of Object.entries(calls)) {
      await assert.rejects(call(), { name: /^(Type|Range)Error$/ }, what)
      assert.equal(all(), before, what)
    }
  }

  it('index 0 is rejected for flushes and lists', async () => {
    const { nl } = place()
    await refused({
      addresses: () => nl.flushAddresses({ link: 0 }),
      'addresses of a family': () => nl.flushAddresses({ link: 0, family: 'inet' }),
      routes: () => nl.flushRoutes({ oif: 0 }),
      neighbours: () => nl.flushNeighbours({ link: 0 }),
      'a list': () => nl.listAddresses({ link: 0 }),
    })
  })

  it('filters that every object passes are rejected', async () => {
    const { nl } = place()
    await refused({
      'addresses of any family': () => nl.flushAddresses({ family: 'unspec' }),
      'addresses of family 0': () => nl.flushAddresses({ family: 0 as never }),
      'rules of any family': () => nl.flushRules({ family: 'unspec' }),
      'routes of any family': () => nl.flushRoutes({ family: 'unspec' }),
      'routes of table 0': () => nl.flushRoutes({ table: 0 }),
      'routes of table 0 by word': () => nl.flushRoutes({ table: 'unspec', oif: 'a0' }),
      'neighbours of any family': () => nl.flushNeighbours({ family: 'unspec' }),
      'neighbours that are not proxies': () => nl.flushNeighbours({ proxy: false }),
      'a rule by what every rule does': () => nl.deleteRule({ action: 'to_tbl' }),
      'a rule by the number of that': () => nl.deleteRule({ action: 1 as never, priority: undefined }),
    })
  })

  it('options that are inherited are refused, by enumeration or by a getter', async () => {
    const { nl } = place()
    await refused({
      'a filter with getters': () => nl.flushAddresses(new Getters() as never),
      'an inherited filter of rules': () => nl.flushRules(Object.create({ priority: 5000 })),
      'an inherited filter of routes': () => nl.flushRoutes(Object.create({ oif: 'a0' })),
      'an inherited filter of neighbours': () => nl.flushNeighbours(Object.create({ link: 'a0' })),
      'an inherited filter of a list': () => nl.listRoutes(Object.create({ family: 'inet6' })),
      'a change with getters': () => nl.setLink('a0', new Getters() as never),
      'inherited options of a batch': () => nl.batch(() => undefined, Object.create({ onError: 'stop' })),
    })
  })

  it('a value that changes while it is read is applied as it was checked', async () => {
    const { nl } = place()
    let reads = 0
    const filter = { get link() { return reads++ === 0 ? undefined : 'a0' } } // biome-ignore format: short
    await refused({ 'a getter': () => nl.flushAddresses(filter as never) })
  })
})

describe('what flushRuleset is not asked to flush stays', () => {
  needs('nftables', 'command nft')
  const place = eachPlace('nft add table ip t; nft add table inet t')

  it('a family is flushed alone, and an invalid family is rejected', async () => {
    const nft = await openNftables({ netns: place().netns })
    const tables = () => place().run('nft list tables')
    const before = tables()
    for (const what of [
      null,
      'ip',
      {},
      { family: undefined },
      { table: 't' },
      { family: 'nope' },
      { family: 'ip', table: 't' },
    ]) {
      await assert.rejects(nft.flushRuleset(what as never), TypeError, JSON.stringify(what))
      assert.equal(tables(), before)
    }
    await nft.flushRuleset({ family: 'ip' })
    assert.equal(tables(), 'table inet t\n')
    await nft.close()
  })
})
