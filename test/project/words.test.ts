import assert from 'node:assert/strict'
import ts from 'typescript'
import { needs } from '../support/needs.ts'
import { sources, text } from './support/checkout.ts'

/** A row of a table, or a field of a header: iproute2's words as its doc comment has them, and as errors have them. */
interface Row {
  readonly where: string
  readonly key: string
  readonly said: readonly string[]
  readonly known: readonly string[]
}

/** A field and a word of it that a module answers by hand, since what it means depends on its value, or on other options. */
const BY_HAND: ReadonlySet<string> = new Set([
  // An address of the same family is the gateway, one of another family `via`; the source of IPv4 is `prefsrc`.
  ...['gateway via', 'prefsrc src'],
  // There is an option of that name, too.
  ...['encapType encap', 'group6 group', 'local6 local', 'remote6 remote'],
  // Names of files, which ip(8) loads.
  ...['fd object', 'fd pinned'],
  // The nest has them, so that they are found from outside of it.
  ...['activityNotify inactive', 'dontRefresh norefresh', 'noLlLearn no_linklocal_learn', 'mstEnable mst_enabled'],
])

/** Tables that are only reported: no option has their words. */
const REPORTED = /\/(statistics|vf)\.ts$/

/** As lib/wire/unknown.ts compares them. */
const plain = (word: string) => word.replaceAll(/(?<=[a-z0-9])[-_ ](?=[a-z0-9])/gi, '').toLowerCase()

function rowsOf(file: string): Row[] {
  const content = text(file)
  const rows: Row[] = []
  function visit(node: ts.Node): void {
    if (ts.isPropertyAssignment(node) && !isReported(node.initializer)) {
      const comments = ts.getLeadingCommentRanges(content, node.pos) ?? []
      const comment = comments.map(({ pos, end }) => content.slice(pos, end)).join('\n')
      const key = node.name.getText()
      // Every field has a doc comment: test/package/declarations.test.ts.
      if (comment.startsWith('/**'))
        rows.push({ where: `${file}: ${key}`, key, said: saidIn(comment), known: wordsOf(typeOf(node.initializer)) })
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, content, ts.ScriptTarget.ES2022, true))
  return rows
}

/** Such as `[7, stats, 'report']`. */
function isReported(row: ts.Expression): boolean {
  return ts.isArrayLiteralExpression(row) && row.elements[2]?.getText() === "'report'"
}

/** The type of a row of a table, or of a field of a struct. */
function typeOf(row: ts.Expression): ts.Expression | undefined {
  return ts.isArrayLiteralExpression(row) ? row.elements[1] : row
}

/** The words that `iproute2(type, 'dev')` and `phrased(type, { not: ... })` give to a type, not to one inside of it. */
function wordsOf(type: ts.Expression | undefined): string[] {
  if (type === undefined || !ts.isCallExpression(type)) return []
  const [inner, ...others] = type.arguments
  const name = type.expression.getText()
  if (name === 'iproute2') return [...wordsOf(inner), ...others.filter(ts.isStringLiteral).map((one) => one.text)]
  const phrases = others.filter(ts.isObjectLiteralExpression).flatMap(({ properties }) => [...properties])
  return name === 'phrased' ? [...wordsOf(inner), ...phrases.map((one) => one.name?.getText() ?? '')] : []
}

/** `dev` and `oif` of "iproute2: `dev`, `oif`". What has spaces in it is more than a word. */
function saidIn(comment: string): string[] {
  const lists = comment.replaceAll(/\n\s*\*\s*/g, ' ').match(/iproute2: (`[^`]+`(, (and )?)?)+/g) ?? []
  const words = lists.flatMap((list) => [...list.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word))
  return words.filter((word) => /^[\w-]+$/.test(word))
}

describe("iproute2's words", () => {
  needs('command git')
  let rows: Row[]

  before(() => {
    const files = sources('lib').filter((file) => file.endsWith('.ts') && !/^lib\/(nftables|container)\//.test(file))
    rows = files.filter((file) => !REPORTED.test(file)).flatMap(rowsOf)
    assert.ok(rows.some(({ said }) => said.includes('metric')))
  })

  it('that a doc comment names are known to errors', () => {
    const lacking = rows.flatMap(({ where, key, said, known }) =>
      said
        .filter((word) => plain(word) !== plain(key) && !known.includes(word) && !BY_HAND.has(`${key} ${word}`))
        .map((word) => `${where} lacks ${word}`),
    )
    assert.deepEqual(lacking, [])
  })

  it('that errors know are named by a doc comment', () => {
    const silent = rows.filter(
      ({ key, said, known }) => said.length === 0 && known.some((word) => isOther(word, plain(key))),
    )
    assert.deepEqual(
      silent.map(({ where, known }) => `${where} does not name ${known.join(', ')}`),
      [],
    )
  })
})

/** `nolearning` for `learning` needs no saying. */
function isOther(word: string, key: string): boolean {
  return plain(word) !== key && plain(word) !== `no${key}`
}
