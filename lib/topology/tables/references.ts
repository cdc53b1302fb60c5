import { InputError } from '../../errors.ts'
import type { NftObject, NftTable } from '../../nftables/json.ts'
import { mayHaveOptions } from '../../verb/options.ts'
import { bodyOf, tableKey } from './objects.ts'

/** Checks that all objects belong to tables of the list, and that rules and verdicts refer to chains of their table. */
export function checkReferences(objects: readonly NftObject[], tables: ReadonlyMap<string, NftTable>): void {
  const chains = new Set<string>()
  for (const object of objects) {
    const [kind, body] = bodyOf(object)
    if (kind === 'chain' && mayHaveOptions(body)) chains.add(chainKey(body, body.name))
  }
  for (const [i, object] of objects.entries()) {
    const [kind, body] = bodyOf(object)
    if (kind === 'table' || !mayHaveOptions(body)) continue
    const path = `nftables[${i}].${kind}`
    if (typeof body.table === 'string' && !tables.has(tableKey({ family: body.family, name: body.table })))
      throw new InputError(`must be a table of the list, and there is no '${body.family} ${body.table}'`).under(
        `${path}.table`,
      )
    if (kind === 'rule') checkRule(path, body, chains)
    checkTargets(path, body.elem, body, chains, '.elem')
  }
}

type Body = Readonly<Record<string, unknown>>

const chainKey = ({ family, table }: Body, chain: unknown) => `${family} ${table} ${chain}`

function checkRule(path: string, rule: Body, chains: ReadonlySet<string>): void {
  if (rule.index !== undefined)
    throw new InputError('is not allowed here: rules have the order of the list').under(`${path}.index`)
  checkChain(`${path}.chain`, rule, rule.chain, chains)
  checkTargets(path, rule.expr, rule, chains, '.expr')
}

function checkChain(path: string, within: Body, chain: unknown, chains: ReadonlySet<string>): void {
  if (typeof chain !== 'string' || chains.has(chainKey(within, chain))) return
  throw new InputError(`must be a chain of the table, and it has no '${chain}'`).under(path)
}

/** Chains to which a statement or an element jumps. */
function checkTargets(path: string, value: unknown, within: Body, chains: ReadonlySet<string>, step: string): void {
  if (typeof value !== 'object' || value === null) return
  const here = path + step
  if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) checkTargets(here, one, within, chains, `[${i}]`)
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'jump' || key === 'goto')
      checkChain(`${here}.${key}.target`, within, (inner as Body | null)?.target, chains)
    else checkTargets(here, inner, within, chains, `.${key}`)
  }
}
