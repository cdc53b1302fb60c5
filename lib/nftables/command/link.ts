import { listLinkNames } from '../../protocol/link.ts'
import type { Caller } from '../../transport/caller.ts'
import { type Symbols, symbolsOf } from '../datatype/symbols.ts'

/** The names of links as the words of their indices. */
export async function linkSymbols(caller: Caller): Promise<Symbols> {
  const links = await listLinkNames(caller)
  return symbolsOf(links.map(({ index, ifname = '' }) => [ifname, index]))
}
