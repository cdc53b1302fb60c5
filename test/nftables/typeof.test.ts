import assert from 'node:assert/strict'
import type { Nftables } from '../../lib/nftables/index.ts'
import { listSets, nftables } from '../../lib/nftables/kernel.ts'
import { needs } from '../support/needs.ts'
import { openTransport } from '../support/transport.ts'
import { oneHandle } from './support/handle.ts'
import { flushByNft, listByNft, runNft, scriptByNft } from './support/nft-command.ts'

/** Sets as nft declares them by expressions, with elements that reach both ends of what the expression can have. */
const script = `
table inet t {
  set id { typeof vlan id; flags interval; elements = { 1-5, 4000-4095 } }
  set pcp { typeof vlan pcp; elements = { 0, 7 } }
  set off { typeof frag frag-off; elements = { 3, 8191 } }
  set labels { typeof ip6 flowlabel; flags interval; elements = { 7, 99-0xfffff } }
  set versions { typeof ip version . vlan id; elements = { 4 . 5, 6 . 4095 } }
  set pairs { typeof ip saddr . vlan id; elements = { 10.0.0.1 . 5, 10.0.0.2 . 4095 } }
  set spans { typeof vlan id . ip saddr; flags interval; elements = { 1-5 . 10.0.0.0/8, 77 . 10.1.1.1-10.1.1.9 } }
  set other { typeof icmp id . icmp mtu; elements = { 5 . 6 } }
  set raw { typeof @ih,32,32; elements = { 0x12345678 } }
  set nibble { typeof @nh,4,4; elements = { 5 } }
  set group { typeof igmp checksum . igmp mrt; elements = { 5 . 6 } }
  map bits { typeof vlan id : frag frag-off; elements = { 1 : 8191, 4095 : 7 } }
  map left { typeof tcp doff : vlan pcp; comment "x"; elements = { 15 : 7 } }
  chain c {
    vlan id @id
    frag frag-off @off
  }
}
`

describe('sets that are declared by an expression', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()

  const text = (): string => runNft(['list', 'ruleset']).output

  /** What nft wrote of the expressions, set by set. */
  async function records(): Promise<unknown[]> {
    const { transport, opened } = openTransport(nftables)
    await opened
    const sets = await listSets(transport, 'test')
    await transport.close()
    return sets.map(({ name, keyLen, dataLen, descConcat, userdata }) => [name, keyLen, dataLen, descConcat, userdata])
  }

  it('are for nft what it made itself, when what was listed is applied', async () => {
    flushByNft()
    scriptByNft(script)
    const [wanted, written] = [text(), await records()]
    const { nftables } = await nft().list()
    await nft().flushRuleset()
    await nft().apply(nftables)
    assert.equal(text(), wanted)
    assert.deepEqual(await records(), written)
  })

  it('need no header to be there, nor headers that go together', async () => {
    flushByNft()
    const set = (name: string, ...like: object[]) => ({
      add: { set: { family: 'ip' as const, table: 't', name, type: { typeof: like.length > 1 ? like : like[0] } } },
    })
    const field = (protocol: string, name: string) => ({ payload: { protocol, field: name } })
    await nft().apply([
      { add: { table: { family: 'ip', name: 't' } } },
      set('six', field('ip6', 'saddr')),
      set('both', field('ip', 'saddr'), field('ip6', 'saddr')),
      set('ports', field('tcp', 'dport'), field('udp', 'dport')),
      set('family', { meta: { key: 'nfproto' } }),
    ] as Parameters<Nftables['apply']>[0])
    const shown = text()
    for (const like of ['ip6 saddr', 'ip saddr . ip6 saddr', 'tcp dport . udp dport', 'meta nfproto'])
      assert.ok(shown.includes(`typeof ${like}\n`), like)
    assert.equal(listByNft().length, 5)
  })
})
