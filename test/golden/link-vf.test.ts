import { setVf } from '../../lib/link/set-vf.ts'
import type { VfChange } from '../../lib/link/vf-change.ts'
import { on } from '../../lib/verb/verb.ts'
import { bytes } from './support/bytes.ts'
import { asks } from './support/link.ts'

/** Captured from iproute2 6.1 with `strace -e write=all`; `v0` has the index 3. */
const CASES: readonly { words: string; change: VfChange; request: string }[] = [
  {
    words: 'mac 02:00:00:00:00:07',
    change: { mac: '02:00:00:00:00:07' },
    request: `
      5000000010000500000000000000000000000000030000000000000000000000300016002c00010028000100020000000200
      000000070000000000000000000000000000000000000000000000000000
    `,
  },
  {
    words: 'vlan 100 qos 3',
    change: { vlan: 100, qos: 3 },
    request: `
      3800000010000500000000000000000000000000030000000000000000000000180016001400010010000200020000006400
      000003000000
    `,
  },
  {
    words: 'vlan 100 qos 3 proto 802.1ad',
    change: { vlan: 100, qos: 3, vlanProto: '802.1ad' },
    request: `
      4000000010000500000000000000000000000000030000000000000000000000200016001c00010018000c00140001000200
      0000640000000300000088a80000
    `,
  },
  {
    words: 'rate 500',
    change: { maxTxRate: 500 },
    request: `
      340000001000050000000000000000000000000003000000000000000000000014001600100001000c00030002000000f401
      0000
    `,
  },
  {
    words: 'max_tx_rate 500 min_tx_rate 100',
    change: { maxTxRate: 500, minTxRate: 100 },
    request: `
      3800000010000500000000000000000000000000030000000000000000000000180016001400010010000600020000006400
      0000f4010000
    `,
  },
  {
    words: 'spoofchk on',
    change: { spoofchk: true },
    request: `
      340000001000050000000000000000000000000003000000000000000000000014001600100001000c000400020000000100
      0000
    `,
  },
  {
    words: 'query_rss off',
    change: { rssQueryEn: false },
    request: `
      340000001000050000000000000000000000000003000000000000000000000014001600100001000c000700020000000000
      0000
    `,
  },
  {
    words: 'state disable',
    change: { linkState: 'disable' },
    request: `
      340000001000050000000000000000000000000003000000000000000000000014001600100001000c000500020000000200
      0000
    `,
  },
  {
    words: 'trust on',
    change: { trust: true },
    request: `
      340000001000050000000000000000000000000003000000000000000000000014001600100001000c000900020000000100
      0000
    `,
  },
  {
    words: 'node_guid 00:02:c9:03:00:5f:34:a1',
    change: { ibNodeGuid: '0x2c903005f34a1' },
    request: `
      3c000000100005000000000000000000000000000300000000000000000000001c0016001800010014000a00020000000000
      0000a1345f0003c90200
    `,
  },
  {
    words: 'port_guid 00:02:c9:03:00:5f:34:a2',
    change: { ibPortGuid: '0x2c903005f34a2' },
    request: `
      3c000000100005000000000000000000000000000300000000000000000000001c0016001800010014000b00020000000000
      0000a2345f0003c90200
    `,
  },
]

describe('what is asked to change a virtual function', () => {
  for (const { words, change, request } of CASES)
    it(`setVf sends what ip link set v0 vf 2 ${words} does`, () => {
      asks((caller) => on(caller, setVf)(3, 2, change), bytes(request))
    })
})
