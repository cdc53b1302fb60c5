import assert from 'node:assert/strict'
import { oneHandle } from '../nftables/support/handle.ts'
import { flushByNft, runNft, scriptByNft } from '../nftables/support/nft-command.ts'
import { needs } from '../support/needs.ts'

/** A map in nft's language, with its declaration and its elements. */
function table(declaration: string, elements: string): string {
  return `table ip t {\n map m {\n ${declaration}\n elements = { ${elements} }\n }\n}\n`
}

function listing(): string {
  const { ok, output, complaint } = runNft(['list', 'ruleset'])
  assert.ok(ok, `nft list ruleset: ${complaint || 'aborted'}`)
  return output
}

/** Of each: the declaration, the elements, and how nft lists the declaration once `apply(list())` has made it again. */
const maps: readonly (readonly [declaration: string, elements: string, again?: string])[] = [
  ['typeof ip saddr . @ih,32,32 : verdict', '1.1.1.1 . 0x14 : accept, 7.7.7.7 . 0x86 : drop'],
  ['typeof numgen inc mod 2 : ip daddr', '0 : 1.2.3.4', 'typeof numgen inc mod 2 : ip saddr'],
  ['typeof osf name : ct mark', '"Linux" : 1', 'typeof osf name : meta mark'],
  ['typeof vlan id : ip daddr . tcp dport', '5 : 10.0.0.1 . 80', 'typeof vlan id : ip saddr . tcp sport'],
  ['typeof vlan id : meta l4proto', '5 : tcp', 'typeof vlan id : ip protocol'],
  ['typeof vlan id : ct state', '5 : new'],
  ['typeof ip saddr : vlan id', '1.1.1.1 : 7'],
  ['typeof ip saddr . vlan id : verdict', '1.1.1.1 . 7 : accept'],
]

describe('typeof maps after apply(list())', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()

  for (const [declaration, elements, again = declaration] of maps) {
    it(`${declaration} is listed and loaded by nft`, async () => {
      flushByNft()
      scriptByNft(table(declaration, elements))
      const before = listing()
      const listed = await nft().list()
      await nft().flushRuleset()
      await nft().apply(listed)
      const after = listing()
      assert.equal(after, before.replace(declaration, again))
      flushByNft()
      scriptByNft(after)
      assert.equal(listing(), after)
    })
  }

  it('ip saddr . ct original proto-dst keeps both parts', async () => {
    flushByNft()
    scriptByNft('table ip t {\n map m {\n typeof ip saddr . ct original proto-dst : verdict\n }\n}\n')
    const before = listing()
    const listed = await nft().list()
    await nft().flushRuleset()
    await nft().apply(listed)
    assert.equal(listing(), before)
  })

  it('a map of objects whose key has no size does not make nft abort', async () => {
    const saddr = { payload: { protocol: 'ip', field: 'saddr' } } as const
    const raw = { payload: { base: 'ih', offset: 32, len: 32 } } as const
    const place = { family: 'ip', table: 't' } as const
    await nft().flushRuleset()
    await nft().apply([
      { add: { table: { family: 'ip', name: 't' } } },
      { add: { counter: { ...place, name: 'c' } } },
      {
        add: {
          map: {
            ...place,
            name: 'm',
            type: { typeof: [saddr, raw] },
            map: 'counter',
            elem: [
              [{ concat: ['1.1.1.1', 20] }, 'c'],
              [{ concat: ['7.7.7.7', 134] }, 'c'],
            ],
          },
        },
      },
    ])
    assert.match(listing(), /typeof ip saddr \. @ih,32,32 : counter/)
  })

  it('data that are ranges come back, although the JSON does not say of the map that they are', async () => {
    flushByNft()
    scriptByNft(
      table('typeof ip saddr : interval ip daddr', '10.0.0.1 : 192.168.0.0/24, 10.0.0.2 : 192.168.1.4-192.168.1.9'),
    )
    const before = listing()
    const listed = await nft().list()
    await nft().flushRuleset()
    await nft().apply(listed)
    assert.equal(listing(), before)
  })
})
