import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

const root = join(import.meta.dirname, '..', '..', '..')

/** The project whose dependency the package is, as `scripts/check-package` made it; in other runs this checkout, whose own name it is. */
const project = process.env.NETLINK_TS_PROJECT ?? root

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  types: ['node'],
  noEmit: true,
}

/** A program of one file that uses the package, as an editor sees it. */
export class Editor {
  readonly file: string
  readonly service: ts.LanguageService
  #text = ''
  #version = 0

  constructor() {
    this.file = join(project, 'src', 'fields-of-the-package.mts')
    this.service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getScriptFileNames: () => [this.file],
      getScriptVersion: (name) => (name === this.file ? String(this.#version) : '0'),
      getScriptSnapshot: (name) => {
        const text = name === this.file ? this.#text : ts.sys.readFile(name)
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
      },
      getCurrentDirectory: () => project,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: (name) => name === this.file || ts.sys.fileExists(name),
      readFile: ts.sys.readFile,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      realpath: ts.sys.realpath as (path: string) => string,
    })
  }

  /** Types `text`; where it has a bar, that is the cursor, whose place is the answer. */
  type(text: string): number {
    const cursor = text.indexOf('|')
    this.#text = cursor < 0 ? text : text.slice(0, cursor) + text.slice(cursor + 1)
    this.#version++
    return cursor
  }

  /** The names that are offered at the bar, of properties alone. */
  completions(text: string): string[] {
    const at = this.type(text)
    const found = this.service.getCompletionsAtPosition(this.file, at, undefined)?.entries ?? []
    const wanted = [ts.ScriptElementKind.memberVariableElement, ts.ScriptElementKind.string]
    return found.filter(({ kind }) => wanted.includes(kind)).map(({ name }) => name)
  }

  /** What is shown over the name after the bar: its declaration and what is said about it. */
  hover(text: string): { declaration: string; sentence: string } {
    const at = this.type(text)
    const info = this.service.getQuickInfoAtPosition(this.file, at)
    return {
      declaration: ts.displayPartsToString(info?.displayParts),
      sentence: ts.displayPartsToString(info?.documentation),
    }
  }

  program(): ts.Program {
    return this.service.getProgram() as ts.Program
  }
}

/** The folder of the packed declarations. */
export function declarationsFolder(program: ts.Program): string {
  const index = program.getSourceFiles().find(({ fileName }) => /\/dist\/index\.d\.ts$/.test(fileName))
  if (index === undefined) throw new Error('the package has not been found')
  return dirname(index.fileName)
}

/** How many bytes all declarations have. */
export function declarationBytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.d.ts'))
    .reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
}

/** The entry points of the package. */
export function entries(): string[] {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    name: string
    exports: Record<string, unknown>
  }
  return Object.entries(exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([path]) => name + path.slice(1))
}
