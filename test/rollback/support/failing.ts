import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import type { BatchOptions, Changes, RollbackError } from '../../../lib/index.ts'
import type { Place } from '../../support/place.ts'
import { until } from '../../support/until.ts'
import { state } from './state.ts'

/** Runs a batch whose last step fails, after which everything must be as it was. */
export async function failing(
  place: Place,
  build: (b: Changes) => void,
  options: BatchOptions = {},
): Promise<RollbackError> {
  const before = await settled(place)
  const error = await place.nl
    .batch(
      (b) => {
        build(b)
        b.deleteRoute({ dst: '203.0.113.0/24', table: 77 })
      },
      { onError: 'rollback', strict: true, ...options },
    )
    .then(
      () => assert.fail('the batch succeeded'),
      (thrown: RollbackError) => thrown,
    )
  assert.equal(error.operation, 'deleteRoute', error.message)
  const after = await settled(place, before)
  assert.deepEqual(after, before)
  assert.deepEqual(error.rollback, { complete: true, left: [] })
  return error
}

/** The state when duplicate address detection has ended, and then when it is that of before; the kernel does some of its work later. */
export async function settled(place: Place, before?: ReturnType<typeof state>): Promise<ReturnType<typeof state>> {
  await until('the end of duplicate address detection', () => {
    const links = place.ip<{ addr_info: { tentative?: boolean }[] }>('-j -6 address show')
    return links.every(({ addr_info = [] }) => addr_info.every(({ tentative }) => tentative !== true))
  })
  await until('the carriers', () => !/NO-CARRIER/.test(place.run('ip link show type veth up')))
  if (before !== undefined) await until('', () => isDeepStrictEqual(state(place), before)).catch(() => undefined)
  return state(place)
}
