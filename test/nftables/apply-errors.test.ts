import assert from 'node:assert/strict'
import type { NftCommands } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { oneHandle } from './support/handle.ts'
import { flushByNft, runNft } from './support/nft-command.ts'

const at = { family: 'inet', table: 't' } as const
const rule = (...expr: unknown[]) => ({ add: { rule: { ...at, chain: 'c', expr } } })
const match = (left: unknown, right: unknown, op = '==') => rule({ match: { op, left, right } })
const saddr = { payload: { protocol: 'ip', field: 'saddr' } }
const set = (more: object) => ({ add: { set: { ...at, name: 'n', type: 'ipv4_addr', ...more } } })
const base = { type: 'filter', hook: 'input', prio: 0 }
const chain = (more: object) => ({ add: { chain: { ...at, name: 'n', ...more } } })
const element = (elem: unknown, name = 's') => ({ add: { element: { ...at, name, elem } } })

/** What is wrong with a command, by what the error says of its place and of the reason. */
const mistakes: readonly [command: unknown, path: string, reason: RegExp][] = [
  ['add', '', /must be an object/],
  [{}, '', /must have exactly one property, the kind of/],
  [{ add: {}, delete: {} }, '', /must have exactly one property/],
  [{ invent: { table: {} } }, '', /unknown kind of object 'invent'/],
  [{ add: { thing: {} } }, '.add', /unknown kind of object 'thing'$/],
  [{ add: { chian: {} } }, '.add', /unknown kind of object 'chian'; did you mean 'chain'\?$/],
  [chain({ priority: 0 }), '.add.chain', /unknown property 'priority'; did you mean 'prio'\?$/],
  [
    rule({ match: { left: { payload: { protocol: 'ip', field: 'sadr' } }, op: '==', right: '10.0.0.1' } }),
    '.add.rule.expr[0].match.left.payload',
    /unknown field 'sadr' of ip; did you mean 'saddr'\?$/,
  ],
  [
    rule({ match: { left: { payload: { protocol: 'ip', field: 'saddr' } }, op: '==', right: ['10.0.0.1'] } }),
    '.add.rule.expr[0].match.right[0]',
    /must be a bit mask, not IPv4 address; several values are \{ set: \[...\] \}$/,
  ],
  [{ add: { table: [] } }, '.add.table', /must be an object, not an array/],
  [{ add: { table: { name: 't' } } }, '.add.table.family', /is missing/],
  [{ add: { table: { family: 'ipx', name: 't' } } }, '.add.table.family', /one of .*not 'ipx'/],
  [{ add: { table: { family: 'ip' } } }, '.add.table.name', /is missing/],
  [{ add: { table: { family: 'ip', name: 5 } } }, '.add.table.name', /must be a string, not 5/],
  [{ add: { table: { family: 'ip', name: '' } } }, '.add.table.name', /must be a name/],
  [{ add: { table: { family: 'ip', name: 'x'.repeat(256) } } }, '.add.table.name', /1 to 255 bytes/],
  [{ add: { table: { family: 'ip', name: 't', colour: 'red' } } }, '.add.table', /unknown property 'colour'/],
  [{ add: { table: { family: 'ip', name: 't', flags: ['asleep'] } } }, '.add.table.flags', /not 'asleep'/],
  [
    { add: { table: { family: 'ip', name: 't', comment: 'x'.repeat(129) } } },
    '.add.table.comment',
    /must be at most 128 bytes long/,
  ],
  [{ add: { chain: { family: 'ip', name: 'c' } } }, '.add.chain.table', /is missing/],
  [chain({ ...base, hook: 'sideways' }), '.add.chain.hook', /not 'sideways'/],
  [chain({ ...base, type: 'tea' }), '.add.chain.type', /not 'tea'/],
  [chain({ ...base, prio: 'srcnat' }), '.add.chain.prio', /not a priority of this hook: 'srcnat'|must/],
  [chain({ ...base, prio: 1.5 }), '.add.chain.prio', /not a priority/],
  [chain({ type: 'filter', hook: 'input' }), '.add.chain.prio', /is missing/],
  [chain({ ...base, policy: 'maybe' }), '.add.chain.policy', /not 'maybe'/],
  [chain({ ...base, dev: ['a', 5] }), '.add.chain.dev[1]', /link name, not 5/],
  [{ delete: { chain: { ...at } } }, '.delete.chain.name', /is missing; a name or a handle is required/],
  [{ delete: { rule: { ...at, chain: 'c' } } }, '.delete.rule.handle', /is missing/],
  [{ delete: { rule: { ...at, chain: 'c', handle: -1 } } }, '.delete.rule.handle', /must be from 1 to/],
  [{ rename: { table: {} } }, '.rename', /expected a chain, got 'table'/],
  [{ insert: { set: {} } }, '.insert', /expected a rule, got 'set'/],
  [{ flush: { rule: {} } }, '.flush', /cannot flush 'rule'/],
  [{ list: { tea: null } }, '.list', /cannot list 'tea'/],
  [{ reset: { set: null } }, '.reset', /cannot reset 'set'/],
  [{ metainfo: { json_schema_version: 9 } }, '.metainfo.json_schema_version', /must be at most 1, not 9/],
  [{ add: { rule: { ...at, chain: 'c' } } }, '.add.rule.expr', /is missing/],
  [{ add: { rule: { ...at, chain: 'c', expr: {} } } }, '.add.rule.expr', /must be an array/],
  [rule({ dance: null }), '.add.rule.expr[0]', /unknown statement 'dance'/],
  [rule({ accept: null }, { drop: null }), '.add.rule.expr[1]', /is never reached/],
  [rule({ jump: {} }), '.add.rule.expr[0].jump.target', /is missing/],
  [match(saddr, '10.0.0.256'), '.add.rule.expr[0].match.right', /must be a valid IPv4 address, not '10.0.0.256'/],
  [
    match(saddr, { prefix: { addr: '10.0.0.0', len: 33 } }),
    '.add.rule.expr[0].match.right.prefix',
    /must have a prefix length from 0 to 32, not 33/,
  ],
  [match(saddr, { range: ['10.0.0.2', '10.0.0.1'] }), '.add.rule.expr[0].match.right', /must not end before it starts/],
  [
    match({ concat: [saddr, { meta: { key: 'mark' } }] }, 5),
    '.add.rule.expr[0].match.right',
    /must be a concatenation of/,
  ],
  [
    match({ concat: [saddr, saddr] }, { set: [5] }),
    '.add.rule.expr[0].match.right.set[0]',
    /must be a concatenation of/,
  ],
  [
    match({ meta: { key: 'mark' } }, { set: [5, true] }),
    '.add.rule.expr[0].match.right.set[1]',
    /must be a valid packet mark, not true/,
  ],
  [match({ meta: { key: 'mark' } }, 2 ** 60), '.add.rule.expr[0].match.right', /use a string/],
  [
    match(saddr, { set: ['1.1.1.1', 'fe80::1'] }),
    '.add.rule.expr[0].match.right.set[1]',
    /must be a valid IPv4 address, not 'fe80::1'/,
  ],
  [
    match({ payload: { protocol: 'ip', field: 'smell' } }, 1),
    '.add.rule.expr[0].match.left.payload',
    /unknown field 'smell' of ip/,
  ],
  [
    match({ payload: { protocol: 'tcp', field: 'dport' } }, 65536),
    '.add.rule.expr[0].match.right',
    /must be from 0 to 65535, not 65536/,
  ],
  [match({ meta: { key: 'mood' } }, 1), '.add.rule.expr[0].match.left.meta', /unknown key 'mood'/],
  [match(saddr, 'x', '~'), '.add.rule.expr[0].match', /unknown operator '~'/],
  [rule({ match: { left: saddr, right: '1.1.1.1' } }), '.add.rule.expr[0].match.op', /is missing/],
  [rule({ limit: { rate: 5 } }), '.add.rule.expr[0].limit.per', /is missing/],
  [rule({ log: { prefix: 'x'.repeat(128) } }), '.add.rule.expr[0].log', /must be at most 127 bytes long/],
  [rule({ xt: null }), '.add.rule.expr[0].xt', /xtables/],
  [set({ type: 'tea' }), '.add.set.type', /unknown type 'tea'/],
  [set({ type: ['ipv4_addr', 'tea'] }), '.add.set.type[1]', /unknown type 'tea'/],
  [set({ type: 'integer' }), '.add.set.type', /must have a fixed size/],
  [set({ flags: ['intervals'] }), '.add.set.flags', /not 'intervals'/],
  [set({ 'auto-merge': true }), '.add.set.auto-merge', /requires an interval set/],
  [set({ 'auto-merge': 1 }), '.add.set.auto-merge', /true or false/],
  [set({ elem: ['1.1.1.1', '1.1.1.'] }), '.add.set.elem[1]', /must be a valid IPv4 address/],
  [
    set({ elem: [{ prefix: { addr: '10.0.0.0', len: 8 } }] }),
    '.add.set.elem[0]',
    /needs a set with the flag 'interval'/,
  ],
  [
    set({ flags: 'interval', elem: [{ range: ['1.1.1.1', '1.1.1.9'] }, '1.1.1.5'] }),
    '.add.set.elem',
    /conflicts with another interval/,
  ],
  [{ add: { map: { ...at, name: 'n', type: 'mark' } } }, '.add.map.map', /is missing/],
  [
    { add: { map: { ...at, name: 'n', type: 'mark', map: 'mark', elem: [5] } } },
    '.add.map.elem[0]',
    /must be a pair \[key, data\], not /,
  ],
  [element([]), '.add.element.elem', /must not be empty/],
  [
    element(['1.1.1.1', { elem: { val: '2.2.2.2', colour: 1 } }]),
    '.add.element.elem[1].elem',
    /unknown property 'colour'/,
  ],
  [{ add: { counter: { ...at, name: 'n', packets: -1 } } }, '.add.counter.packets', /must be from 0 to/],
  [{ add: { limit: { ...at, name: 'n', rate: 5, per: 'aeon' } } }, '.add.limit.per', /not 'aeon'/],
  [
    { add: { 'ct helper': { ...at, name: 'n', type: 'ftp', protocol: 'ip' } } },
    ".add['ct helper'].protocol",
    /not 'ip'/,
  ],
]

