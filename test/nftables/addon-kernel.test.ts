import assert from 'node:assert/strict'
import type { Expression } from '../../lib/nftables/bytecode.ts'
import {
  consistent,
  getGeneration,
  listChains,
  listElements,
  listObjects,
  listRules,
  listTables,
  NFT_MSG,
  nftables,
  refusalError,
} from '../../lib/nftables/kernel.ts'
import type { BatchOptions, Command } from '../../lib/nftables/native.ts'
import type { Transport } from '../../lib/transport/transport.ts'
import { Bytes } from '../../lib/wire/bytes.ts'
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL } from '../../lib/wire/header.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { openTransport } from '../support/transport.ts'
import { load } from './support/addon-nft.ts'
import { transact } from './support/addon-transaction.ts'

const table = (name: string): Command => ({ type: NFT_MSG.NEWTABLE, flags: NLM_F_CREATE, object: { family: 2, name } })
const chain = (name: string, base: object = {}): Command => ({
  type: NFT_MSG.NEWCHAIN,
  flags: NLM_F_CREATE,
  object: { family: 2, table: 't', name, ...base },
})
const rule = (of: string, ...expressions: Expression[]): Command => ({
  type: NFT_MSG.NEWRULE,
  flags: NLM_F_CREATE | NLM_F_APPEND,
  object: { family: 2, table: 't', chain: of, expressions },
})
const jump = (from: string, to: string) => rule(from, { name: 'immediate', dreg: 0, verdict: -3, chain: to })
const set = (name: string, more: object = {}): Command => ({
  type: NFT_MSG.NEWSET,
  flags: NLM_F_CREATE,
  object: { family: 2, table: 't', name, keyType: 7, keyLen: 4, flags: 0, id: 1, ...more },
})
/** Addresses from 10.0.0.1 on. */
const elements = (name: string, count: number): Command => ({
  type: NFT_MSG.NEWSETELEM,
  flags: NLM_F_CREATE | NLM_F_EXCL,
  object: { family: 2, table: 't', name },
  elements: { count, keyLen: 4, keys: addresses(count) },
})

function addresses(count: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * count))
  for (let i = 0; i < count; i++) view.setUint32(4 * i, 0x0a000001 + i)
  return new Uint8Array(view.buffer)
}

