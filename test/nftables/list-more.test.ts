import assert from 'node:assert/strict'
import type { ListOptions, NftObject } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { oneHandle } from './support/handle.ts'
import { flushByNft, listByNft, scriptByNft } from './support/nft-command.ts'

describe('list says what nft 1.0.6 keeps to itself', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()

  beforeEach(flushByNft)

  async function listed(script: string, options?: ListOptions): Promise<NftObject[]> {
    scriptByNft(script)
    return (await nft().list(options)).nftables
  }

  const bodies = (objects: readonly object[]) =>
    objects.map((object) => {
      const { handle: _, ...body } = Object.values(object)[0] as { handle?: number }
      return body
    })

  it('comments of tables and chains', async () => {
    const objects = await listed('table ip t {\n comment "a table"\n chain c {\n comment "a chain"\n }\n}')
    assert.deepEqual(bodies(objects), [
      { family: 'ip', name: 't', comment: 'a table' },
      { family: 'ip', table: 't', name: 'c', comment: 'a chain' },
    ])
  })

  it('the links of a chain', async () => {
    const script = 'table netdev t {\n chain c {\n type filter hook ingress device "lo" priority 0;\n }\n}'
    const [chain] = bodies(await listed(script, { kind: 'chain' })) as [{ dev: unknown }]
    assert.equal(chain.dev, 'lo')
  })

  it('a set that rules may fill, where none does', async () => {
    const script = 'table ip t {\n set s {\n type ipv4_addr; flags dynamic,timeout;\n }\n}'
    const [set] = bodies(await listed(script, { kind: 'set' })) as [{ flags: unknown }]
    assert.deepEqual(set.flags, ['timeout', 'dynamic'])
  })

  it('intervals that merge', async () => {
    const script = 'table ip t {\n set s {\n type ipv4_addr; flags interval; auto-merge;\n }\n}'
    const [set] = bodies(await listed(script, { kind: 'set' })) as [{ 'auto-merge': unknown }]
    assert.equal(set['auto-merge'], true)
  })

  const typed = async (types: readonly string[]) => {
    const sets = types.map((type, index) => ` set s${index} {\n typeof ${type}\n }`)
    const objects = await listed(`table inet t {\n${sets.join('\n')}\n}`, { kind: 'set' })
    return bodies(objects).map((body) => (body as { type: { typeof: unknown } }).type.typeof)
  }

  it('sets whose type has no size are shown by the expression that they were made by', async () => {
    const made = {
      'ip length': { payload: { protocol: 'ip', field: 'length' } },
      'ip saddr . ip length': [
        { payload: { protocol: 'ip', field: 'saddr' } },
        { payload: { protocol: 'ip', field: 'length' } },
      ],
      'ct original packets': { ct: { key: 'packets', dir: 'original' } },
      'tcp option maxseg size': { 'tcp option': { name: 'maxseg', field: 'size' } },
      '@nh,8,24': { payload: { base: 'nh', offset: 8, len: 24 } },
    }
    assert.deepEqual(await typed(Object.keys(made)), Object.values(made))
    const before = await nft().list()
    await nft().flushRuleset()
    await nft().apply(before)
    assert.deepEqual(bodies((await nft().list()).nftables), bodies(before.nftables))
  })

  it('likewise fields that are not whole bytes', async () => {
    assert.deepEqual(await typed(['vlan id', 'frag frag-off', 'ip saddr . vlan id']), [
      { payload: { protocol: 'vlan', field: 'id' } },
      { exthdr: { name: 'frag', field: 'frag-off' } },
      [{ payload: { protocol: 'ip', field: 'saddr' } }, { payload: { protocol: 'vlan', field: 'id' } }],
    ])
  })

  it('chains that belong to one rule', async () => {
    const objects = await listed('table ip t {\n chain c {\n jump {\n accept\n }\n }\n}')
    const rules = objects.flatMap((object) => ('rule' in object ? [object.rule] : []))
    const [jump, inner] = rules as unknown as [{ expr: [{ jump: { target: string } }] }, (typeof rules)[number]]
    const { target } = jump.expr[0].jump
    assert.ok(objects.some((object) => 'chain' in object && object.chain.name === target))
    assert.equal(inner.chain, target)
    assert.deepEqual(inner.expr, [{ accept: null }])
  })

  it('numbers that no JSON number holds', async () => {
    const [rule] = bodies(
      await listed('table ip t {\n chain c {\n @th,0,64 0xfffffffffffffffe\n }\n}', { kind: 'rule' }),
    )
    const [{ match }] = (rule as { expr: [{ match: { right: unknown } }] }).expr
    assert.equal(match.right, '18446744073709551614')
  })

  it('rules that put something into a map', async () => {
    const script =
      'table ip t {\n map m {\n type ipv4_addr : mark; flags dynamic;\n }\n chain c {\n update @m { ip saddr : 5 }\n }\n}'
    const [rule] = bodies(await listed(script, { kind: 'rule' }))
    assert.deepEqual((rule as { expr: unknown }).expr, [
      { map: { op: 'update', elem: { payload: { protocol: 'ip', field: 'saddr' } }, data: 5, map: '@m' } },
    ])
  })

  it('a part of an address of a connection is a prefix', async () => {
    const script = 'table ip t {\n chain c {\n ct original saddr 10.0.0.0/8\n }\n}'
    const [rule] = bodies(await listed(script, { kind: 'rule' }))
    assert.deepEqual((rule as { expr: unknown }).expr, [
      {
        match: {
          op: '==',
          left: { ct: { key: 'saddr', dir: 'original' } },
          right: { prefix: { addr: '10.0.0.0', len: 8 } },
        },
      },
    ])
  })

  it('everything else is as nft lists it', async () => {
    const script = 'table ip t {\n comment "more"\n set s {\n type ipv4_addr\n }\n chain c {\n ip saddr @s drop\n }\n}'
    const [{ table }, ...rest] = (await listed(script)) as [{ table: { comment?: string } }, ...NftObject[]]
    const { comment, ...body } = table
    assert.equal(comment, 'more')
    assert.deepEqual([{ table: body }, ...rest], listByNft())
  })
})
