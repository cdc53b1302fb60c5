import assert from 'node:assert/strict'
import type { NftCommands } from '../../lib/nftables/index.ts'
import { oneHandle } from '../nftables/support/handle.ts'
import { applyByNft, flushByNft, listByNft, runNft, scriptByNft } from '../nftables/support/nft-command.ts'
import { needs } from '../support/needs.ts'

const places = [
  ['netdev', 'ingress'],
  ['netdev', 'egress'],
  ['inet', 'ingress'],
] as const

function chainOf(family: string, hook: string, more: object): object[] {
  const chain = { family, table: 't', name: 'c', type: 'filter', hook, prio: 0, policy: 'drop', ...more }
  return [{ add: { table: { family, name: 't' } } }, { add: { chain } }]
}

describe('chains that hang on devices', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()
  beforeEach(flushByNft)

  for (const [family, hook] of places) {
    for (const [what, more] of [
      ['without dev', {}],
      ['with an empty list of them', { dev: [] }],
    ] as const) {
      it(`are refused ${what}, as by nft: ${family} ${hook}`, async () => {
        const commands = chainOf(family, hook, more)
        assert.throws(() => applyByNft(commands), /device/)
        await assert.rejects(nft().apply(commands as NftCommands), {
          name: 'TypeError',
          message: /^apply: nftables\[1\]\.add\.chain\.dev is missing/,
        })
        assert.deepEqual(listByNft(), [])
      })
    }

    it(`are listed with it, although nft's JSON leaves it out: ${family} ${hook}`, async () => {
      scriptByNft(
        `table ${family} t {\n chain c {\n type filter hook ${hook} device "lo" priority 0\n policy drop\n }\n}\n`,
      )
      const before = runNft(['list', 'ruleset']).output
      await assert.rejects(nft().apply(listByNft() as NftCommands), /dev is missing/)
      const listed = await nft().list()
      const [, chain] = listed.nftables as [unknown, { chain: { dev: string } }]
      assert.equal(chain.chain.dev, 'lo')
      await nft().flushRuleset()
      await nft().apply(listed)
      assert.equal(runNft(['list', 'ruleset']).output, before)
    })
  }

  it('are changed without it where they are there: a policy needs no hook', async () => {
    await nft().apply(chainOf('netdev', 'ingress', { dev: 'lo' }) as NftCommands)
    await nft().apply([{ add: { chain: { family: 'netdev', table: 't', name: 'c', policy: 'accept' } } }])
    assert.match(runNft(['list', 'ruleset']).output, /device "lo" priority filter; policy accept/)
  })
})

describe('a named limit', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()

  it('takes the word `unit` of the JSON for both of its units', async () => {
    flushByNft()
    await nft().apply([
      { add: { table: { family: 'inet', name: 't' } } },
      {
        add: { limit: { family: 'inet', table: 't', name: 'b', rate: 512, per: 'second', burst: 1024, unit: 'bytes' } },
      },
      { add: { limit: { family: 'inet', table: 't', name: 'p', rate: 5, per: 'minute', burst: 7, unit: 'packets' } } },
    ])
    const { output } = runNft(['list', 'limits'])
    assert.match(output, /limit b \{\s+rate 512 bytes\/second burst 1 kbytes/)
    assert.match(output, /limit p \{\s+rate 5\/minute burst 7 packets/)
  })
})
