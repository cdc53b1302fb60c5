import assert from 'node:assert/strict'
import type { Route } from '../../lib/index.ts'
import { onePlace, type Place, TWO_LINKS } from '../support/place.ts'
import { routeCases } from './support/route-cases.ts'

/** What `ip` prints about routes that the kernel did not create. The text says more than the JSON (locks, for example). */
function shown(place: Place): string[] {
  const records = place.run('ip -d route show table all').replaceAll('\n\t', ' ').split('\n')
  const ours = records.filter((record) => record !== '' && !record.includes(' proto kernel '))
  return ours.map((record) => record.replace(/expires \d+sec/, 'expires'))
}

/** What listRoutes says of them. Their age is taken away. */
async function listed(place: Place): Promise<Route[]> {
  const routes = (await place.nl.listRoutes({ table: 'all' })).filter(({ protocol }) => protocol !== 'kernel')
  return routes.map(({ cacheinfo: _, ...route }) => (route.expires === undefined ? route : { ...route, expires: 600 }))
}

/** The route that is there, and how it is printed. */
async function only(place: Place): Promise<{ route: Route; words: string }> {
  const [route, ...others] = await listed(place)
  const [words, ...more] = shown(place)
  assert.deepEqual([others, more], [[], []])
  assert.ok(route !== undefined && words !== undefined, 'there is no route')
  return { route, words }
}

/** Those members of `whole` that `part` has. */
function members(whole: object, part: object): object {
  return Object.fromEntries(Object.keys(part).map((key) => [key, (whole as Record<string, unknown>)[key]]))
}

describe('routes and ip', () => {
  for (const { what, ours, ip, shown: printed, listed: expected = ours, before: script = '' } of routeCases) {
    describe(`about ${what}`, () => {
      const here = onePlace(TWO_LINKS + script)
      const addByIp = () => here().run(`ip ${ip}`)

      afterEach(async () => {
        for (const left of await listed(here())) await here().nl.deleteRoute(left)
      })

      it('agree on what we add', async () => {
        await here().nl.addRoute(ours)
        const { route } = await only(here())
        assert.deepEqual(members(route, expected), expected)
        const all = here().ip<{ protocol: string }>('-j -d route show table all')
        const [json] = all.filter(({ protocol }) => protocol !== 'kernel')
        assert.deepEqual(members(json as object, printed), printed)
      })

      it('delete what we added, said with the same words', async () => {
        await here().nl.addRoute(ours)
        await here().nl.deleteRoute(ours)
        assert.deepEqual(await listed(here()), [])
      })

      it('have the same from us and from ip', async () => {
        await here().nl.addRoute(ours)
        const made = await only(here())
        await here().nl.deleteRoute(made.route)
        assert.deepEqual(await listed(here()), [])
        addByIp()
        assert.deepEqual(await only(here()), made)
      })

      it('have it again after it was listed, deleted and added', async () => {
        addByIp()
        const found = await only(here())
        await here().nl.deleteRoute(found.route)
        assert.deepEqual(await listed(here()), [])
        await here().nl.addRoute(found.route)
        assert.deepEqual(await only(here()), found)
      })
    })
  }
})
