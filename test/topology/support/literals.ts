import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInNewContext } from 'node:vm'
import ts from 'typescript'

const root = join(import.meta.dirname, '..', '..', '..')
const KEYS = ['links', 'routes', 'rules', 'neighbours', 'nexthops', 'sysctls', 'nftables', 'namespaces']

/** A topology that is written out in a page, an example or a test. */
export interface Literal {
  readonly where: string
  readonly topology: unknown
}

/** Every topology that is written out. */
export function literals(): Literal[] {
  const sources = [...pages(), ...programs()].filter(({ text }) => /Topology\b/.test(text))
  return sources.flatMap(({ where, text }) => literalsOf(where, text))
}

const files = (folder: string, ending: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`)

/** The programs of the pages: in fences. */
function pages() {
  return [...files('docs', '.md'), 'README.md'].flatMap((page) => {
    const blocks = readFileSync(join(root, page), 'utf8').matchAll(/^```(?:ts|typescript)\n([\s\S]*?)^```/gm)
    return [...blocks].map(([, text = ''], i) => ({ where: `${page}[${i}]`, text }))
  })
}

function programs() {
  const tests = [...files('test/topology', '.test.ts'), ...files('examples', '.ts')]
  // Their topologies are wrong.
  const right = tests.filter((file) => !/\/(refusals|schema)\.test\.ts$/.test(file))
  return right.map((where) => ({ where, text: readFileSync(join(root, where), 'utf8') }))
}

function literalsOf(where: string, text: string): Literal[] {
  const found: Literal[] = []
  const visit = (node: ts.Node): void => {
    const topology = isTopology(node) ? evaluated(node.getText()) : undefined
    // Options of captureTopology have the same name.
    if (topology === undefined || topology.nftables === true) ts.forEachChild(node, visit)
    else found.push({ where, topology })
  }
  visit(ts.createSourceFile(where, text, ts.ScriptTarget.ES2022, true))
  return found
}

/** An object whose properties are those of a namespace. */
function isTopology(node: ts.Node): boolean {
  if (!ts.isObjectLiteralExpression(node)) return false
  const keys = node.properties.map((one) => (ts.isPropertyAssignment(one) ? one.name.getText() : '...'))
  return keys.some((key) => KEYS.includes(key)) && keys.every((key) => key === '...' || KEYS.includes(key))
}

/** The value, in which a variable is undefined; undefined if that is not possible. */
function evaluated(text: string): Readonly<Record<string, unknown>> | undefined {
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }
  const variables = new Proxy({}, { has: () => true, get: () => undefined })
  try {
    return runInNewContext(ts.transpile(`(${text})`, options), createContext(variables))
  } catch {
    return undefined
  }
}
