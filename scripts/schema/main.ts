// Writes the JSON schema of a topology into a file, from the types in lib/topology and the tables that they are made of.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { Walk } from './walk.ts'

const root = join(import.meta.dirname, '..', '..')
const file = join(root, 'lib', 'topology', 'types.ts')

function program(): ts.Program {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  // Types of Node.js are half of the time, and no part of a topology.
  return ts.createProgram([file], { ...options, types: [] })
}

function topologySchema(): object {
  const made = program()
  const checker = made.getTypeChecker()
  const module = checker.getSymbolAtLocation(made.getSourceFile(file) as ts.SourceFile) as ts.Symbol
  const topology = checker.getExportsOfModule(module).find(({ name }) => name === 'Topology') as ts.Symbol
  const walk = new Walk(checker)
  const schema = walk.schema(checker.getDeclaredTypeOfSymbol(topology))
  const definitions = Object.entries(walk.definitions).sort(([one], [other]) => (one < other ? -1 : 1))
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Topology of netlink-ts',
    ...schema,
    $defs: Object.fromEntries(definitions),
  }
}

const [, , out] = process.argv
if (out === undefined) throw new Error('expected the file to write')
writeFileSync(out, `${JSON.stringify(topologySchema())}\n`)
