import assert from 'node:assert/strict'
import { addRoute, batch, deleteNetns, flushAddresses, flushRoutes, listRoutes, setLink } from '../../lib/index.ts'
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

  it('is declared for every verb that changes something', () => {
    const changes = verbs.filter(({ name }) => /^(add|append|create|delete|flush|replace|set)[A-Z]/.test(name))
    assert.deepEqual(
      changes.filter(({ undo }) => undo === undefined).map(({ name }) => name),
      [],
    )
    assert.deepEqual([flushRoutes, flushAddresses].map(undoOf), ['exact', 'scope'])
  })

  it('of several steps is not part of a batch', async () => {
    const message = 'batch: flushRoutes is not allowed here: it takes several steps; call it on the handle'
    type All = { flushRoutes(filter: object): void }
    await assert.rejects(
      batch((b) => (b as unknown as All).flushRoutes({ table: 100 })),
      { name: 'TypeError', message },
    )
    // Also if the error is caught.
    const build = (b: unknown) => {
      try {
        ;(b as All).flushRoutes({ table: 100 })
      } catch {}
    }
    await assert.rejects(batch(build), { name: 'TypeError', message })
  })

  it('is known for the objects of every verb of a batch', () => {
    const ofLinks = /^(create[A-Z]\w*|setLink|setVf|deleteLink|addAltname|deleteAltname)$/
    const known = kinds.flatMap((kind) => Object.keys(kind.verbs))
    const names = batchable.map(({ name }) => name)
    assert.deepEqual(names.filter((name) => !ofLinks.test(name)).sort(), known.sort())
  })
})
