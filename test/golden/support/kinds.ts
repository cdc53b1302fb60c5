import { createLink } from '../../../lib/link/create-kind.ts'
import { on } from '../../../lib/verb/verb.ts'
import { bytes } from './bytes.ts'
import { asks, tells } from './link.ts'

/** A request of `ip link add x type COMMAND` of iproute2 6.1, captured with zero for the sequence number; `v0` has the index 3, `v1` 4. */
export interface KindCase {
  readonly command: string
  /** What the request says, in our words. */
  readonly data?: object
  /** Options that do not depend on the kind. */
  readonly beside?: Readonly<Record<string, unknown>>
  readonly request: string
}

/** Both ways: that we send what `ip` does, and that what `ip` sends is read as what we were given. */
export function kindCases(noun: string, cases: readonly KindCase[]): void {
  describe(`requests to create ${noun}`, () => {
    for (const { command, data, beside = {}, request } of cases) {
      const kind = command.split(' ')[0] as string
      const captured = bytes(request)
      const given = { name: 'x', kind, ...beside, ...(data === undefined ? {} : { data }) }
      it(`are those of ip link add type ${command}`, () => {
        asks((caller) => on(caller, createLink)(given as never), captured)
      })
      it(`are read as the options: ${command}`, () => {
        tells(captured, given)
      })
    }
  })
}
