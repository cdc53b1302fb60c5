import assert from 'node:assert/strict'
import { createLink } from '../../../lib/link/create-kind.ts'
import { on } from '../../../lib/verb/verb.ts'
import { bytes } from './bytes.ts'
import { meant, recorded, tells } from './link.ts'

/** A request of `ip link add x type COMMAND` of iproute2 6.1, captured with zero for the sequence number; `v0` has the index 3, `v1` 4. */
export interface KindCase {
  readonly command: string
  /** What the request says, in our words. */
  readonly data?: object
  /** Options that do not depend on the kind. */
  readonly beside?: Readonly<Record<string, unknown>>
  readonly request: string
  /** An attribute that `ip` sends and that the kernel does not look at for this kind. */
  readonly surplus?: string
}

/** Both ways: that we send what `ip` does, and that what `ip` sends is read as what we were given. */
export function kindCases(noun: string, cases: readonly KindCase[]): void {
  describe(`requests to create ${noun}`, () => {
    for (const { command, data, beside = {}, request, surplus = '' } of cases) {
      const kind = command.split(' ')[0] as string
      const captured = bytes(request)
      const given = { name: 'x', kind, ...beside, ...(data === undefined ? {} : { data }) }
      it(`are those of ip link add type ${command}`, () => {
        const [sent] = recorded((caller) => on(caller, createLink)(given as never))
        assert.ok(sent)
        const { attributes, ...others } = meant(captured)
        const looked = attributes.map((attribute) => attribute.replace(surplus, ''))
        assert.deepEqual(meant(sent.bytes), { ...others, attributes: looked })
      })
      it(`are read as the options: ${command}`, () => {
        tells(captured, given)
      })
    }
  })
}
