import assert from 'node:assert/strict'
import { DEVCONF, IPV4_DEVCONF } from '../../lib/link/devconf.ts'
import { needs } from '../support/needs.ts'
import { askCompiler } from './support/compiler.ts'
import { NEWER } from './support/exceptions.ts'
import { type Fact, factsOf, unnamed } from './support/facts.ts'
import { GROWN } from './support/socket-exceptions.ts'
import { everyType, type Found, isTable, snake } from './support/tables.ts'

function settingFacts(prefix: string, numbers: Readonly<Record<string, number>>): Fact[] {
  return Object.entries(numbers).map(([word, number]) => {
    const name = `${prefix}_${snake(word)}`
    return { where: word, name, expression: name, value: BigInt(number) }
  })
}

/** What differs, in words. */
function differences(facts: readonly Fact[], answers: readonly (bigint | undefined)[]): string[] {
  return facts.flatMap(({ where, name, expression, value }, i) => {
    const answer = answers[i] ?? NEWER[name] ?? NEWER[expression]
    if (answer === value || GROWN[expression]?.includes(answer) === true) return []
    return [
      `${where}: ${expression} is ${answer ?? 'not known to these headers, nor listed as newer'}, the table has ${value}`,
    ]
  })
}

describe('the tables and the C headers', function () {
  this.timeout('60s')
  needs('command cc')
  let types: Found[]

  before(async () => {
    types = await everyType()
  })

  it('have the same constants, sizes and offsets', () => {
    const facts = [
      ...factsOf(types),
      ...settingFacts('IPV4_DEVCONF', IPV4_DEVCONF),
      ...settingFacts('DEVCONF', DEVCONF),
    ]
    const answers = askCompiler(facts)
    const newer = new Set(facts.filter((_, i) => answers[i] === undefined).map(({ name }) => name))
    console.log(
      `      ${facts.length} questions; not known to these headers: ${[...newer].sort().join(', ') || 'none'}`,
    )
    assert.deepEqual(differences(facts, answers), [])
  })

  it('count the settings of a link without a gap, as a report is an array of them', () => {
    for (const [numbers, first] of [[IPV4_DEVCONF, 1] as const, [DEVCONF, 0] as const]) {
      assert.deepEqual(
        Object.values(numbers),
        Object.keys(numbers).map((_, i) => first + i),
      )
    }
  })

  it('leave no struct and no word unchecked', () => {
    assert.deepEqual(unnamed(types), [])
  })

  it('give every number of a table to one row', () => {
    const twice = types.flatMap(({ where, type }) => {
      if (!isTable(type)) return []
      const numbers = type.rows.map((row) => row.number)
      return numbers.filter((number, i) => numbers.indexOf(number) !== i).map((number) => `${where}: ${number}`)
    })
    assert.deepEqual(twice, [])
  })
})
