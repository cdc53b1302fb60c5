/**
 * Makes more requests in one tick than an ordinary receive buffer holds replies, most of which fail, and lists and asks as
 * many. Prints how many of each were answered, and how.
 */
import { addRoute, createVeth, listRoutes, lookupRoute, setLink } from '../../../lib/index.ts'

const COUNT = 5000
const dst = (i: number) => `10.9.${i >> 8}.${i & 255}/32`
const all = Array.from({ length: COUNT }, (_, i) => i)

async function outcomes(asked: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const one of await Promise.allSettled(asked)) {
    const code = one.status === 'fulfilled' ? 'ok' : String((one.reason as { code?: string }).code)
    counts[code] = (counts[code] ?? 0) + 1
  }
  return counts
}

await setLink('lo', { up: true })
await createVeth({ name: 'v0', up: true, peer: { name: 'v1', up: true } })
const added = await outcomes(all.map((i) => addRoute({ dst: dst(i), oif: 'v0' })))
const again = await outcomes(all.map((i) => addRoute({ dst: dst(i), oif: 'v0' })))
const asked = await outcomes(all.map((i) => lookupRoute({ dst: `127.0.${i >> 8}.${i & 255}` })))
const listed = (await listRoutes({ family: 'inet', protocol: 'boot' })).length
console.log(JSON.stringify({ uid: process.getuid?.(), added, again, asked, listed }))
