import assert from 'node:assert/strict'
import ts from 'typescript'
import { declarationsFolder, Editor, entries } from './support/declarations.ts'

/** Calls with an unknown option, and the type that the compiler names for it. */
const CALLS: readonly (readonly [call: string, type: string])[] = [
  ['addRule({ zork: 1 })', 'RuleOptions'],
  ['createVxlan({ data: { zork: 1 } })', 'VxlanData'],
  ['createBridge({ data: { zork: 1 } })', 'BridgeData'],
  ['addNexthop({ zork: 1 })', 'NexthopOptions'],
  ['addRoute({ dst: "default", metrics: { zork: 1 } })', 'MetricsOptions'],
  ['addRoute({ dst: "default", multipath: [{ zork: 1 }] })', 'RouteHopOptions'],
  ['setLink("eth0", { afSpec: { zork: {} } })', 'AfSpecOptions'],
  ['setLink("eth0", { afSpec: { inet: { conf: { zork: 1 } } } })', 'Ipv4Settings'],
  ['batch((b) => b.addRule({ zork: 1 }))', 'RuleOptions'],
]

describe('the compiler about an unknown option', function () {
  this.timeout('120s')
  let editor: Editor

  before(() => {
    editor = new Editor()
  })

  /** What the compiler says about the file. */
  function messages(text: string): string[] {
    editor.type(text)
    return editor.service
      .getSemanticDiagnostics(editor.file)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  }

  for (const [call, type] of CALLS)
    it(`names ${type}: ${call}`, () => {
      const verb = call.slice(0, call.indexOf('('))
      assert.deepEqual(messages(`import { ${verb} } from 'netlink-ts'\nvoid ${call}`), [
        `Object literal may only specify known properties, and 'zork' does not exist in type '${type}'.`,
      ])
    })

  it('names every public interface, and never describes what it is made of', () => {
    editor.type(
      entries()
        .map((entry) => `import '${entry}'\n`)
        .join(''),
    )
    const interfaces = entries().flatMap((entry) => namesOf(editor.program(), entry))
    const text = interfaces.map(({ entry, name }) => `{ const x: import('${entry}').${name} = { zork: 1 } }`).join('\n')
    const said = messages(`${text}\nexport {}`)
    assert.ok(interfaces.length > 200, `only ${interfaces.length} interfaces were found`)
    assert.equal(said.length, interfaces.length)
    assert.deepEqual(
      said.filter((one, i) => !one.includes(`'zork' does not exist in type '${interfaces[i]?.name}'`)),
      [],
    )
  })
})

/** The interfaces without type parameters that an entry exports. */
function namesOf(program: ts.Program, entry: string): { entry: string; name: string }[] {
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(`${declarationsFolder(program)}${entry.replace('netlink-ts', '')}/index.d.ts`)
  const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file)
  const found: { entry: string; name: string }[] = []
  for (const exported of symbol === undefined ? [] : checker.getExportsOfModule(symbol)) {
    const own = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
    const type = checker.getDeclaredTypeOfSymbol(own) as ts.InterfaceType
    if (own.flags & ts.SymbolFlags.Interface && type.typeParameters === undefined)
      found.push({ entry, name: exported.name })
  }
  return found
}
