import { constants } from '../../builtin.ts'
import { kernelError, NetlinkError } from '../../errors.ts'
import type { Transport } from '../../transport/transport.ts'
import type { StatefulObject } from '../bytecode.ts'
import { openNames } from '../datatype/names.ts'
import type { NftKind, NftObject } from '../json.ts'
import { readReplies } from '../kernel/reply.ts'
import { listObjects, listRules, NFT_MSG, refusalError } from '../kernel.ts'
import { gather, type Selection } from '../list/gather.ts'
import { printRuleset } from '../list/ruleset.ts'
import { listRuleset } from '../list.ts'
import { addon } from '../native.ts'
import { families } from '../protocol/table.ts'
import { objectTypes } from '../selector/statement.ts'
import type { Read } from './transaction.ts'
import type { Work } from './work.ts'

/**
 * Reads one after the other what the commands ask for. Where something was changed, what is not there is left out: an error would
 * say that nothing was.
 */
export async function readAll(
  transport: Transport,
  work: Work,
  reads: readonly Read[],
  changed: boolean,
): Promise<NftObject[]> {
  const found: NftObject[] = []
  for (const read of reads) {
    try {
      const objects = read.verb === 'list' ? listed(transport, work, read) : reset(transport, work, read)
      found.push(...(await objects))
    } catch (thrown) {
      const absent = thrown instanceof NetlinkError && thrown.errno === -constants.errno.ENOENT
      if (!changed || !absent) throw thrown
    }
  }
  return found
}

function selectionOf({ family, table }: Read, kind?: NftKind): Selection {
  return {
    ...(family !== undefined && { family }),
    ...(table !== undefined && { table }),
    ...(kind !== undefined && { kind }),
  }
}

async function listed(transport: Transport, { operation, links }: Work, read: Read): Promise<NftObject[]> {
  const { what, name, chain } = read
  if (what === 'ruleset' || what === 'table') {
    return (await listRuleset(transport, links, selectionOf(read))).nftables
  }
  const kind = (what.endsWith('s') ? what.slice(0, -1) : what) as NftKind
  const { nftables } = await listRuleset(transport, links, selectionOf(read, kind))
  if (kind === 'rule') return nftables.filter(inChain(chain))
  const named = nftables.filter((object) => name === undefined || bodyOf(object).name === name)
  if (name !== undefined && named.length === 0)
    throw kernelError(operation, -constants.errno.ENOENT, { subject: `${what} ${name}` })
  if (what !== 'chain') return named
  const rules = await listRuleset(transport, links, selectionOf(read, 'rule'))
  return [...named, ...rules.nftables.filter(inChain(chain))]
}

function bodyOf(object: NftObject): { name?: string; chain?: string } {
  return Object.values(object)[0] as { name?: string; chain?: string }
}

function inChain(chain: string | undefined): (object: NftObject) => boolean {
  return (object) => chain === undefined || bodyOf(object).chain === chain
}

/** Lists counters and quotas as they were before they began anew. */
async function reset(transport: Transport, work: Work, read: Read): Promise<NftObject[]> {
  const { operation, links } = work
  const { what, family, table, chain } = read
  const kind = (what.endsWith('s') ? what.slice(0, -1) : what) as NftKind
  const ruleset = await gather(transport, selectionOf(read, kind))
  const filter = {
    ...(family !== undefined && { family: families[family] }),
    ...(table !== undefined && { table }),
    ...(chain !== undefined && { chain }),
  }
  if (kind === 'rule') ruleset.rules = await listRules(transport, operation, filter, true)
  else if (read.name !== undefined) ruleset.objects = await resetOne(transport, operation, read, kind)
  else ruleset.objects = await listObjects(transport, operation, { ...filter, type: objectTypes[kind] as number }, true)
  const objects = printRuleset(ruleset, openNames(await links()), { stateless: false, numericProtocols: false })
  return objects.filter((object) => kind in object)
}

async function resetOne(
  transport: Transport,
  operation: string,
  { family = 'ip', table = '', name = '' }: Read,
  kind: string,
): Promise<StatefulObject[]> {
  const object = { family: families[family], table, name, type: objectTypes[kind] as number }
  const request = addon().buildRequest({ type: NFT_MSG.GETOBJ_RESET, flags: 0, object }, 1)
  const { answers, messages } = readReplies(await transport.transact(operation, request, 1))
  const [answer] = answers
  if (answer) throw refusalError(operation, answer)
  return messages.map((message) => message.object as StatefulObject)
}
