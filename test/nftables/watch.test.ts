import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { type Nftables, type NftCommit, type NftEvent, openNftables } from '../../lib/nftables/index.ts'
import { nft as byNft } from '../support/nft.ts'
import { until } from '../support/until.ts'
import { eachMonitored } from './support/monitored.ts'

/** What is done in the namespace, one transaction each. */
const SCRIPTS = [
  'add table inet t { comment "x"; }',
  `table inet t {
    counter n { }
    set s { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 192.0.2.1 } }
    map m { type inet_service : verdict; }
    chain c { type filter hook input priority 10; policy drop; }
    chain d { }
  }`,
  'add rule inet t c ip saddr { 10.1.0.0/16, 10.2.0.0/16 } tcp dport 22 counter accept',
  'add rule inet t c ip saddr @s iifname "lo" counter name "n" comment "hello"; insert rule inet t c ct state established accept',
  'add element inet t s { 172.16.0.0-172.16.0.9 }; add element inet t m { 80 : jump d, 443 : drop }',
  'delete element inet t s { 10.0.0.0/8 }',
  'flush chain inet t c',
  'delete set inet t s; delete table inet t',
]

type Change = Record<string, Record<string, Record<string, unknown>>>

/** nft shows each element as a change of its own, and no comment of a table. */
function singly(change: Change): Change[] {
  const [[op, object]] = Object.entries(change) as [[string, Change[string]]]
  const { element, table } = object
  if (table !== undefined) delete table.comment
  if (element === undefined) return comparable(change)
  return (element.elem as unknown[]).map((one) => ({ [op]: { element: { ...element, elem: { set: [one] } } } }))
}

/** Of what is deleted, nft 1.0.6 shows sets without a type, anonymous ones too, and rules without what they look up. */
function comparable(change: Change): Change[] {
  const { set, map, rule } = change.delete ?? {}
  const gone = set ?? map
  if (gone !== undefined) return `${gone.name}`.startsWith('__') ? [] : [{ delete: { set: { handle: gone.handle } } }]
  return rule === undefined ? [change] : [{ delete: { rule: { handle: rule.handle } } }]
}

describe('a watch of nftables', () => {
  const { here, nft, monitor } = eachMonitored()

  /** Begins to read; resolves when the first list is there. */
  async function begun(options: Parameters<Nftables['watch']>[0] = {}) {
    const events: NftEvent[] = []
    const iterator = nft().watch({ ...options, list: true })
    const first = await iterator.next()
    assert.equal((first.value as NftEvent).type, 'ruleset')
    const reading = (async () => {
      for await (const event of iterator) events.push(event)
    })()
    return { events, iterator, reading, first: first.value as NftEvent }
  }

  const commits = (events: readonly NftEvent[]) => events.filter((event): event is NftCommit => event.type === 'commit')

  /** Lines of `nft -j monitor`. */
  async function judge(): Promise<string[]> {
    const lines = monitor('-j')
    const netns = here().path
    for (let i = 0; lines.length === 0; i++) {
      byNft(`add table ip probe${i}; delete table ip probe${i}`, netns)
      await setTimeout(20)
    }
    await setTimeout(50)
    lines.length = 0
    return lines
  }

  it('yields one event a commit, with what `nft -j monitor` shows', async () => {
    const lines = await judge()
    const { events, iterator, reading } = await begun()
    for (const script of SCRIPTS) byNft(script, here().path)
    await until('the last of nft', () => lines.some((one) => one.startsWith('{"delete": {"table"')))
    await until('all commits', () => commits(events).length === SCRIPTS.length)
    await iterator.return?.()
    await reading
    const ours = commits(events).map(({ changes }) =>
      changes.map(({ op, object }) => ({ [op]: object }) as unknown as Change),
    )
    const theirs = lines.map((one) => JSON.parse(one) as Change)
    assert.deepEqual(ours.flat().flatMap(singly), theirs.flatMap(comparable))
    assert.deepEqual(
      commits(events).map(({ process }) => process),
      SCRIPTS.map(() => 'nft'),
    )
    const [one, two] = commits(events) as [NftCommit, NftCommit]
    // A deleted rule is shown as it was.
    const gone = ours.flat().flatMap((change) => change.delete?.rule?.expr ?? [])
    assert.ok(JSON.stringify(gone).includes('"set":[{"range":["10.1.0.0","10.2.255.255"]}]'))
    assert.equal(two.generation, one.generation + 1)
    assert.ok((one.pid as number) > 0)
  }).timeout('30s')

  it('keeps elements packed until they are read', async () => {
    const { netns } = here()
    const { events, iterator } = await begun()
    const other = await openNftables({ netns })
    await other.apply([
      { add: { table: { family: 'inet', name: 't' } } },
      { add: { set: { family: 'inet', table: 't', name: 's', type: 'ipv4_addr' } } },
    ])
    const elements = Array.from({ length: 50_000 }, (_, i) => `10.0.${i >> 8}.${i & 255}`)
    await other.addElements({ family: 'inet', table: 't', set: 's' }, elements)
    await until('the commits', () => commits(events).length === 2)
    const { changes } = commits(events)[1] as NftCommit
    assert.equal(changes.length, 1)
    const [change] = changes
    assert.ok(change !== undefined && 'count' in change && 'element' in change.object)
    assert.equal(change.count, 50_000)
    const before = Object.getOwnPropertyDescriptor(change.object.element, 'elem')
    assert.equal(before?.value, undefined)
    assert.deepEqual(change.object.element.elem, elements)
    await iterator.return?.()
    await other.close()
  }).timeout('30s')

  it('says where commits were lost, and lists the ruleset again', async () => {
    const { path } = here()
    const { events, iterator, first } = await begun({ buffer: 8192 })
    byNft(`add table ip t\n${Array.from({ length: 2000 }, (_, i) => `add chain ip t c${i}`).join('\n')}`, path)
    await until('the list', () => events.some((event) => event.type === 'ruleset'))
    const at = events.findIndex((event) => event.type === 'lost')
    const [lost, ruleset] = events.slice(at) as [NftEvent, NftEvent]
    assert.ok(lost.type === 'lost' && ruleset.type === 'ruleset' && first.type === 'ruleset')
    assert.equal(lost.generation, ruleset.generation)
    assert.equal(ruleset.generation, first.generation + 1)
    assert.equal(ruleset.nftables.length, 2001)
    byNft('add table ip u', path)
    await until('the next commit', () =>
      commits(events).some(({ generation }) => generation === ruleset.generation + 1),
    )
    await iterator.return?.()
  }).timeout('30s')

  it('ends by return, its signal, and with its handle; refuses unknown options', async () => {
    const reason = new Error('on purpose')
    const control = new AbortController()
    const one = nft().watch({ signal: control.signal }).next()
    await setTimeout(30)
    control.abort(reason)
    await assert.rejects(one, reason)
    const iterator = nft().watch()
    const two = iterator.next()
    await setTimeout(30)
    await iterator.return?.()
    assert.equal((await two).done, true)
    await assert.rejects(
      nft()
        .watch({ lists: true } as never)
        .next(),
      { message: /^watch: unknown option 'lists'/ },
    )
    const three = nft().watch().next()
    three.catch(() => undefined)
    await setTimeout(30)
    await nft().close()
    await assert.rejects(three, { code: 'ERR_NETLINK_CLOSED' })
  })
})
