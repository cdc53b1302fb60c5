import assert from 'node:assert/strict'
import type { Rule, RuleFilter } from '../../lib/index.ts'
import { needsHere } from '../support/needs.ts'
import { eachPlace, TWO_LINKS } from '../support/place.ts'

const RULES = `
  ip -batch - <<END
    rule add from 10.1.0.0/16 table 100 pref 100
    rule add fwmark 5 table 100 pref 101 protocol static
    rule add iif v0 blackhole pref 102
    rule add oif v1 table 5000 pref 103
END
  ip -6 rule add from fd01::/16 table 100 pref 100
`

/** Rules in one line each. */
function brief(rules: readonly Rule[]): string[] {
  return rules.map(({ family, priority }) => `${family} ${priority}`)
}

describe('lists of rules', () => {
  const here = eachPlace(TWO_LINKS + RULES)

  it('have what ip rule has, IPv4 first, each family in the order of priority', async () => {
    const theirs = (family: string) =>
      here()
        .ip<{ priority: number }>(`-j -${family} rule`)
        .map(({ priority }) => `inet${family === '6' ? '6' : ''} ${priority}`)
    assert.deepEqual(brief(await here().nl.listRules()), [...theirs('4'), ...theirs('6')])
  })

  it('have none of multicast routing, unless asked for', async () => {
    const families = new Set((await here().nl.listRules()).map(({ family }) => family))
    assert.deepEqual([...families], ['inet', 'inet6'])
  })

  it('have every rule that was there from the start, with its priority', async () => {
    const [first] = await here().nl.listRules({ family: 'inet', priority: 0 })
    assert.deepEqual(first, {
      family: 'inet',
      tos: 0,
      table: 'local',
      action: 'to_tbl',
      flags: [],
      protocol: 'kernel',
      priority: 0,
    })
  })

  const filters: readonly { filter: RuleFilter; found: readonly string[] }[] = [
    { filter: { family: 'inet6' }, found: ['inet6 0', 'inet6 100', 'inet6 32766'] },
    { filter: { table: 100 }, found: ['inet 100', 'inet 101', 'inet6 100'] },
    { filter: { table: 100, family: 'inet' }, found: ['inet 100', 'inet 101'] },
    { filter: { table: 5000 }, found: ['inet 103'] },
    { filter: { table: 'default' }, found: ['inet 32767'] },
    { filter: { priority: 100 }, found: ['inet 100', 'inet6 100'] },
    { filter: { action: 'blackhole' }, found: ['inet 102'] },
    { filter: { protocol: 'static' }, found: ['inet 101'] },
    { filter: { protocol: 'kernel', family: 'inet6' }, found: ['inet6 0', 'inet6 32766'] },
    { filter: { fwmark: 5 }, found: ['inet 101'] },
    { filter: { iifname: 'v0' }, found: ['inet 102'] },
    { filter: { oifname: 'v1', table: undefined }, found: ['inet 103'] },
    { filter: { table: 77 }, found: [] },
  ]
  for (const { filter, found } of filters) {
    it(`with ${JSON.stringify(filter)} have ${found.join(', ') || 'nothing'}, as streams do`, async () => {
      assert.deepEqual(brief(await here().nl.listRules(filter)), found)
      const streamed: Rule[] = []
      for await (const rule of here().nl.streamRules(filter)) streamed.push(rule)
      assert.deepEqual(brief(streamed), found)
    })
  }

  it('refuse a filter that they do not have', async () => {
    const filter = { prority: 100 } as RuleFilter
    await assert.rejects(here().nl.listRules(filter), {
      name: 'TypeError',
      message: "listRules: unknown filter 'prority'; did you mean 'priority'?",
    })
  })
})

