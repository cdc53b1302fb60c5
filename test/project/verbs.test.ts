import assert from 'node:assert/strict'
import { join } from 'node:path'
import ts from 'typescript'
import * as home from '../../lib/index.ts'
import { verbs } from '../../lib/netlink/verbs.ts'
import { definitionOf } from '../../lib/verb/verb.ts'
import { root, sources } from './support/checkout.ts'

/** A program that calls every verb: as it is, of a handle, and of a batch where that collects it. */
const CALLS = 'test/project/calls.ts'
const program = [
  "import type { Changes, Netlink } from '../../lib/index.ts'",
  "import * as home from '../../lib/index.ts'",
  'declare const nl: Netlink',
  'declare const b: Changes',
  ...verbs.flatMap(({ name, batchable }) => [`home.${name}()`, `nl.${name}()`, ...(batchable ? [`b.${name}()`] : [])]),
  "import { addRoute } from '../../lib/index.ts'",
  'addRoute()',
].join('\n')

function service(): ts.LanguageService {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  return ts.createLanguageService({
    getScriptFileNames: () => [join(root, CALLS)],
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) => {
      const content = file === join(root, CALLS) ? program : ts.sys.readFile(file)
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
    },
    getCurrentDirectory: () => root,
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  })
}

/** What an editor shows of a call. */
interface Shown {
  /** The doc comment, on hover. */
  readonly comment: string
  readonly parameters: readonly string[]
  /** Where "go to definition" leads: the lines themselves. */
  readonly definitions: readonly string[]
}

/** The line of a declaration, `export const addRoute = ...`. */
function lineOf(editor: ts.LanguageService, { fileName, textSpan }: ts.DefinitionInfo): string {
  const content = editor.getProgram()?.getSourceFile(fileName)?.text ?? ''
  return `${fileName}: ${content.slice(content.lastIndexOf('\n', textSpan.start) + 1).split('\n', 1)[0]}`
}

function shown(editor: ts.LanguageService, call: string): Shown {
  const file = join(root, CALLS)
  const end = program.indexOf(`${call}(`) + call.length
  const hover = editor.getQuickInfoAtPosition(file, end - 1)
  const help = editor.getSignatureHelpItems(file, end + 1, undefined)
  return {
    comment: ts.displayPartsToString(hover?.documentation),
    parameters: (help?.items ?? []).map((item) =>
      item.parameters.map((one) => ts.displayPartsToString(one.displayParts)).join(', '),
    ),
    definitions: (editor.getDefinitionAtPosition(file, end - 1) ?? []).map((one) => lineOf(editor, one)),
  }
}

/** The doc comment directly above `export const NAME =`, and its file; as it stands in the source. */
function declared(editor: ts.LanguageService, name: string): { comment: string; line: string }[] {
  return sources('lib').flatMap((path) => {
    const source = editor.getProgram()?.getSourceFile(join(root, path))
    const found = source?.text.match(new RegExp(`/\\*\\*(?:(?!\\*/)[^])*\\*/\\nexport const ${name} = .*`))
    if (source === undefined || !found) return []
    const lines = found[0].split('\n')
    return [{ comment: lines.slice(0, -1).join('\n'), line: `${source.fileName}: ${lines.at(-1)}` }]
  })
}

/** The words of a comment alone. */
function words(comment: string): string {
  return comment
    .replace(/\{@link (\S+?) ?\}/g, '$1')
    .replace(/[\s*/]+/g, ' ')
    .trim()
}

describe('every verb', () => {
  let editor: ts.LanguageService

  before(function () {
    this.timeout('2m')
    editor = service()
    editor.getProgram()?.getTypeChecker()
  })

  for (const { name, batchable } of verbs) {
    it(`has one doc comment, which an editor shows wherever it is called: ${name}`, () => {
      const declarations = declared(editor, name)
      assert.equal(declarations.length, 1, `declarations of ${name} with a doc comment`)
      const { comment, line } = declarations[0] as { comment: string; line: string }
      const called = [`home.${name}`, `nl.${name}`, ...(batchable ? [`b.${name}`] : [])]
      const views = called.map((call) => shown(editor, call))
      for (const [i, view] of views.entries()) {
        assert.equal(words(view.comment), words(comment), called[i])
        assert.deepEqual(view.definitions, [line], called[i])
        assert.deepEqual(view.parameters, views[0]?.parameters, called[i])
      }
      assert.ok((views[0]?.parameters.length ?? 0) > 0, 'an editor shows its parameters')
      for (const parameters of views[0]?.parameters ?? []) assert.doesNotMatch(parameters, /\b(handle|sender|args)\b/)
    }).timeout('1m')
  }

  it('imported by its name shows the same', () => {
    assert.deepEqual(shown(editor, '\naddRoute'), shown(editor, 'home.addRoute'))
  }).timeout('1m')

  it('is in a batch exactly where its declaration allows it', () => {
    const end = program.indexOf('b.addRoute') + 'b.'.length
    const offered = editor.getCompletionsAtPosition(join(root, CALLS), end, undefined)?.entries ?? []
    const collected = verbs.filter(({ batchable }) => batchable)
    assert.deepEqual(offered.map(({ name }) => name).sort(), collected.map(({ name }) => name).sort())
  }).timeout('1m')

  it('is a plain function to the eye', () => {
    const file = join(root, CALLS)
    const hover = editor.getQuickInfoAtPosition(file, program.indexOf('\naddRoute') + 2)
    const called = ts.displayPartsToString(hover?.displayParts)
    assert.equal(called.split('\n')[0], '(alias) addRoute(options: home.RouteOptions): Promise<void>')
  })
})

describe('the package', () => {
  it('exports verbs, and little else that has a value', () => {
    const others = Object.entries(home).filter(([, value]) => definitionOf(value) === undefined)
    assert.deepEqual(others.map(([name]) => name).sort(), [
      'Netlink',
      'NetlinkError',
      'Netns',
      'brief',
      'isKind',
      'openNetlink',
    ])
  })

  it('has every verb under the name that its errors have', () => {
    for (const [name, value] of Object.entries(home)) {
      const definition = definitionOf(value)
      if (definition !== undefined) assert.deepEqual([definition.name, (value as { name: string }).name], [name, name])
    }
  })
})
