import assert from 'node:assert/strict'
import { u32 } from '../../../lib/wire/integers.ts'
import { array } from '../../../lib/wire/list.ts'
import { sizeOf, struct } from '../../../lib/wire/struct.ts'

describe('an array of fixed values', () => {
  const pair = struct({ one: u32, other: u32 })

  it('is refused for items without a size, which would never end', () => {
    assert.throws(() => array(pair), { name: 'TypeError', message: /^array: / })
    assert.ok(array({ ...pair, size: sizeOf(pair.fields) }))
  })
})
