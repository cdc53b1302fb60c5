import assert from 'node:assert/strict'
import type { SetInfo } from '../../lib/nftables/compile/set.ts'
import { BIG, HOST, UNORDERED } from '../../lib/nftables/datatype/byteorder.ts'
import * as types from '../../lib/nftables/datatype/table.ts'
import { plainElements } from '../../lib/nftables/element/plain.ts'
import { packElements } from '../../lib/nftables/element.ts'
import { NFT_MSG, nftables } from '../../lib/nftables/kernel.ts'
import { NLM_F_CREATE } from '../../lib/wire/header.ts'
import { needs } from '../support/needs.ts'
import { onePlace } from '../support/place.ts'
import { openTransport } from '../support/transport.ts'
import { unpackElements } from './support/addon-columns.ts'
import { load } from './support/addon-nft.ts'
import { transact } from './support/addon-transaction.ts'

const INTERVAL = 4

const ipv4 = { datatype: types.ipv4Address, length: 32, byteorder: BIG } as const
const ipv6 = { datatype: types.ipv6Address, length: 128, byteorder: BIG } as const
const ether = { datatype: types.etherAddress, length: 48, byteorder: BIG } as const
const service = { datatype: types.inetService, length: 16, byteorder: BIG } as const
const protocol = { datatype: types.inetProtocol, length: 8, byteorder: UNORDERED } as const
const mark = { datatype: types.mark, length: 32, byteorder: HOST } as const

const setOf = (key: SetInfo['key'], flags = 0): SetInfo => ({
  family: 2,
  table: 't',
  name: 'ours',
  id: undefined,
  flags,
  key,
  autoMerge: false,
  elements: [],
})
const concat = (...parts: SetInfo['key'][]) => setOf({ ...parts[0], parts } as SetInfo['key'])

/** The elements of a set as nft lists them, in an order of our own. */
function listed(place: ReturnType<ReturnType<typeof onePlace>>, name: string): string[] {
  const text = place.run(`nft list set ip t ${name}`)
  const [, elements = ''] = /elements = \{([^}]*)\}/s.exec(text) ?? []
  return elements
    .split(',')
    .map((element) => element.trim().replace(/\s+/g, ' '))
    .sort()
}

describe('elements that are written plainly', () => {
  needs('command nft', 'nftables')
  const place = onePlace()

  const same = (type: string, set: SetInfo, json: unknown[], text: string) =>
    it(`are those that nft makes of them: ${type}`, async () => {
      const empty = ['ours', 'theirs'].map((name) => `add set ip t ${name} { ${type}; }`)
      load(place(), ['add table ip t', 'delete table ip t', 'add table ip t', ...empty].join('\n'))
      load(place(), `add element ip t theirs { ${text} }`)
      const elements = plainElements(set, json)
      assert.notEqual(elements, undefined)
      const { transport, opened } = openTransport(nftables, place().netns)
      await opened
      const object = { family: 2, table: 't', name: 'ours' }
      const outcome = await transact(transport, 'add', [
        { type: NFT_MSG.NEWSETELEM, flags: NLM_F_CREATE, object, elements: elements as NonNullable<typeof elements> },
      ])
      await transport.close()
      assert.deepEqual(outcome.refusals, [])
      assert.deepEqual(listed(place(), 'ours'), listed(place(), 'theirs'))
    })

  same('type ipv4_addr', setOf(ipv4), ['10.0.0.1', '255.255.255.255', '0.0.0.0'], '10.0.0.1, 255.255.255.255, 0.0.0.0')
  same('type ipv6_addr', setOf(ipv6), ['::', 'fe80::1', '1:2:3:4:5:6:7:8', '1::'], '::, fe80::1, 1:2:3:4:5:6:7:8, 1::')
  same('type ether_addr', setOf(ether), ['00:11:22:aa:bb:ff'], '00:11:22:aa:bb:ff')
  same('type inet_service', setOf(service), [22, 65535, 0], '22, 65535, 0')
  same('type inet_proto', setOf(protocol), [6, 255], '6, 255')
  same('type mark', setOf(mark), [1, 0xffffffff], '1, 0xffffffff')
  same(
    'type ipv4_addr . inet_proto . inet_service',
    concat(ipv4, protocol, service),
    [{ concat: ['10.0.0.1', 6, 80] }, { concat: ['10.0.0.2', 17, 53] }],
    '10.0.0.1 . 6 . 80, 10.0.0.2 . 17 . 53',
  )
  same(
    'type ipv4_addr; flags interval',
    setOf(ipv4, INTERVAL),
    ['10.0.0.9', { prefix: { addr: '192.168.0.0', len: 16 } }, { range: ['10.0.0.10', '10.0.0.20'] }, '10.0.0.5'],
    '10.0.0.9, 192.168.0.0/16, 10.0.0.10-10.0.0.20, 10.0.0.5',
  )
  same('type inet_service; flags interval', setOf(service, INTERVAL), [80, { range: [1000, 2000] }], '80, 1000-2000')

  const left = (name: string, set: SetInfo, json: unknown) =>
    it(`but not ${name}, which the compiler knows`, () => assert.equal(plainElements(set, json), undefined))

  left('words', setOf(service), [22, 'http'])
  left('properties', setOf(ipv4), [{ elem: { val: '10.0.0.1', timeout: 5 } }])
  left('anything', setOf(ipv4), ['*'])
  left('names', setOf(ipv4), ['localhost'])
  left('what is wrong', setOf(service), [65536])
  left('ranges in a set without intervals', setOf(ipv4), [{ range: ['10.0.0.1', '10.0.0.2'] }])
  left('ranges that meet', setOf(ipv4, INTERVAL), [{ range: ['10.0.0.1', '10.0.0.9'] }, '10.0.0.9'])
  left('ranges to the end of all', setOf(ipv4, INTERVAL), ['255.255.255.255'])
  left('ranges that end in front of their beginning', setOf(ipv4, INTERVAL), [{ range: ['10.0.0.9', '10.0.0.1'] }])
  left('prefixes with more bits than their length', setOf(ipv4, INTERVAL), [{ prefix: { addr: '10.0.0.1', len: 8 } }])
  left('sets that merge', { ...setOf(ipv4, INTERVAL), autoMerge: true }, ['10.0.0.1'])
  left('maps', setOf(ipv4, 8), [['10.0.0.1', 1]])
  left('concatenations of another length', concat(ipv4, service), [{ concat: ['10.0.0.1'] }])
  left('a value that is not a list', setOf(ipv4), '10.0.0.1')
})

describe('elements one by one', () => {
  it('become columns and are the same again', () => {
    const elements = [
      { flags: 2, verdict: 1 },
      { key: Uint8Array.of(1, 2), keyEnd: Uint8Array.of(1, 9), verdict: -3, chain: 'x', timeout: 5n, expiration: 4n },
      {
        key: Uint8Array.of(3, 4),
        keyEnd: Uint8Array.of(3, 4),
        verdict: 0,
        userdata: Uint8Array.of(7),
        expressions: [],
      },
    ]
    assert.deepEqual(unpackElements(packElements(elements)), elements)
  })

  it('have keys of one length', () => {
    const elements = [{ key: Uint8Array.of(1) }, { key: Uint8Array.of(1, 2) }]
    assert.throws(() => packElements(elements), /^RangeError: element 1 has 2 bytes, others have 1/)
  })
})
