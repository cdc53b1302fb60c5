import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { link } from '../../lib/link/message.ts'
import { known, toMessage } from '../../lib/link/request.ts'
import { CONSTANTS, MEMBERS } from './support/exceptions.ts'
import { snake } from './support/tables.ts'

const page = readFileSync(new URL('../../docs/naming.md', import.meta.url), 'utf8')

/** The first two cells of each row of the table below a heading, without quotes. */
function table(heading: string): [string, string][] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  return [...section.matchAll(/^\| `([^`]+)` \| (.+?) \|/gm)].map(([, key = '', value = '']) => [
    key,
    value.replaceAll('`', ''),
  ])
}

/** `link` and `ifa_index` differ, `prefered` and `ifa_prefered` do not. */
function isOther([key, member]: [string, string]): boolean {
  const field = key.split('.')[1] ?? ''
  return snake(field).toLowerCase() !== member.replace(/^[a-z]+_/, '')
}

describe('docs/naming.md', () => {
  it('lists every attribute whose name differs from its constant', () => {
    assert.deepEqual(table('Attributes with another name').sort(), Object.entries(CONSTANTS).sort())
  })

  it('lists every header field whose name differs from its member', () => {
    assert.deepEqual(
      table('Fields of headers with another name').sort(),
      Object.entries(MEMBERS).filter(isOther).sort(),
    )
  })

  it('lists every link option that is not an attribute', () => {
    const rows = link.rows.map(({ key }) => key)
    const listed = table('Link options that are not attributes').map(([key]) => key)
    assert.deepEqual(
      listed.filter((key) => rows.includes(key)),
      [],
    )
    const values: Record<string, unknown> = { flags: [], index: 1 }
    for (const key of listed) toMessage({ [key]: values[key] ?? true })
    // A word that is only answered with what to write instead is not an option.
    const options = known({}).filter((one) => typeof one === 'string' || one.instead === undefined)
    const keys = options.map((one) => (typeof one === 'string' ? one : one.key))
    assert.deepEqual(
      keys.filter((key) => !rows.includes(key.replace(/\..*/, '')) && !listed.includes(key)),
      [],
    )
  })

  it('names the constants without a field', () => {
    const section = page.split('## Constants without a field')[1] ?? ''
    for (const constant of [
      'COST',
      'PRIORITY',
      'WEIGHT',
      'WIRELESS',
      'NET_NS_PID',
      'IF_NETNSID',
      'DEVLINK_PORT',
      'DPLL_PIN',
    ]) {
      assert.match(section, new RegExp(`IFLA_${constant}\\b`))
    }
  })
})
