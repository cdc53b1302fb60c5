import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Route, Watch, WatchEvent } from '../../lib/index.ts'
import { entering, foreign } from '../support/answer.ts'
import { eachPlace } from '../support/place.ts'
import { EVERYTHING, sameAsLists } from './support/compare.ts'

const COUNT = process.env.NETLINK_TS_FUZZ === undefined ? 5000 : 50_000

/** Adds routes, and deletes all but every tenth. */
const SCRIPT = `
  lines() { seq 0 ${COUNT - 1} | awk -v verb=$1 "$2"' { printf "route %s 10.1.%d.%d dev lo\\n", verb, $1 / 256, $1 % 256 }'; }
  { lines add; lines del '$1 % 10 > 0'; } | ip -batch -
`

describe('a watch whose reader sleeps', () => {
  const here = eachPlace('ip link set lo up')

  /** Steps until it has the routes that there are, as events report them. */
  async function follow(events: AsyncIterator<WatchEvent>, until: (event: WatchEvent) => boolean, held: Set<string>) {
    let count = 0
    for (;;) {
      const { value } = await events.next()
      const event = value as WatchEvent
      count++
      if (event.type !== 'synced' && event.kind === 'route') {
        const { route } = event as { route: Route }
        const text = `${route.dst} ${route.oif} ${route.table} ${route.priority}`
        if (event.type === 'removed') held.delete(text)
        else held.add(text)
      }
      if (until(event)) return count
    }
  }

  const sizes = (watch: Watch) => new Set(watch.routes.map((r) => `${r.dst} ${r.oif} ${r.table} ${r.priority}`))

  it('for three seconds, with a small buffer, lists again and then has everything', async () => {
    const { nl, sh } = here()
    await using watch = nl.watch({ ...EVERYTHING, buffer: 4096 })
    const events = watch[Symbol.asyncIterator]()
    const held = new Set<string>()
    await follow(events, ({ type }) => type === 'synced', held)
    // Nothing else happens in this thread.
    sh(`${SCRIPT} sleep 3`)
    await follow(events, (event) => event.type === 'synced' && event.lost, held)
    await watch.caughtUp()
    assert.deepEqual(held, sizes(watch))
    await sameAsLists(watch, nl)
    assert.equal(watch.routes.filter((route) => route.dst.startsWith('10.')).length, COUNT / 10)
  }).timeout('60s')

  it('between two steps, reports what differs afterwards, and not what happened meanwhile', async () => {
    const { nl, path } = here()
    await using watch = nl.watch({ routes: { table: 'all' } })
    const events = watch[Symbol.asyncIterator]()
    const held = new Set<string>()
    await follow(events, ({ type }) => type === 'synced', held)
    const [file, ...args] = [...entering(path), 'sh', '-e'] as string[] as [string, ...string[]]
    const child = spawn(file, args, { env: foreign() as NodeJS.ProcessEnv, stdio: ['pipe', 'ignore', 'inherit'] })
    child.stdin.end(`${SCRIPT} ip route add 10.200.0.0/16 dev lo metric 9\n`)
    await once(child, 'exit')
    await watch.caughtUp()
    const count = await follow(events, (event) => 'route' in event && event.route.dst === '10.200.0.0/16', held)
    assert.equal(count, COUNT / 10 + 1)
    assert.deepEqual(held, sizes(watch))
  }).timeout('60s')
})
