import assert from 'node:assert/strict'
import ts from 'typescript'
import { verbs } from '../../lib/netlink/verbs.ts'
import { add, create, delete_, destroy, flush, insert, list, rename, replace, reset } from '../../lib/nftables/index.ts'
import { Editor } from './support/declarations.ts'

const PREAMBLE = [
  "import * as home from 'netlink-ts'",
  "import * as nft from 'netlink-ts/nftables'",
  "import type { Changes, Netlink } from 'netlink-ts'",
  'declare const nl: Netlink',
  'declare const b: Changes',
].join('\n')

describe('signature help of the package', function () {
  this.timeout('120s')
  let editor: Editor

  before(() => {
    editor = new Editor()
  })

  /** What is shown while the arguments of a call are written. */
  function help(call: string): string[] {
    const at = editor.type(`${PREAMBLE}\nvoid ${call}(|)`)
    const items = editor.service.getSignatureHelpItems(editor.file, at, undefined)?.items ?? []
    return items.map(({ documentation }) => ts.displayPartsToString(documentation))
  }

  function hover(call: string): string {
    const [owner, name] = call.split('.')
    return editor.hover(`${PREAMBLE}\nvoid ${owner}.|${name}`).sentence
  }

  for (const { name } of verbs)
    it(`shows the doc comment of a verb, called as it is and as a method of a handle: ${name}`, () => {
      const comment = hover(`home.${name}`)
      assert.notEqual(comment, '')
      assert.deepEqual(help(`home.${name}`), [comment])
      assert.deepEqual(help(`nl.${name}`), [comment])
    })

  it('shows the doc comment of a command of nftables, where it is called and where its arguments are written', () => {
    const groups = { add, create, delete_, destroy, flush, insert, list, rename, replace, reset }
    for (const [group, commands] of Object.entries(groups))
      for (const name of Object.keys(commands)) {
        const call = `nft.${group}.${name}`
        const { sentence } = editor.hover(`${PREAMBLE}\nvoid nft.${group}.|${name}`)
        assert.notEqual(sentence, '', call)
        assert.deepEqual(help(call), [sentence], call)
      }
  })

  it('leaves hovering over a verb in a batch its doc comment', () => {
    for (const { name, batchable } of verbs)
      if (batchable) assert.equal(hover(`b.${name}`), hover(`home.${name}`), name)
  })
})
