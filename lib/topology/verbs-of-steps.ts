import { addAltname, deleteAltname } from '../link/altname.ts'
import { createLink } from '../link/create-kind.ts'
import { deleteLink } from '../link/delete.ts'
import { createVeth } from '../link/kinds/veth.ts'
import { setLink } from '../link/set.ts'
import { appendRoute } from '../route/route.ts'
import { definitionOf } from '../verb/verb.ts'
import { verbsOfFamilies } from './families.ts'

type Call = (...args: never) => unknown

const calls: readonly Call[] = [
  ...verbsOfFamilies,
  ...[addAltname, appendRoute, createLink, createVeth, deleteAltname, deleteLink, setLink],
]
const byName = new Map(calls.map((call) => [definitionOf(call)?.name, call]))

/** The verb of a step; undefined for one that is about a namespace itself. */
export function verbOf(name: string): Call | undefined {
  return byName.get(name)
}
