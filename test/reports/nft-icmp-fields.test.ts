import assert from 'node:assert/strict'
import { add } from '../../lib/nftables/index.ts'
import { oneHandle } from '../nftables/support/handle.ts'
import { applyByNft, flushByNft, runNft } from '../nftables/support/nft-command.ts'
import { needs } from '../support/needs.ts'

/** The rules of a table as nft prints them. */
function rules(table: string): string[] {
  const { output } = runNft(['list', 'table', ...table.split(' ')])
  return output
    .split('\n')
    .slice(2, -3)
    .filter((line) => line !== '')
}

describe('a field of ICMP', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()
  beforeEach(flushByNft)

  const FIELDS = [
    ['ip', 'icmp', ['type', 'code', 'checksum', 'id', 'sequence', 'gateway', 'mtu'], ['echo-reply', 'echo-request']],
    [
      'ip6',
      'icmpv6',
      ['type', 'code', 'checksum', 'parameter-problem', 'mtu', 'id', 'sequence', 'max-delay'],
      ['echo-reply', 'echo-request'],
    ],
  ] as const

  for (const [family, protocol, fields, types] of FIELDS)
    for (const field of fields)
      it(`implies the messages that have it, as in nft: ${protocol} ${field}`, async () => {
        const typed = field === 'id' || field === 'sequence' ? types : []
        const equal = (name: string, right: string | number) => ({
          match: { op: '==' as const, left: { payload: { protocol, field: name } }, right },
        })
        const bodies = [[equal(field, 5)], ...typed.map((type) => [equal('type', type), equal(field, 5)])]
        const commands = (table: string) => [
          add.table({ family, name: table }),
          add.chain({ family, table, name: 'c' }),
          ...bodies.map((expr) => add.rule({ family, table, chain: 'c', expr })),
        ]
        await nft().apply(commands('ours'))
        applyByNft(commands('theirs'))
        assert.equal(rules(`${family} ours`).length, bodies.length)
        assert.deepEqual(rules(`${family} ours`), rules(`${family} theirs`))
      })
})
