import assert from 'node:assert/strict'
import { basename } from 'node:path'
import * as home from '../../lib/index.ts'
import * as registry from '../../lib/link/kinds/registry.ts'
import { definitionOf } from '../../lib/verb/verb.ts'
import { needs } from '../support/needs.ts'
import { sources, text } from './support/checkout.ts'

/** Files of lib/link/kinds that are not a kind. */
const FRAME = [
  ...['bond-defaults', 'bond-port', 'can-mode', 'cipher-suite', 'creator', 'erspan-flags', 'gre-rows', 'index'],
  ...[
    'ip6-tunnel-flags',
    'iptun-rows',
    'kind',
    'masked-flags',
    'one-family',
    'registry',
    'tunnel-encap',
    'vti-rows',
    'whole',
  ],
]
/** Kinds that rtnetlink does not create: a program or a driver does; an ipvtap is made by createLink. */
const WITHOUT_CREATOR = ['can', 'dsa', 'ipvtap', 'netdevsim', 'tun']

const names = Object.keys(registry)

/** The kinds that a conformance test is about: that of its name, and those that it goes through. */
function kindsOf(file: string): string[] {
  const lists = [...text(file).matchAll(/for \(const kind of \[([^\]]*)\]/g)].map(([, list = '']) => list)
  return [basename(file, '.test.ts'), ...lists.flatMap((list) => list.match(/\w+/g) ?? [])]
}

describe('kinds of links', () => {
  needs('command git')

  it('are registered, each file of them', () => {
    const files = sources('lib/link/kinds').map((file) => basename(file, '.ts'))
    assert.deepEqual(files.filter((file) => !FRAME.includes(file)).sort(), [...names].sort())
  })

  it('have conformance cases against ip, for every row that can be set', () => {
    const files = sources('test/conformance/kinds').filter((file) => file.endsWith('.test.ts'))
    assert.deepEqual(
      names.filter((name) => !files.some((file) => kindsOf(file).includes(name))),
      [],
    )
    for (const [name, { table }] of Object.entries(registry)) {
      if (table?.rows.some(({ key, report }) => !report && key !== 'peer') !== true) continue
      const file = files.find((one) => kindsOf(one).includes(name)) as string
      assert.match(text(file), /\bagree\(\{\s+kind/, `${file} compares the rows of ${name} with ip`)
    }
  })

  it('have a verb that creates them', () => {
    for (const name of names.filter((one) => !WITHOUT_CREATOR.includes(one))) {
      const verb = `create${name[0]?.toUpperCase()}${name.slice(1)}`
      const exported: Readonly<Record<string, unknown>> = home
      assert.equal(definitionOf(exported[verb])?.name, verb)
    }
  })
})
