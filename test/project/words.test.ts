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

/** Words that stand for something else in errors as well, so that the row cannot have them: what is said of each there is right. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {}

/** As lib/wire/unknown.ts compares them. */
const plain = (word: string) => word.replaceAll(/(?<=[a-z0-9])[-_ ](?=[a-z0-9])/gi, '').toLowerCase()

function rowsOf(file: string): Row[] {
  const content = text(file)
  const source = ts.createSourceFile(file, content, ts.ScriptTarget.ES2022, true)
  const rows: Row[] = []
  function visit(node: ts.Node): void {
    if (
      ts.isPropertyAssignment(node) &&
      (ts.isArrayLiteralExpression(node.initializer) || ts.isCallExpression(node.initializer))
    ) {
      const comment = (ts.getLeadingCommentRanges(content, node.pos) ?? [])
        .map(({ pos, end }) => content.slice(pos, end))
        .join('\n')
      const key = node.name.getText().replaceAll("'", '')
      const known = wordsOf(node.initializer)
      if (comment.startsWith('/**')) rows.push({ where: `${file}: ${key}`, key, said: saidIn(comment), known })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return rows
}

/** The words that `iproute2(type, 'dev')` gives to the type of a row, not to one inside of it. */
function wordsOf(initializer: ts.Node): string[] {
  const type = ts.isArrayLiteralExpression(initializer) ? initializer.elements[1] : initializer
  if (type === undefined || !ts.isCallExpression(type)) return []
  const own = /^(iproute2)$/.test(type.expression.getText())
  const inner =
    /^(phrased|iproute2)$/.test(type.expression.getText()) && type.arguments[0] ? wordsOf(type.arguments[0]) : []
  return own
    ? [
        ...inner,
        ...type.arguments
          .slice(1)
          .filter(ts.isStringLiteral)
          .map((one) => one.text),
      ]
    : inner
}

/** `dev` and `oif` of "iproute2: `dev`, `oif`, each an option of its own". What has spaces in it is more than a word. */
function saidIn(comment: string): string[] {
  const lists = [...comment.replaceAll(/\n\s*\*\s*/g, ' ').matchAll(/iproute2: ((?:`[^`]+`(?:, (?:and )?)?)+)/g)]
  return lists
    .flatMap(([, list = '']) => [...list.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word))
    .filter((word) => /^[\w-]+$/.test(word))
}

describe("iproute2's words", () => {
  needs('command git')
  const rows = () =>
    sources('lib')
      .filter((file) => file.endsWith('.ts') && !/^lib\/(nftables|container)\//.test(file))
      .flatMap(rowsOf)

  it('that a doc comment names are known to errors', () => {
    const lacking = rows().flatMap(({ where, key, said, known }) =>
      said
        .filter(
          (word) =>
            plain(word) !== plain(key) &&
            !known.includes(word) &&
            ELSEWHERE[where.split(': ')[1] as string]?.includes(word) !== true,
        )
        .map((word) => `${where} lacks ${word}`),
    )
    assert.deepEqual(lacking, [])
  })

  it('that errors know are named by a doc comment', () => {
    const silent = rows().filter(
      ({ key, said, known }) =>
        known.some((word) => plain(word) !== plain(key) && !word.startsWith('no')) && said.length === 0,
    )
    assert.deepEqual(
      silent.map(({ where, known }) => `${where} does not name ${known.join(', ')}`),
      [],
    )
  })
})
