import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { needs } from '../support/needs.ts'
import { sources, text } from './support/checkout.ts'

/** The files that importing `file` loads: what is imported as a type alone is erased (`verbatimModuleSyntax` keeps every other import). */
function loaded(file: string, source = text(file)): string[] {
  const { statements } = ts.createSourceFile(file, source, ts.ScriptTarget.Latest)
  return statements.flatMap((statement) => {
    const from = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) ? statement : undefined
    const erased = from && (ts.isImportDeclaration(from) ? from.importClause?.isTypeOnly : from.isTypeOnly)
    if (from?.moduleSpecifier === undefined || erased === true) return []
    const to = (from.moduleSpecifier as ts.StringLiteral).text
    return to.startsWith('.') ? [join(dirname(file), to)] : []
  })
}

/** A circle of imports, if there is one: the files on it, beginning and ending with the same. */
function circle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>()
  const path: string[] = []
  const visit = (file: string): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return undefined
    path.push(file)
    for (const next of graph.get(file) ?? []) {
      const found = visit(next)
      if (found) return found
    }
    path.pop()
    done.add(file)
    return undefined
  }
  for (const file of graph.keys()) {
    const found = visit(file)
    if (found) return found
  }
  return undefined
}

describe('the imports of lib/', () => {
  needs('command git')

  it('never lead back to where they began, so that the order of loading changes nothing', () => {
    const files = sources('lib').filter((file) => file.endsWith('.ts'))
    const graph = new Map(files.map((file) => [file, loaded(file)]))
    assert.ok([...graph.values()].flat().length > files.length)
    assert.deepEqual(circle(graph), undefined)
  })

  it('are read as the compiler reads them', () => {
    const source = [
      "import type { A } from './a.ts'",
      "import { type B } from './b.ts'",
      "export type { C } from './c.ts'",
      "export { d } from './d.ts'",
      "export * from '../e.ts'",
      "import { f } from 'node:f'",
    ].join('\n')
    assert.deepEqual(loaded('lib/x/y.ts', source), ['lib/x/b.ts', 'lib/x/d.ts', 'lib/e.ts'])
    assert.deepEqual(
      circle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
      ['b', 'c', 'b'],
    )
  })
})
