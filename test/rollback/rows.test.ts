import assert from 'node:assert/strict'
import { addRoute, deleteNetns, listRoutes, setLink } from '../../lib/index.ts'
import { verbs } from '../../lib/netlink/verbs.ts'
import { kinds } from '../../lib/state/snapshot.ts'
import { undoOf } from '../../lib/verb/verb.ts'

describe('how a verb is undone', () => {
  const batchable = verbs.filter((one) => one.batchable)

  it('is declared for every verb of a batch', () => {
    assert.deepEqual(
      batchable.filter(({ undo }) => undo === undefined).map(({ name }) => name),
      [],
    )
    assert.deepEqual([addRoute, setLink, deleteNetns, listRoutes].map(undoOf), ['exact', 'scope', 'none', undefined])
  })

  it('is known for the objects of every verb of a batch', () => {
    const ofLinks = /^(create[A-Z]\w*|setLink|setVf|deleteLink|addAltname|deleteAltname)$/
    const known = kinds.flatMap((kind) => Object.keys(kind.verbs))
    const names = batchable.map(({ name }) => name)
    assert.deepEqual(names.filter((name) => !ofLinks.test(name)).sort(), known.sort())
  })
})
