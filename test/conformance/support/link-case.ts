import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Link, Netlink } from '../../../lib/index.ts'
import { kinds } from '../../../lib/link/kinds/index.ts'
import type { Answer } from '../../support/answer.ts'
import { needsHere } from '../../support/needs.ts'
import { onePlace } from '../../support/place.ts'
import { name as unique } from '../../support/unique.ts'
import { CONSTANTS } from './exceptions.ts'
import { snake } from './tables.ts'

/** One row of a table: as we set it, as `ip` sets it, and what both then say. */
export interface Case {
  row: string
  ours: unknown
  /** What the row says in a list, if not what was set. */
  listed?: unknown
  /** What else must be set with it. */
  beside?: object
  /** The words by which `ip` sets the same, with what else it needs. */
  ip: string
  /** The key in JSON of `ip`, with dots for nests, and its value; or what the words of `ip -d` must contain. */
  json?: string
  shown?: unknown
  text?: RegExp
}

/** A row that `ip` has no word for: the kernel gives back what was set. */
export interface Kept {
  row: string
  ours: unknown
  beside?: object
  why: string
  /** The kernel that has the row first; an older one ignores it. */
  since?: `linux ${number}.${number}`
}

/** A row that the kernel only reports: the key in JSON of `ip`, and how its value is ours. */
export interface Told {
  row: string
  json: string
  as?: (shown: never) => unknown
}

/** A table of lib. */
export interface Rows {
  readonly prefix: string
  readonly rows: readonly { readonly key: string; readonly number: number }[]
}

/** The table of a kind of link. */
export function tableOf(kind: string): Rows {
  const table = kinds[kind]?.table
  assert.ok(table, `${kind} has a table`)
  return table
}

/** What the rows belong to, how it is made, and where it is found. */
export interface Subject {
  /** The kind of link whose table it is, or the table itself. */
  kind?: string
  table?: Rows
  /** Run once in the place of all tests. */
  script: string
  make(nl: Netlink, link: string, settings: object): Promise<unknown>
  /** A shell script that does the same by `ip`. */
  ip(link: string, words: string): string
  ours(link: Link): object | undefined
  shown(json: Answer): Answer
  cases: readonly Case[]
  kept: readonly Kept[]
  told: readonly Told[]
  /** Rows that cannot be compared, and why. */
  left: Readonly<Record<string, string>>
}

function at(json: Answer, path: string): unknown {
  return path.split('.').reduce<Answer | undefined>((found, key) => found?.[key], json)
}

function field(object: object | undefined, row: string): unknown {
  return (object as Readonly<Record<string, unknown>> | undefined)?.[row]
}

/** Makes one link by us and one by `ip`, for each case, and asks the other side. */
export function agree(subject: Subject): void {
  const here = onePlace(subject.script)
  const json = () => subject.shown(here().ip(`-j -d link show dev ${link}`)[0] as Answer)
  let link: string

  beforeEach(() => {
    link = unique('c')
  })

  afterEach(async () => {
    const there = (await here().nl.listLinks()).some(({ name }) => name === link)
    if (there) await here().nl.deleteLink(link)
  })

  function compare({ row, json: path, shown, text }: Case): void {
    if (path !== undefined) assert.deepEqual(at(json(), path), shown, `ip says of ${row}`)
    if (text !== undefined) assert.match(here().run(`ip -d link show dev ${link}`), text)
  }

  async function listed(row: string, expected: unknown): Promise<void> {
    assert.deepEqual(field(subject.ours(await here().nl.getLink(link)), row), expected, `the list says of ${row}`)
  }

  for (const one of subject.cases) {
    const { row, ours, beside, listed: expected = ours } = one
    it(`${row}: what we set is shown by ip`, async () => {
      await subject.make(here().nl, link, { ...beside, [row]: ours })
      compare(one)
      await listed(row, expected)
    })
    it(`${row}: what ip sets is listed by us`, async () => {
      here().sh(subject.ip(link, one.ip))
      await listed(row, expected)
      compare(one)
    })
  }

  for (const { row, ours, beside, why, since } of subject.kept) {
    it(`${row}: what we set is reported by the kernel (${why})`, async function () {
      if (since !== undefined) needsHere(this, since)
      await subject.make(here().nl, link, { ...beside, [row]: ours })
      await listed(row, ours)
    })
  }

  for (const { row, json: path, as = (shown: unknown) => shown } of subject.told) {
    it(`${row}: the report is what ip shows`, async () => {
      await subject.make(here().nl, link, {})
      const shown = at(json(), path)
      assert.notEqual(shown, undefined, `ip shows no ${path}`)
      await listed(row, as(shown as never))
    })
  }

  it('every row of the table is here, or left out for a reason', () => {
    const named = [...subject.cases, ...subject.kept, ...subject.told].map(({ row }) => row)
    const rows = [...new Set([...named, ...Object.keys(subject.left)])]
    assert.deepEqual(rows.sort(), (subject.table ?? tableOf(subject.kind ?? '')).rows.map(({ key }) => key).sort())
    assert.deepEqual(
      named.filter((row) => subject.left[row] !== undefined),
      [],
    )
  })
}

/** The constants of the header that have this prefix and no row, less the ends of the list. */
export function rowless({ prefix, rows }: Rows, header = '/usr/include/linux/if_link.h'): string[] {
  const list = readFileSync(header, 'utf8').match(new RegExp(`enum \\{[^}]*\\b${prefix}_UNSPEC\\b[^}]*\\}`))?.[0] ?? ''
  const constants = list.match(new RegExp(`\\b${prefix}_[A-Z0-9_]+\\b`, 'g')) ?? []
  const known = new Set(rows.map(({ key }) => CONSTANTS[`${prefix}.${key}`] ?? `${prefix}_${snake(key)}`))
  const ends = [`${prefix}_UNSPEC`, `${prefix}_PAD`, `${prefix}_MAX`]
  return [...new Set(constants)].filter((constant) => !known.has(constant) && !ends.includes(constant))
}