/** What is not there, by the place that names it. */
const missing: readonly [command: unknown, path: string][] = [
  [match(saddr, '@none'), '.add.rule.expr[0].match.right'],
  [rule({ vmap: { key: saddr, data: '@none' } }), '.add.rule.expr[0].vmap.data'],
  [rule({ set: { op: 'add', elem: saddr, set: '@none' } }), '.add.rule.expr[0].set.set'],
  [element(['1.1.1.1'], 'none'), '.add.element.name'],
  [{ add: { element: { family: 'inet', table: 'none', name: 's', elem: ['1.1.1.1'] } } }, '.add.element.name'],
  [{ rename: { chain: { ...at, name: 'none', newname: 'x' } } }, '.rename.chain.name'],
  [{ insert: { rule: { ...at, chain: 'c', index: 9, expr: [{ accept: null }] } } }, '.insert.rule.index'],
  [rule({ counter: null }, { jump: { target: 'none' } }), '.add.rule.expr[1]'],
  [{ add: { rule: { ...at, chain: 'none', expr: [] } } }, '.add.rule.chain'],
  [{ delete: { table: { family: 'ip', name: 'none' } } }, '.delete.table.name'],
  [{ delete: { 'ct helper': { ...at, name: 'none' } } }, ".delete['ct helper'].name"],
  [{ delete: { element: { ...at, name: 's', elem: ['9.9.9.9'] } } }, '.delete.element.elem[0]'],
]

