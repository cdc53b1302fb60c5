import { Runnable } from 'mocha'

/**
 * Required by runs that are slow all through (sanitizers, Valgrind): every time limit of a test, also one that the test sets itself, is
 * this many times as long.
 */
const factor = Number(process.env.NETLINK_TS_SLOWER)
if (!(factor >= 1))
  throw new TypeError(`NETLINK_TS_SLOWER: expected a number from 1, got ${process.env.NETLINK_TS_SLOWER}`)

// Mocha asks a test for its limit only where it starts the clock and where it names the limit.
const own = Runnable.prototype.timeout
function timeout(this: Runnable): number
function timeout(this: Runnable, limit: string | number): Runnable
function timeout(this: Runnable, limit?: string | number): number | Runnable {
  return limit === undefined ? (own as () => number).call(this) * factor : own.call(this, limit)
}
Runnable.prototype.timeout = timeout as typeof own
