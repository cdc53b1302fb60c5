/**
 * Adding and listing 100 000 routes, beside `ip -batch` and `ip -j route` with JSON.parse: rounds in turn, medians, ratios. Run it in a
 * private namespace, after `npm run setup`: `scripts/private node --import tsx benchmarks/foundation.ts [ROUTES]`.
 */
import { execFileSync } from 'node:child_process'
import { addRoute, batch, createVeth, deleteLink, listRoutes, setLink } from 'netlink-ts'

const ROUTES = Number(process.argv[2] ?? 100_000)
const ROUNDS = 5

const destinations = Array.from({ length: ROUTES }, (_, i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`)
const commands = destinations.map((dst) => `route add ${dst} dev v0\n`).join('')

/** Microseconds a route that `work` takes. */
async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now()
  await work()
  return ((performance.now() - begun) * 1000) / ROUTES
}

/** A link that is fresh, and with it an empty routing table. */
async function fresh(): Promise<void> {
  await deleteLink('v0').catch(() => undefined)
  await createVeth({ name: 'v0', up: true, peer: { name: 'v1', up: true } })
}

function check(count: number): void {
  if (count !== ROUTES) throw new Error(`${count} routes instead of ${ROUTES}`)
}

const trials: Record<string, () => Promise<number>> = {
  'add: ip -batch': () => timed(() => execFileSync('ip', ['-batch', '-'], { input: commands })),
  'list: ip -j route, JSON.parse': () =>
    timed(() => check(JSON.parse(execFileSync('ip', ['-j', 'route'], { maxBuffer: 2 ** 30 }).toString()).length)),
  'add: Promise.all of addRoute': async () => {
    await fresh()
    return timed(() => Promise.all(destinations.map((dst) => addRoute({ dst, oif: 'v0' }))))
  },
  'list: listRoutes': () => timed(async () => check((await listRoutes({ family: 'inet' })).length)),
  'add: batch': async () => {
    await fresh()
    return timed(() =>
      batch((b) => {
        for (const dst of destinations) b.addRoute({ dst, oif: 'v0' })
      }),
    )
  },
}

const figures = new Map<string, number[]>(Object.keys(trials).map((name) => [name, []]))
await setLink('lo', { up: true })
for (let round = 0; round < ROUNDS; round++) {
  await fresh()
  for (const [name, trial] of Object.entries(trials)) figures.get(name)?.push(await trial())
}
await deleteLink('v0')

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
console.log(`${ROUTES} routes, ${ROUNDS} rounds, microseconds a route: median (least to most), times as fast as ip`)
for (const [name, values] of figures) {
  const rival = median(figures.get(name.startsWith('add') ? 'add: ip -batch' : 'list: ip -j route, JSON.parse') ?? [])
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const row = [
    median(values).toFixed(2),
    `(${least.toFixed(2)} to ${most.toFixed(2)})`,
    `${(rival / median(values)).toFixed(1)}x`,
  ]
  console.log(`${name.padEnd(32)} ${row[0]?.padStart(6)}  ${row[1]?.padEnd(18)} ${row[2]}`)
}
