import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { oneHandle } from './support/handle.ts'
import { at, chain, commands, handles, marks, rule, table } from './support/marked-rules.ts'
import { flushByNft, listByNft, runNft, scriptByNft } from './support/nft-command.ts'

/** What `makes every kind of object` is to make. */
const everything = `
table inet t {
  comment "all kinds"
  chain c { comment "base"; type filter hook input priority 10; policy drop; }
  chain plain { }
  counter n { comment "counts"; packets 3 bytes 4; }
  quota q { over 1000 bytes used 5 bytes; }
  limit l { rate 5/second burst 7 packets; }
  ct helper h { type "ftp" protocol tcp; l3proto ip; }
  ct timeout o { protocol tcp; l3proto ip; policy = { established: 99 }; }
  ct expectation e { protocol tcp; l3proto ip; dport 9; timeout 1m; size 12; }
  set s { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 } }
  map m { type inet_service : verdict; elements = { 80 : jump plain } }
  set g { comment "x"; type ipv4_addr . inet_service; size 9; timeout 1m; gc-interval 5s; }
  set y { typeof ip length; elements = { 5 } }
  map k { type mark : counter; elements = { 1 : "n" } }
}
add rule inet t c meta mark 1 comment "a rule"
`

describe('apply', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()
  beforeEach(() => flushByNft())

  it('makes every kind of object, as nft does from its script', async () => {
    const objects = [
      { table: { family: 'inet', name: 't', comment: 'all kinds' } },
      { chain: { ...at, name: 'c', type: 'filter', hook: 'input', prio: 10, policy: 'drop', comment: 'base' } },
      { chain: { ...at, name: 'plain' } },
      { counter: { ...at, name: 'n', packets: 3, bytes: 4, comment: 'counts' } },
      { quota: { ...at, name: 'q', bytes: 1000, used: 5, inv: true } },
      { limit: { ...at, name: 'l', rate: 5, per: 'second', burst: 7 } },
      { 'ct helper': { ...at, name: 'h', type: 'ftp', protocol: 'tcp', l3proto: 'ip' } },
      { 'ct timeout': { ...at, name: 'o', protocol: 'tcp', l3proto: 'ip', policy: { established: 99 } } },
      { 'ct expectation': { ...at, name: 'e', protocol: 'tcp', l3proto: 'ip', dport: 9, timeout: 60000, size: 12 } },
      {
        set: {
          ...at,
          name: 's',
          type: 'ipv4_addr',
          flags: 'interval',
          elem: [{ prefix: { addr: '10.0.0.0', len: 8 } }],
        },
      },
      { map: { ...at, name: 'm', type: 'inet_service', map: 'verdict', elem: [[80, { jump: { target: 'plain' } }]] } },
      {
        set: {
          ...at,
          name: 'g',
          type: ['ipv4_addr', 'inet_service'],
          size: 9,
          timeout: 60,
          'gc-interval': 5,
          comment: 'x',
        },
      },
      { set: { ...at, name: 'y', type: { typeof: { payload: { protocol: 'ip', field: 'length' } } }, elem: [5] } },
      { map: { ...at, name: 'k', type: 'mark', map: 'counter', elem: [[1, 'n']] } },
      { rule: { ...rule(1), comment: 'a rule' } },
    ]
    scriptByNft(everything)
    const wanted = runNft(['list', 'ruleset']).output
    flushByNft()
    await nft().apply(commands(objects.map((object) => ({ add: object }))))
    assert.equal(runNft(['list', 'ruleset']).output, wanted)
  })

  it('takes the words that nft has for priorities', async () => {
    const base = { type: 'filter', hook: 'prerouting', policy: 'accept' } as const
    await nft().apply([
      table,
      { add: { chain: { ...at, name: 'a', ...base, prio: 'raw' } } },
      { add: { chain: { ...at, name: 'b', ...base, prio: 'dstnat + 5' } } },
      { add: { chain: { ...at, name: 'c', ...base, prio: 'filter - 10' } } },
    ])
    const prios = listByNft().flatMap(({ chain: found }) => (found ? [(found as { prio: number }).prio] : []))
    assert.deepEqual(prios, [-300, -95, -10])
  })

  it('returns what it made, with the handles of the kernel, where echo asks', async () => {
    const made = await nft().apply(
      [
        table,
        chain,
        { add: { set: { ...at, name: 's', type: 'mark' } } },
        { add: { rule: rule(1) } },
        { insert: { rule: rule(2) } },
      ],
      { echo: true },
    )
    const found = made.map((object) => (Object.values(object)[0] as { handle: number }).handle)
    const [first, second] = [found[3], found[4]]
    assert.deepEqual(found.slice(0, 3), [...handles('table'), ...handles('chain'), ...handles('set')])
    assert.deepEqual([second, first], handles('rule'))
    assert.deepEqual(made[3], { rule: { ...rule(1), handle: first } })
  })

  it('returns nothing without echo', async () => {
    assert.deepEqual(await nft().apply([table, chain]), [])
  })

  it('changes nothing where it only checks', async () => {
    await nft().apply([table, chain])
    assert.deepEqual(await nft().apply([{ add: { rule: rule(1) } }], { check: true }), [])
    assert.deepEqual(marks(), [])
    await assert.rejects(nft().apply([{ add: { rule: { ...rule(1), chain: 'none' } } }], { check: true }), {
      code: 'ENOENT',
    })
  })

  it('leaves all as it was where its last command fails, and says which one', async () => {
    await nft().apply([table, chain, { add: { rule: rule(1) } }])
    const before = runNft(['-a', 'list', 'ruleset']).output
    const many = Array.from({ length: 500 }, (_, number) => ({ add: { rule: rule(number) } }))
    await assert.rejects(
      nft().apply([
        { flush: { ruleset: null } },
        table,
        chain,
        ...many,
        { create: { table: { family: 'inet', name: 't' } } },
      ]),
      {
        name: 'NetlinkError',
        code: 'EEXIST',
        attribute: 'nftables[503].create.table.name',
      },
    )
    assert.equal(runNft(['-a', 'list', 'ruleset']).output, before)
  })

  it('empties chains, tables and rulesets', async () => {
    const other = { add: { chain: { ...at, name: 'd' } } } as const
    await nft().apply([table, chain, other, { add: { rule: rule(1) } }, { add: { rule: { ...rule(2), chain: 'd' } } }])
    await nft().apply(commands([{ flush: { chain: { ...at, name: 'c' } } }]))
    assert.deepEqual(marks(), [2])
    await nft().apply(commands([{ flush: { table: { family: 'inet', name: 't' } } }]))
    assert.deepEqual(marks(), [])
    scriptByNft('add table ip other')
    await nft().apply([{ flush: { ruleset: { family: 'inet' } } }])
    assert.deepEqual(
      listByNft().map(({ table: found }) => (found as { name: string }).name),
      ['other'],
    )
    await nft().flushRuleset()
    assert.deepEqual(listByNft(), [])
  })

  it('renames chains', async () => {
    await nft().apply([table, chain])
    await nft().apply([{ rename: { chain: { ...at, name: 'c', newname: 'd' } } }])
    assert.deepEqual(
      listByNft().flatMap(({ chain: found }) => (found ? [(found as { name: string }).name] : [])),
      ['d'],
    )
  })

  it('deletes by handle, and destroys what may not be there', async () => {
    await nft().apply([table, chain, { add: { counter: { ...at, name: 'n' } } }])
    await nft().apply(
      commands([
        { delete: { chain: { ...at, handle: handles('chain')[0] } } },
        { destroy: { counter: { ...at, name: 'n' } } },
      ]),
    )
    await nft().apply(
      commands([
        { destroy: { counter: { ...at, name: 'n' } } },
        { destroy: { table: { family: 'ip', name: 'none' } } },
      ]),
    )
    assert.deepEqual(
      listByNft().map((object) => Object.keys(object)[0]),
      ['table'],
    )
  })

  it('answers list and reset from after its changes', async () => {
    const counter = { ...at, name: 'n', packets: 3, bytes: 4 }
    const answers = await nft().apply([
      table,
      chain,
      { add: { rule: rule(1) } },
      { add: { counter } },
      { list: { chain: { ...at, name: 'c' } } },
      { reset: { counters: { ...at } } },
      { list: { counter: { ...at, name: 'n' } } },
    ])
    assert.deepEqual(
      answers.map((object) => Object.keys(object)[0]),
      ['chain', 'rule', 'counter', 'counter'],
    )
    const counted = answers.slice(2).map((object) => (object as { counter: { packets: number } }).counter.packets)
    assert.deepEqual(counted, [3, 0])
  })

  it('finds links by their names', async () => {
    const match = { match: { op: '==', left: { meta: { key: 'iif' } }, right: 'lo' } } as const
    await nft().apply([table, chain, { add: { rule: { ...at, chain: 'c', expr: [match] } } }])
    assert.match(runNft(['list', 'ruleset']).output, /iif "lo"/)
  })

  it('reads back what list says', async () => {
    scriptByNft(everything)
    const wanted = runNft(['list', 'ruleset']).output
    const listed = await nft().list()
    await nft().flushRuleset()
    await nft().apply(listed)
    assert.equal(runNft(['list', 'ruleset']).output, wanted)
  })

  it('keeps the order of calls that were made in one tick', async () => {
    const match = { match: { op: '==', left: { meta: { key: 'iif' } }, right: 'lo' } } as const
    const listed = await Promise.all([
      nft().apply([table, chain]),
      nft().apply([{ add: { rule: { ...at, chain: 'c', expr: [match] } } }]),
      nft().apply([{ add: { rule: rule(2) } }]),
      nft().list({ kind: 'rule' }),
      nft().flushRuleset(),
      nft().list(),
    ])
    assert.equal(listed[3].nftables.length, 2)
    assert.deepEqual(listed[5].nftables, [])
  })
})
