import assert from 'node:assert/strict'
import { ip, match, meta, type NftCommands, tcp } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { bytecodeOfRules } from './support/bytecode.ts'
import { oneHandle } from './support/handle.ts'
import { applyByNft, flushByNft, runNft, scriptByNft } from './support/nft-command.ts'

const protocol = (word: string) => match(meta.protocol, '==', word)
const counter = { counter: null }

/** Rules in which a match says what the family says already: it goes, unless it ends the rule. */
const implied: Readonly<Record<string, readonly (readonly object[])[]>> = {
  ip: [
    [protocol('ip')],
    [protocol('ip'), { accept: null }],
    [protocol('ip'), counter],
    [protocol('ip'), protocol('ip')],
    [match(ip.saddr, '==', '1.2.3.4'), protocol('ip')],
    [match(ip.ttl, '==', 1), protocol('ip'), match(ip.protocol, '==', 'tcp')],
    [counter, protocol('ip')],
    [counter, protocol('ip'), match(meta.mark, '==', 1), { accept: null }],
    [protocol('ip6'), protocol('ip')],
  ],
  ip6: [[protocol('ip6')], [protocol('ip6'), counter], [protocol('ip'), protocol('ip6')]],
}

const raw = { payload: { base: 'nh', offset: 8, len: 16 } } as const
const upper = { prefix: { addr: 512, len: 8 } }
const most = { prefix: { addr: 512, len: 7 } }

/** Values as nft lists those of bits, which it compares by their first bytes. */
const beginnings = [
  match(raw, '==', upper),
  match(raw, '==', most),
  match({ '&': [raw, 2032] }, '==', upper),
  match({ '>>': [raw, 4] }, '==', most),
  match({ '>>': [{ '&': [raw, 2032] }, 4] }, '==', upper),
  match({ '&': [{ '>>': [{ '&': [raw, 4032] }, 6] }, 18] }, '==', upper),
]

/** What is shifted is a plain number, which nothing of another type equals. */
const shifts = [
  match({ '<<': [meta.mark, 2] }, '==', 4),
  match({ '<<': [meta.mark, 2] }, '<', 4),
  match({ '>>': [meta.mark, 2] }, '==', { range: [1, 2] }),
  match({ '>>': [tcp.dport, 2] }, '==', { set: [4, 8] }),
  { vmap: { key: { '<<': [meta.mark, 2] }, data: { set: [[4, { accept: null }]] } } },
]

const table = (family: string): string => `table ${family} t {\nchain c {\n}\n}\n`
const addRule = (family: string, expr: unknown) => ({ add: { rule: { family, table: 't', chain: 'c', expr } } })

describe('the bytecode of rules', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()

  function empty(family: string): void {
    flushByNft()
    scriptByNft(table(family))
  }

  /** That of nft and ours, from the same JSON. */
  async function both(family: string, list: readonly unknown[]): Promise<[string[], string[]]> {
    const commands = list.map((expr) => addRule(family, expr))
    empty(family)
    applyByNft(commands)
    const wanted = bytecodeOfRules()
    empty(family)
    await nft().apply(commands as NftCommands)
    return [bytecodeOfRules(), wanted]
  }

  for (const [family, list] of Object.entries(implied)) {
    it(`is that of nft where the family says already what is asked: ${family}`, async () => {
      const [got, wanted] = await both(family, list)
      assert.deepEqual(got, wanted)
    })
  }

  it('is that of nft where a value stands for its first bytes', async () => {
    const [got, wanted] = await both(
      'ip',
      beginnings.map((statement) => [statement]),
    )
    assert.deepEqual(got, wanted)
  })

  it('is none where a number that was shifted is compared with another type', async () => {
    for (const statement of shifts) {
      empty('ip')
      const command = addRule('ip', [statement])
      assert.equal(runNft(['-j'], JSON.stringify({ nftables: [command] })).ok, false)
      await assert.rejects(nft().apply([command] as NftCommands), /TypeError: .*\.expr\[0\]\..*datatype mismatch/)
    }
  })
})
