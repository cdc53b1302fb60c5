import assert from 'node:assert/strict'
import type { Rule } from '../../lib/index.ts'
import { onePlace, type Place, TWO_LINKS } from '../support/place.ts'
import { ruleCases } from './support/rule-cases.ts'

const PRIORITY = 1000

/** What `ip` prints of the rule, in words: `-j` leaves some of them out. */
function shown(place: Place): string[] {
  const lines = `${place.run('ip -d rule')}${place.run('ip -d -6 rule')}`.split('\n')
  return lines.filter((line) => line.startsWith(`${PRIORITY}:`))
}

function listed(place: Place): Promise<Rule[]> {
  return place.nl.listRules({ priority: PRIORITY })
}

/** The rule that is there, and how it is printed. */
async function only(place: Place): Promise<{ rule: Rule; words: string }> {
  const [rule, ...others] = await listed(place)
  const [words, ...more] = shown(place)
  assert.deepEqual([others, more], [[], []])
  assert.ok(rule !== undefined && words !== undefined, 'there is no rule')
  return { rule, words }
}

/** Those members of `whole` that `part` has. */
function members(whole: object, part: object): object {
  return Object.fromEntries(Object.keys(part).map((key) => [key, (whole as Record<string, unknown>)[key]]))
}

/** `-6 iif lo` is about IPv6, and so is whatever has an address of it. */
function addByIp(place: Place, words: string): void {
  const family = words.startsWith('-6 ') || words.includes('::') ? '-6' : '-4'
  place.run(`ip ${family} rule add ${words.replace('-6 ', '')} pref ${PRIORITY}`)
}

describe('rules and ip', () => {
  const here = onePlace(TWO_LINKS)

  afterEach(async () => {
    for (const left of await listed(here())) await here().nl.deleteRule(left)
  })

  for (const { what, ours, ip, listed: expected = ours } of ruleCases) {
    describe(`about ${what}`, () => {
      it('agree on what we add', async () => {
        await here().nl.addRule({ ...ours, priority: PRIORITY })
        const { rule } = await only(here())
        assert.deepEqual(members(rule, expected), expected)
      })

      it('delete what we added, said with the same words', async () => {
        await here().nl.addRule({ ...ours, priority: PRIORITY })
        await here().nl.deleteRule({ ...ours, priority: PRIORITY })
        assert.deepEqual(await listed(here()), [])
      })

      it('have the same from us and from ip', async () => {
        await here().nl.addRule({ ...ours, priority: PRIORITY })
        const made = await only(here())
        await here().nl.deleteRule(made.rule)
        assert.deepEqual(await listed(here()), [])
        addByIp(here(), ip)
        assert.deepEqual(await only(here()), made)
      })

      it('have it again after it was listed, deleted and added', async () => {
        addByIp(here(), ip)
        const found = await only(here())
        await here().nl.deleteRule(found.rule)
        assert.deepEqual(await listed(here()), [])
        await here().nl.addRule(found.rule)
        assert.deepEqual(await only(here()), found)
      })
    })
  }
})
