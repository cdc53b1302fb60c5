import assert from 'node:assert/strict'
import { declarationBytes, declarationsFolder, Editor, entries } from './declarations.ts'
import { FieldWalk } from './fields.ts'

/** Bytes of all declarations: what an editor and a compiler read. */
const MOST_BYTES = 900_000

describe('the declarations of the package', function () {
  this.timeout('120s')
  let editor: Editor

  before(() => {
    editor = new Editor()
  })

  it('say something about every field of every public type', () => {
    editor.type(
      entries()
        .map((entry) => `import '${entry}'\n`)
        .join(''),
    )
    const program = editor.program()
    const walk = new FieldWalk(program, declarationsFolder(program))
    for (const { fileName } of program.getSourceFiles()) {
      const file = program.getSourceFile(fileName)
      if (file !== undefined && isEntry(fileName, declarationsFolder(program))) walk.module(file)
    }
    const fields = [...walk.fields.values()]
    const silent = fields.filter(({ sentence }) => sentence === '').map(({ owner, name }) => `${owner}.${name}`)
    console.log(`      ${fields.length} fields of ${new Set(fields.map(({ owner }) => owner)).size} types`)
    assert.ok(fields.length > 1000, `only ${fields.length} fields were found`)
    assert.deepEqual(silent, [])
  })

  it('are small enough for an editor', () => {
    editor.type("import 'netlink-ts'")
    const bytes = declarationBytes(declarationsFolder(editor.program()))
    assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`)
  })
})

function isEntry(file: string, folder: string): boolean {
  return [`${folder}/index.d.ts`, `${folder}/nftables/index.d.ts`, `${folder}/container/index.d.ts`].includes(file)
}