describe('changes of rules', () => {
  const here = eachPlace(TWO_LINKS)

  it('give a rule without a priority the place before all but the first', async () => {
    await here().nl.addRule({ src: '10.1.0.0/16' })
    const [rule] = await here().nl.listRules({ family: 'inet', priority: 32_765 })
    assert.equal(rule?.src, '10.1.0.0/16')
  })

  it('refuse a rule that is there', async () => {
    await here().nl.addRule({ src: '10.1.0.0/16', priority: 5 })
    const again = here().nl.addRule({ src: '10.1.0.0/16', priority: 5 })
    await assert.rejects(again, { code: 'EEXIST', operation: 'addRule' })
  })

  it('refuse to delete what is not there', async () => {
    await assert.rejects(here().nl.deleteRule({ priority: 77 }), { code: 'ENOENT', operation: 'deleteRule' })
  })

  it('refuse to delete a rule of which nothing was said, as ip does', async () => {
    for (const nothing of [{}, { family: 'inet6' as const }, { table: undefined }]) {
      await assert.rejects(here().nl.deleteRule(nothing), { name: 'TypeError', message: /^deleteRule: / })
    }
    assert.equal((await here().nl.listRules({ priority: 0 })).length, 2)
  })

  it('say in the kernel’s words what cannot be', async () => {
    const cases = [
      [{ goto: 1, priority: 5 }, /Backward goto not supported/],
      [{ sportRange: { start: 9, end: 5 } }, /Invalid sport range/],
      [{ l3mdev: true, table: 100 }, /l3mdev/i],
    ] as const
    for (const [options, message] of cases) {
      await assert.rejects(here().nl.addRule(options), { name: 'NetlinkError', code: 'EINVAL', message })
    }
  })

  it('say in the kernel’s words that code points exclude tos', async function () {
    needsHere(this, 'linux 6.12')
    await assert.rejects(here().nl.addRule({ tos: 4, dscp: 4 }), {
      code: 'EINVAL',
      message: /Cannot specify both TOS and DSCP/,
    })
  })

  it('find slips before anything is sent', async () => {
    const cases = [
      [{ dscp: 64 }, 'RangeError', 'addRule: dscp must be from 0 to 63, not 64'],
      [{ iifname: 'a b' }, 'TypeError', /^addRule: iifname must be an interface name/],
      [{ iifname: 'x'.repeat(16) }, 'RangeError', /^addRule: iifname must be at most 15 bytes/],
      [{ sportRange: { start: 70_000 } }, 'RangeError', /^addRule: sportRange\.start must be/],
      [{ src: '10.0.0.0/33' }, 'RangeError', /^addRule: src must have a prefix length from 0 to 32/],
      [{ src: '10.0.0.0/8', dst: 'fd00::/8' }, 'TypeError', 'addRule: dst must be IPv4 here, not IPv6'],
      [{ action: 'drop' }, 'TypeError', /^addRule: action must be one of /],
      [{ from: '10.0.0.0/8' }, 'TypeError', /^addRule: `from` is `src` here$/],
    ] as const
    for (const [options, name, message] of cases) {
      await assert.rejects(here().nl.addRule(options as object), { name, message })
    }
  })

  for (const [kernel, rule] of [
    ['linux 6.12', { family: 'inet', dscp: 10, priority: 1 }],
    ['linux 6.14', { family: 'inet6', flowlabel: 0x12345, flowlabelMask: 0xf_ffff, priority: 2 }],
    ['linux 6.15', { family: 'inet', sportRange: { start: 16, end: 16 }, sportMask: 0xfff0, priority: 3 }],
    ['linux 6.15', { family: 'inet', dscp: 10, dscpMask: 62, priority: 4 }],
  ] as const) {
    it(`know what iproute2 6.1 does not: ${Object.keys(rule).join(', ')}`, async function () {
      needsHere(this, kernel)
      await here().nl.addRule(rule)
      const [found] = await here().nl.listRules({ priority: rule.priority })
      for (const [key, value] of Object.entries(rule)) assert.deepEqual(found?.[key as keyof Rule], value)
      await here().nl.deleteRule(found as Rule)
      await here().nl.addRule(found as Rule)
      assert.deepEqual(await here().nl.listRules({ priority: rule.priority }), [found])
    })
  }

  it('take all rules away and bring them back', async () => {
    const before = [here().run('ip -d rule'), here().run('ip -d -6 rule')]
    const rules = await here().nl.listRules()
    await Promise.all(rules.map((rule) => here().nl.deleteRule(rule)))
    assert.deepEqual(await here().nl.listRules(), [])
    await Promise.all(rules.map((rule) => here().nl.addRule(rule)))
    assert.deepEqual([here().run('ip -d rule'), here().run('ip -d -6 rule')], before)
  })
})