describe('transactions of nftables', () => {
  needs('command nft', 'nftables')
  const place = eachPlace()
  let transport: Transport

  beforeEach(async () => {
    const opening = openTransport(nftables, place().netns)
    transport = opening.transport
    await opening.opened
  })
  afterEach(() => transport.close())

  const send = (commands: Command[], options?: BatchOptions) => transact(transport, 'apply', commands, options)
  const ruleset = () => place().run('nft list ruleset')
  const taken = async (...commands: Command[]) => assert.deepEqual((await send(commands)).refusals, [])

  it('happen as one', async () => {
    await taken(table('t'), chain('c'), rule('c', { name: 'counter', packets: 1n, bytes: 2n }, { name: 'notrack' }))
    assert.equal(ruleset(), 'table ip t {\n\tchain c {\n\t\tcounter packets 1 bytes 2 notrack\n\t}\n}\n')
  })

  it('leave nothing when the last command is refused, and say which it was', async () => {
    const chains = Array.from({ length: 3000 }, (_, i) => chain(`c${i}`))
    const outcome = await send([table('t'), ...chains, jump('c0', 'missing')])
    assert.deepEqual(outcome, { refusals: [{ command: 3001, error: -2 }], messages: [], elements: [] })
    assert.equal(ruleset(), '')
  })

  it('report every command that was refused', async () => {
    await taken(table('t'))
    const { refusals } = await send([chain('a'), jump('b', 'a'), chain('d'), jump('a', 'nowhere')])
    assert.deepEqual(
      refusals.map(({ command, error }) => [command, error]),
      [
        [1, -2],
        [3, -2],
      ],
    )
  })

  it('name the element that was refused, however many messages there are', async () => {
    await taken(table('t'), set('s'))
    const twice = elements('s', 20_000)
    twice.elements?.keys.set([10, 0, 0, 1], 4 * 12_345)
    const { refusals } = await send([chain('c'), twice])
    assert.deepEqual(refusals, [{ command: 1, error: -17, element: 12_345 }])
    assert.equal(
      refusalError('addElements', { error: -17 }, 'elements[12345]').message.startsWith('addElements: '),
      true,
    )
  })

  it('give back what was made, with its handles, where it is echoed', async () => {
    const echoed = [table('t'), chain('c'), set('s'), elements('s', 2)].map((command) => ({
      ...command,
      flags: command.flags | NLM_F_ECHO,
    }))
    const { messages, elements: lists } = await send(echoed)
    const handles = messages
      .filter(({ type }) => type !== NFT_MSG.NEWGEN)
      .map(({ type, object }) => [type, 'handle' in object])
    assert.deepEqual(handles, [
      [NFT_MSG.NEWTABLE, true],
      [NFT_MSG.NEWCHAIN, true],
      [NFT_MSG.NEWSET, true],
    ])
    assert.deepEqual(
      lists.map(({ set: name, count }) => [name, count]),
      [['s', 2]],
    )
  })

  describe('that are only checked', () => {
    const open = { open: true }

    it('change nothing', async () => {
      const generation = await getGeneration(transport, 'test')
      assert.deepEqual((await send([table('t'), chain('c')], open)).refusals, [])
      assert.equal(ruleset(), '')
      assert.equal(await getGeneration(transport, 'test'), generation)
    })

    /** What the kernel refuses when it is sent in earnest, it refuses when it is checked. */
    const refused = (name: string, ...commands: Command[]) =>
      it(`refuse ${name}, as when it is sent`, async () => {
        await taken(table('t'), chain('in', { hooknum: 1, prio: 0, type: 'filter' }), chain('a'), jump('in', 'a'))
        const before = ruleset()
        const checked = (await send(commands, open)).refusals
        assert.deepEqual(checked, (await send(commands)).refusals)
        assert.equal(checked.length > 0, true)
        assert.equal(ruleset(), before)
      })

    refused('a set that there is not', rule('a', { name: 'lookup', sreg: 1, set: 'none' }))
    refused('a statement in a chain without its hook', rule('a', { name: 'masq' }))
    refused('a loop', chain('b'), chain('c'), jump('b', 'c'), jump('c', 'b'), jump('a', 'b'))
    refused('a chain that is used', { type: NFT_MSG.DELCHAIN, flags: 0, object: { family: 2, table: 't', name: 'a' } })
    refused('elements that are there twice', set('s'), elements('s', 3), elements('s', 3))
    refused(
      'a stack of jumps that is too deep',
      ...Array.from({ length: 20 }, (_, i) => chain(`j${i}`)),
      ...Array.from({ length: 19 }, (_, i) => jump(`j${i}`, `j${i + 1}`)),
      jump('a', 'j0'),
    )
  })

  describe('for a generation', () => {
    it('are refused when another came between', async () => {
      const generation = await getGeneration(transport, 'test')
      place().run('nft add table ip other')
      const { refusals } = await send([table('t')], { generation })
      assert.deepEqual(refusals, [{ command: -1, error: -85 }])
      assert.deepEqual((await send([table('t')], { generation: generation + 1 })).refusals, [])
    })
  })

  describe('and lists', () => {
    beforeEach(() => {
      const script = `
        table ip t {
          counter x { }
          quota y { 10 bytes; }
          set s { type ipv4_addr; elements = { 1.2.3.4 }; }
          chain a { counter; }
          chain b { }
        }
        table ip6 t { chain a { accept; }; }
        table ip u { chain a { drop; drop; }; }`
      load(place(), script)
    })

    it('are of a family, a table, a chain, a kind', async () => {
      const names = (objects: readonly { name?: string }[]) => objects.map(({ name }) => name)
      assert.deepEqual(names(await listTables(transport, 'list', { family: 2 })), ['t', 'u'])
      assert.deepEqual(names(await listChains(transport, 'list', { family: 2, table: 't' })), ['a', 'b'])
      assert.equal((await listRules(transport, 'list', { family: 2, table: 'u', chain: 'a' })).length, 2)
      assert.deepEqual(names(await listObjects(transport, 'list', { family: 2, table: 't', type: 2 })), ['y'])
      const [list] = await listElements(transport, 'list', { family: 2, table: 't', set: 's' })
      assert.deepEqual(list?.keys, Uint8Array.of(1, 2, 3, 4))
    })

    it('of a set that there is not are an error of the kernel', async () => {
      await assert.rejects(listElements(transport, 'list', { family: 2, table: 't', set: 'none' }), { code: 'ENOENT' })
    })

    it('are read again when the ruleset has changed', async () => {
      let reads = 0
      const chains = await consistent(transport, 'list', async () => {
        const found = await listChains(transport, 'list', { family: 2, table: 't' })
        if (reads++ === 0) place().run('nft add chain ip t late')
        return found
      })
      assert.deepEqual([reads, chains.length], [2, 3])
    })
  })

  it('end with an error when the ruleset changes all the time while it is listed', async () => {
    let dumps = 0
    const restless = {
      async *dump() {
        dumps++
        yield { bytes: new Bytes(new ArrayBuffer(0)), end: 0, interrupted: true }
      },
    } as unknown as Transport
    await assert.rejects(listRules(restless, 'list'), { code: 'ERR_NETLINK_DUMP_INTERRUPTED', operation: 'list' })
    assert.equal(dumps, 2)
  })

  it('carry half a million elements', async () => {
    await taken(table('t'), set('s'), elements('s', 500_000))
    const [list] = await listElements(transport, 'list', { family: 2, table: 't', set: 's' })
    assert.equal(list?.count, 500_000)
  }).timeout('60s')
})
