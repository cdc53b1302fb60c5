import { checkSelective, deleteEach } from '../protocol/flush.ts'
import type { Caller, Requester } from '../transport/caller.ts'
import type { Limits } from '../transport/limit.ts'
import { extras, FILTERS, otherwise, question, type RouteFilter } from './list.ts'
import { deletionOf } from './preset.ts'
import { type Route, verb } from './report.ts'
import { deletion } from './route.ts'

const OPERATION = 'flushRoutes'
const verbs = { list: verb(OPERATION, 'list', extras), delete: verb(OPERATION, 'delete') }

/**
 * Deletes the routes that the filter selects and resolves with how many went (`ip route flush`): of table main unless another one or
 * 'all' is given. One that went meanwhile does not count. A filter without any member is a TypeError.
 *
 * ```ts
 * await flushRoutes({ table: 100 })
 * await flushRoutes({ protocol: 'bird', family: 'inet6' })
 * ```
 */
export function flushRoutes(caller: Caller, filter: RouteFilter, limits?: Limits): Promise<number> {
  const asked = question(OPERATION, filter, limits)
  if (asked.given.table === 'unspec')
    throw new TypeError(
      `${OPERATION}: table must be a table or 'all', not the table 'unspec', which stands for all of them`,
    )
  checkSelective(OPERATION, asked.given, FILTERS)
  return caller.task(OPERATION, async (alone) => {
    const doomed = await alone.list(verbs.list, asked.filter, asked.limits, asked.keep).catch(otherwise([]))
    return deleteEach(doomed, (found) => remove(alone, found), ['ESRCH', 'ENOENT', 'ENODEV'])
  })
}

function remove(caller: Requester, found: Route): Promise<void> {
  return caller.request(verbs.delete, deletion(OPERATION, found), deletionOf(found))
}
