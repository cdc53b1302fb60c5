import { callerError } from '../errors.ts'
import type { Handle } from '../transport/handle.ts'
import { stream } from '../verb/verb.ts'
import { checkWatch } from './options.ts'
import type { WatchOptions } from './types.ts'
import { Watch } from './watch.ts'

/**
 * Watches links, addresses, routes, rules, neighbours and nexthops: first what is there, then `synced`, then every change. What the
 * kernel changes without an event (routes over a link that goes down) is reported as well, and after lost events everything is listed again.
 * Between two steps only the last state of an object counts, so that a slow reader needs no memory and misses no state.
 *
 * ```ts
 * for await (const event of watch({ links: true, routes: { protocol: 77 }, signal })) {
 *   if (event.type === 'synced') console.log('complete')
 *   else if (event.kind === 'link') console.log(event.type, event.link.name)
 * }
 * ```
 */
export const watch = stream('watch', (handle: Handle, options: WatchOptions): Watch => {
  try {
    return new Watch(handle, checkWatch('watch', options))
  } catch (thrown) {
    return new Watch(handle, { invalid: callerError('watch', thrown) })
  }
})
