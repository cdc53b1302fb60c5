import type { NftObject } from '../../nftables/json.ts'
import type { Owner } from '../owner.ts'
import { isMarked } from './mark.ts'
import { byTable, headOf, withoutMark } from './objects.ts'

/** Tables as a topology has them: without what the kernel chooses, and of an owner its own without the mark. */
export function captureTables(objects: readonly NftObject[], owner: Owner | undefined): NftObject[] {
  const plain = objects.map(withoutHandle)
  if (owner === undefined) return plain
  const own = [...byTable(plain).values()].filter((table) => isMarked(headOf(table).comment, owner))
  return withoutMark(own.flat(), owner)
}

function withoutHandle(object: NftObject): NftObject {
  const [kind, { handle: _, ...body }] = Object.entries(object)[0] as [string, Record<string, unknown>]
  return { [kind]: body } as unknown as NftObject
}