describe('what apply refuses', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()
  let before_: string
  before(async () => {
    flushByNft()
    await nft().apply([
      { add: { table: { family: 'inet', name: 't' } } },
      { add: { chain: { ...at, name: 'c' } } },
      { add: { set: { ...at, name: 's', type: 'ipv4_addr', elem: ['1.2.3.4'] } } },
    ])
    before_ = runNft(['-a', 'list', 'ruleset']).output
  })

  /** Behind a command that alone would be done. */
  const apply = (command: unknown) =>
    nft().apply([{ add: { counter: { ...at, name: 'first' } } }, command] as NftCommands)

  const untouched = () => assert.equal(runNft(['-a', 'list', 'ruleset']).output, before_)

  it('is named by its place, and why', async () => {
    for (const [command, path, reason] of mistakes) {
      await assert.rejects(apply(command), (error: Error) => {
        assert.ok(error instanceof TypeError || error instanceof RangeError, `${error}`)
        const start = `apply: nftables[1]${path}`
        assert.equal(error.message.slice(0, start.length), start)
        const rest = error.message.slice(start.length)
        assert.match(rest, /^:? [a-z]/)
        assert.match(rest, reason)
        return true
      })
    }
    untouched()
  })

  it('because there is no such thing is ENOENT, with the place', async () => {
    for (const [command, path] of missing) {
      await assert.rejects(apply(command), { name: 'NetlinkError', code: 'ENOENT', attribute: `nftables[1]${path}` })
    }
    untouched()
  })

  it('has the place of an object without a command, too', async () => {
    await assert.rejects(nft().apply({ nftables: [{ table: { family: 'ip' } }] } as unknown as NftCommands), {
      message: 'apply: nftables[0].table.name is missing',
    })
  })

  it('are commands and options that are none', async () => {
    for (const commands of [null, 5, 'flush ruleset', {}, { nftables: {} }]) {
      await assert.rejects(
        nft().apply(commands as unknown as NftCommands),
        /^TypeError: apply: nftables must be an array/,
      )
    }
    await assert.rejects(nft().apply([], { ekho: true } as object), /^TypeError: apply: unknown option 'ekho'/)
    await assert.rejects(nft().apply([], { echo: 1 } as object), /^TypeError: apply: echo must be true or false/)
    assert.deepEqual(await nft().apply([]), [])
    const around: { set?: unknown } = {}
    around.set = [around]
    await assert.rejects(apply(match(saddr, around)), /^RangeError: apply: nftables is nested too deeply$/)
  })
})
