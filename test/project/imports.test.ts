import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { needs } from '../support/needs.ts'
import { sources, text } from './support/checkout.ts'

/** The folders that lib/modules.ts exports. */
const modules = [...text('lib/modules.ts').matchAll(/'\.\/(\w+)\/index\.ts'/g)].map(([, folder]) => folder as string)

/** The folders by which container engines drive networks: each is an entry of the package. */
const engines = ['oci', 'cni', 'netavark', 'docker', 'rootless', 'cluster']

/** A file imports from its own folder, or from what stands below it. What shares a place never meets. */
const order = [
  ['program'],
  ['index'],
  engines,
  ['container'],
  ['netlink'],
  // It reads and changes what the modules have.
  ['state'],
  ['modules'],
  // They compare and watch what the others list.
  ['topology'],
  ['watch'],
  [...modules.filter((module) => !['netns', 'watch', 'topology'].includes(module)), 'nftables', 'sockets'],
  ['netns'],
  ['verb'],
  ['protocol'],
  ['trace'],
  ['transport'],
  ['wire'],
  ['errors', 'diagnostics'],
  ['builtin'],
]

/** Folders that only their own package entry may reach, and what is made of them: nftables brings a library of another licence along. */
const apart = ['container', 'nftables']
const reaching = ['container', ...engines, 'program']
/** Folders that load nftables on demand: their files import types of it alone. */
const loading = ['topology']

/** The files that may load a binary. */
const loaders = ['lib/transport/native.ts', 'lib/nftables/native.ts']

/** `wire` of lib/wire/text.ts, `errors` of lib/errors.ts. */
const noun = (file: string) => file.split('/')[1]?.replace(/\.ts$/, '') ?? ''
const place = (file: string) => order.findIndex((nouns) => nouns.includes(noun(file)))

/** What a file imports at once, without types and what it loads on demand. */
function importsAtOnce(file: string): string[] {
  const { statements } = ts.createSourceFile(file, text(file), ts.ScriptTarget.Latest)
  return statements.flatMap((one) => {
    if (!ts.isImportDeclaration(one) && !ts.isExportDeclaration(one)) return []
    const isType = ts.isImportDeclaration(one) ? one.importClause?.isTypeOnly === true : one.isTypeOnly
    const from = one.moduleSpecifier
    return isType || from === undefined || !ts.isStringLiteral(from) ? [] : [join(dirname(file), from.text)]
  })
}

/** What a file imports, values and types: package names, and relative ones as paths of the checkout. */
function imports(file: string): string[] {
  const names = ts.preProcessFile(text(file)).importedFiles.map((found) => found.fileName)
  return names.map((to) => (to.startsWith('.') ? join(dirname(file), to) : to))
}

/** Packages that are bundled into the programs. */
const bundled = ['yaml']

/** Whether `file` may import `to`. */
function lawful(file: string, to: string): boolean {
  if (to.startsWith('node:') || (noun(file) === 'program' && bundled.includes(to))) return true
  if (to.startsWith('types/')) return ['transport', 'nftables'].includes(noun(file))
  if (!to.startsWith('lib/')) return false
  if (noun(file) === noun(to)) return true
  if (loading.includes(noun(file)) && noun(to) === 'nftables') return !importsAtOnce(file).includes(to)
  return place(to) > place(file) && (!apart.includes(noun(to)) || reaching.includes(noun(file)))
}

describe('the imports of lib/', () => {
  needs('command git')
  const files = () => sources('lib').filter((file) => file.endsWith('.ts'))

  it('come from files that have a place in the order', () => {
    assert.deepEqual(
      files().filter((file) => place(file) < 0),
      [],
    )
  })

  it('flow one way, and name nothing but the package itself and node:', () => {
    const breaches = files().flatMap((file) =>
      imports(file)
        .filter((to) => !lawful(file, to))
        .map((to) => `${file} imports ${to}`),
    )
    assert.deepEqual(breaches, [])
  })

  it('import no module of Node.js, which lib/builtin.ts has', () => {
    const importing = files().filter(
      (file) => ![...engines, 'program'].includes(noun(file)) && /^import (?!type )[^;]*?'node:/m.test(text(file)),
    )
    assert.deepEqual(importing, [])
  })

  it('load a binary in two files only', () => {
    const loaded = files().filter((file) => /createRequire\([^()]*\)\(|dlopen/.test(text(file)))
    assert.deepEqual(
      loaded.filter((file) => !loaders.includes(file)),
      [],
    )
  })
})
