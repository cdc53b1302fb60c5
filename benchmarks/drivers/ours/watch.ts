import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { openNetlink, type Watch } from 'netlink-ts'
import { expectCount, type Measured, timed } from '../measured.ts'

/** The C program adds the routes for every driver. Without --peers it may be missing: then the batch of this library does. */
const FLOOR = 'benchmarks/peers/floor/build/floor'

/** Adds N routes in another process, and resolves with how long that took there. */
async function write(n: number): Promise<Measured> {
  const [command, ...words] = existsSync(FLOOR) ? [FLOOR] : [process.execPath, process.argv[1] as string]
  const child = spawn(command as string, [...words, 'write-routes', String(n)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(await text(child.stdout)) as Measured
}

/** Resolves when N routes were reported. */
async function follow(watch: Watch, n: number): Promise<void> {
  let count = 0
  for await (const event of watch) {
    if (event.type === 'synced' && event.lost) throw new Error('events were lost')
    if (event.type === 'added' && ++count === n) return
  }
}

/** Watches while N routes are added; what the writer measured, and what this process did. */
export async function measure(n: number, iterations: number): Promise<{ wrote: Measured; watched: Measured }> {
  const nl = await openNetlink()
  const watch = nl.watch({ routes: { family: 'inet' } })
  await watch.caughtUp()
  const before = process.memoryUsage()
  const { ms, cpuMs, value } = await timed(async () => {
    const following = Array.from({ length: iterations }, () => follow(watch, n))
    const wrote = await write(n)
    await Promise.all(following)
    return wrote
  })
  expectCount('routes', watch.routes.length, n)
  globalThis.gc?.()
  const growth = process.memoryUsage().heapUsed - before.heapUsed
  const note = `${Math.round(growth / n)} bytes a route`
  return { wrote: { ...value, items: n }, watched: { ms, cpuMs, items: n, ...(globalThis.gc ? { note } : {}) } }
}
