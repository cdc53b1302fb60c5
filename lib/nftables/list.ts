import type { Transport } from '../transport/transport.ts'
import { LinksWanted, type Names, openNames } from './datatype/names.ts'
import type { Symbols } from './datatype/symbols.ts'
import type { NftObject } from './json.ts'
import { gather } from './list/gather.ts'
import { printRuleset, type Ruleset } from './list/ruleset.ts'
import { checkListOptions, type ListOptions } from './list/selection.ts'

export type { ListOptions, Selection } from './list/selection.ts'

/**
 * The ruleset as `nft -j list` prints it, without its `metainfo`. `links` is asked for the links of the namespace where a rule
 * names one by its index.
 */
export async function listRuleset(
  transport: Transport,
  links: () => Promise<Symbols>,
  options: ListOptions = {},
): Promise<{ nftables: NftObject[] }> {
  checkListOptions(options)
  const ruleset = await gather(transport, options)
  const objects = await printWithNames(ruleset, links, options)
  const { kind } = options
  return { nftables: kind === undefined ? objects : objects.filter((object) => kind in object) }
}

/** What was read, as JSON; links are asked for where they are needed. */
export async function printWithNames(
  ruleset: Ruleset,
  links: () => Promise<Symbols>,
  { stateless = false, numericProtocols = false }: ListOptions,
): Promise<NftObject[]> {
  const print = (names: Names): NftObject[] => printRuleset(ruleset, names, { stateless, numericProtocols })
  try {
    return print(openNames())
  } catch (thrown) {
    if (!(thrown instanceof LinksWanted)) throw thrown
    return print(openNames(await links()))
  }
}
