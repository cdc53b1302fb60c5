import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { onePlace } from '../../support/place.ts'

/** Kinds without properties. */
for (const kind of ['dummy', 'ifb', 'wireguard', 'nlmon', 'team', 'vcan', 'vsockmon'] as const) {
  describe(`${kind} and ip`, () => {
    needs(kind)
    const here = onePlace()

    it('agree on the kind', async () => {
      await here().nl.createLink({ name: 'one', kind })
      here().run(`ip link add two type ${kind}`)
      const [json] = here().ip('-j -d link show dev one')
      assert.equal(json?.linkinfo?.info_kind, kind)
      assert.equal((await here().nl.getLink('two')).kind, kind)
    })
  })
}
