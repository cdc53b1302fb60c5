import assert from 'node:assert/strict'
import { NFT_MSG } from '../../lib/nftables/kernel.ts'
import { addon, type ElementColumns } from '../../lib/nftables/native.ts'

const u8 = (...bytes: number[]) => Uint8Array.from(bytes)

describe('elements in the addon nftables', () => {
  const target = { family: 2, table: 't', name: 's' }
  const build = (elements: ElementColumns) =>
    addon().buildBatch([{ type: NFT_MSG.NEWSETELEM, flags: 0, object: target, elements }], 1)
  const taken = (elements: ElementColumns) => {
    const reader = addon().elementReader()
    reader.add(build(elements).bytes)
    return reader.take()
  }

  it('fill as many messages as they need, in order', () => {
    const count = 20_000
    const keys = new Uint8Array(new Uint32Array(count).map((_, i) => i).buffer)
    const { sequences, end } = build({ count, keyLen: 4, keys })
    assert.deepEqual([...sequences], [2])
    assert.equal(end > 5, true)
    const [list, ...more] = taken({ count, keyLen: 4, keys })
    assert.deepEqual(more, [])
    assert.deepEqual(list, { family: 2, table: 't', set: 's', count, keyLen: 4, keys })
  })

  it('keep every column', () => {
    const columns: ElementColumns = {
      count: 3,
      keyLen: 4,
      keys: u8(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2),
      keyEnds: u8(0, 0, 0, 0, 1, 1, 1, 9, 2, 2, 2, 9),
      dataLen: 2,
      data: u8(0, 0, 0, 80, 0, 81),
      flags: Uint32Array.of(2, 0, 0),
      timeouts: BigUint64Array.of(0n, 1000n, 2n ** 63n),
      expirations: BigUint64Array.of(0n, 999n, 0n),
      objrefs: { names: ['a', 'b'], index: Int32Array.of(-1, 1, 0) },
      userdata: { bytes: u8(9, 8, 7), offsets: Uint32Array.of(0, 0, 1, 3) },
      expressions: [
        undefined,
        [{ name: 'counter', packets: 1n, bytes: 2n }],
        [{ name: 'notrack' }, { name: 'notrack' }],
      ],
    }
    const [list] = taken(columns)
    const objrefs = { names: ['b', 'a'], index: Int32Array.of(-1, 0, 1) }
    assert.deepEqual(list, { family: 2, table: 't', set: 's', ...columns, data: u8(0, 0, 0, 80, 0, 81), objrefs })
  })

  it('keep verdicts and their chains', () => {
    const [list] = taken({
      count: 2,
      keyLen: 1,
      keys: u8(6, 17),
      verdicts: Int32Array.of(-3, 0),
      chains: { names: ['x'], index: Int32Array.of(0, -1) },
    })
    assert.deepEqual(list?.verdicts, Int32Array.of(-3, 0))
    assert.deepEqual(list?.chains, { names: ['x'], index: Int32Array.of(0, -1) })
  })

  it('of another length begin another list', () => {
    const reader = addon().elementReader()
    reader.add(build({ count: 1, keyLen: 4, keys: u8(1, 2, 3, 4) }).bytes)
    reader.add(build({ count: 1, keyLen: 2, keys: u8(1, 2) }).bytes)
    assert.deepEqual(
      reader.take().map(({ keyLen }) => keyLen),
      [4, 2],
    )
    assert.deepEqual(reader.take(), [])
  })

  const short = (columns: object, expected: RegExp) => {
    const elements = { count: 2, keyLen: 4, keys: new Uint8Array(8), ...columns } as ElementColumns
    it(`are refused where a column does not fit: ${Object.keys(columns)}`, () =>
      assert.throws(() => build(elements), expected))
  }
  short({ keys: new Uint8Array(7) }, /^RangeError: .*keys has 7 items, not 8/)
  short({ flags: new Uint32Array(1) }, /^RangeError: .*flags has 1 items/)
  short({ flags: new Uint8Array(2) }, /^TypeError: .*flags is not a typed array of the right type/)
  short({ keyLen: 65 }, /^RangeError: .*keyLen/)
  short({ count: -1 }, /^RangeError: .*count/)
  short({ chains: { names: ['x'], index: Int32Array.of(0, 1) } }, /^RangeError: .*chains.index points past the names/)
  short({ userdata: { bytes: u8(1), offsets: Uint32Array.of(0, 2, 1) } }, /^RangeError: .*userdata.offsets do not fit/)
  short({ userdata: { bytes: u8(1), offsets: Uint32Array.of(0, 1, 2) } }, /^RangeError: .*userdata.bytes has 1 items/)
})
