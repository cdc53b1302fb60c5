import { callerError } from '../errors.ts'
import type { Handle } from '../transport/handle.ts'
import { stream } from '../verb/verb.ts'
import { checkWatch } from './options.ts'
import { RawWatch } from './raw.ts'
import { checkRaw } from './raw-options.ts'
import type { RawWatchOptions } from './raw-types.ts'
import type { WatchOptions } from './types.ts'
import { Watch } from './watch.ts'

/** Options with or without `raw`. */
type WatchOptionsOf<Raw> = { raw?: Raw | undefined } & (WatchOptions | RawWatchOptions)
type Watched<Raw> = Raw extends true ? RawWatch : Watch

type Invalid = { readonly invalid: unknown }

/** An error of the options is reported by the first step. */
function checked<T>(check: () => T): T | Invalid {
  try {
    return check()
  } catch (thrown) {
    return { invalid: callerError('watch', thrown) }
  }
}

function isRaw(options: object): boolean {
  return typeof options === 'object' && options !== null && 'raw' in options && options.raw !== false
}

/**
 * Watches links, addresses, routes, rules, neighbours, nexthops, VLANs of bridges and multicast tables: first what is there, then `synced`, then every change. What the
 * kernel changes without an event (routes over a link that goes down) is reported as well, and after lost events everything is listed again.
 * Between two steps only the last state of an object counts, so that a slow reader needs no memory and misses no state.
 *
 * With `raw: true`, it yields every message of the kernel as it is instead, and `{ type: 'lost' }` where the receive buffer overflowed.
 *
 * ```ts
 * for await (const event of watch({ links: true, routes: { protocol: 77 }, signal })) {
 *   if (event.type === 'synced') console.log('complete')
 *   else if (event.kind === 'link') console.log(event.type, event.link.name)
 * }
 * ```
 */
export const watch = stream(
  'watch',
  <Raw extends boolean = false>(handle: Handle, options: WatchOptionsOf<Raw>): Watched<Raw> => {
    if (isRaw(options))
      return new RawWatch(
        handle,
        checked(() => checkRaw('watch', options)),
      ) as Watched<Raw>
    return new Watch(
      handle,
      checked(() => checkWatch('watch', options as WatchOptions)),
    ) as Watched<Raw>
  },
)
