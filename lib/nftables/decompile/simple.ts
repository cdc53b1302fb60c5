import type {
  DupExpression,
  Expression,
  FwdExpression,
  LogExpression,
  QueueExpression,
  RejectExpression,
  SynproxyExpression,
} from '../bytecode.ts'
import { BIG, HOST } from '../datatype/byteorder.ts'
import type { Datatype } from '../datatype/datatype.ts'
import { icmpCode, icmpv6Code, icmpxCode, ipv4Address, ipv6Address, linkIndex } from '../datatype/table.ts'
import type { Expr, Statement } from '../json.ts'
import { ip, ip6 } from '../protocol/network.ts'
import { NETWORK, TRANSPORT } from '../protocol/protocol.ts'
import { BRIDGE, familyNumbered, INET, IPV4, IPV6, NETDEV } from '../protocol/table.ts'
import {
  LOG_ALL,
  logFlags,
  logLevels,
  queueFlags,
  REJECT_ICMPX,
  REJECT_TCP_RESET,
  SYNPROXY_MSS,
  SYNPROXY_WSCALE,
  synproxyFlags,
} from '../selector/statement.ts'
import { releaseDependency } from './dependency.ts'
import { printDynset, printObjref } from './dynset.ts'
import { printCtSet, printMetaSet, printOptionSet, printPayloadSet } from './mangle.ts'
import { printMasquerade, printNat, printRedirect, printTproxy } from './nat.ts'
import { setType } from './node.ts'
import { option } from './option.ts'
import { print, printRemoved } from './print.ts'
import { held } from './register.ts'
import { settle } from './settle.ts'
import { printStateful } from './stateful.ts'
import type { Work } from './statement.ts'
import { printValue } from './value.ts'
import { oneOrMany, wordOf, wordsOf } from './words.ts'

/** The statement that an expression is by itself; undefined where nothing is known of it. */
export function printSimple(work: Work, expression: Expression): Statement | undefined {
  switch (expression.name) {
    case 'payload':
      return printPayloadSet(work, expression)
    case 'exthdr':
      return expression.sreg === undefined
        ? { reset: printRemoved(option(expression)) }
        : printOptionSet(work, expression)
    case 'meta':
      return printMetaSet(work, expression)
    case 'ct':
      return printCtSet(work, expression)
    case 'nat':
      return printNat(work, expression)
    case 'masq':
      return printMasquerade(work, expression)
    case 'redir':
      return printRedirect(work, expression)
    case 'tproxy':
      return printTproxy(work, expression)
    case 'dynset':
      return printDynset(work, expression)
    case 'objref':
      return printObjref(work, expression)
    default:
      return printTarget(work, expression) ?? printStateful(work.scope, expression)
  }
}

function printTarget(work: Work, expression: Expression): Statement | undefined {
  switch (expression.name) {
    case 'log':
      return { log: printLog(expression) } as Statement
    case 'reject':
      return { reject: printReject(work, expression) } as Statement
    case 'queue':
      return { queue: printQueue(work, expression) } as Statement
    case 'dup':
      return { dup: printDup(work, expression) } as Statement
    case 'fwd':
      return { fwd: printFwd(work, expression) } as Statement
    case 'synproxy':
      return { synproxy: orNull(printSynproxy(expression)) } as Statement
    case 'notrack':
      return { notrack: null }
    case 'flow_offload':
      return { flow: { op: 'add', flowtable: `@${expression.tableName}` } }
    case 'match':
    case 'target':
      return { xt: { type: expression.name, name: expression.extension } }
    default:
      return undefined
  }
}

function orNull<T extends object>(json: T): T | null {
  return Object.keys(json).length > 0 ? json : null
}

/** LOG_WARNING, which is what nft takes when nothing is said. */
const WARNING = 4

function printLog(row: LogExpression): object | null {
  const flags = row.flags === LOG_ALL ? 'all' : oneOrMany(wordsOf(logFlags, row.flags ?? 0))
  const level = row.level === WARNING ? undefined : wordOf(logLevels, row.level)
  return orNull({
    ...(row.prefix !== undefined && { prefix: row.prefix }),
    ...(row.group !== undefined && { group: row.group }),
    ...(row.snaplen !== undefined && { snaplen: row.snaplen }),
    ...(row.qthreshold !== undefined && { 'queue-threshold': row.qthreshold }),
    ...(level !== undefined && { level }),
    ...(flags !== undefined && { flags }),
  })
}

function printReject(work: Work, row: RejectExpression): object | null {
  const { context } = work
  const mixed = context.family === INET || context.family === BRIDGE || context.family === NETDEV
  if (row.type === REJECT_ICMPX) return { type: 'icmpx', expr: code(work, icmpxCode, row) }
  const family = mixed ? networkFamily(work) : context.family
  if (mixed) releaseDependency(context, NETWORK)
  else if (row.type === REJECT_TCP_RESET) releaseDependency(context, TRANSPORT)
  if (row.type === REJECT_TCP_RESET) return { type: 'tcp reset' }
  if (family === IPV4) return { type: 'icmp', expr: code(work, icmpCode, row) }
  return family === IPV6 ? { type: 'icmpv6', expr: code(work, icmpv6Code, row) } : null
}

function code(work: Work, type: Datatype, row: RejectExpression): Expr {
  return printValue(work.scope, type, BigInt(row.code ?? 0), 8)
}

function networkFamily({ context }: Work): number {
  const network = context.layers[NETWORK]
  return network === ip ? IPV4 : network === ip6 ? IPV6 : 0
}

function printQueue(work: Work, row: QueueExpression): object | null {
  const flags = oneOrMany(wordsOf(queueFlags, row.flags ?? 0))
  return orNull({ num: queueNumber(work, row), ...(flags !== undefined && { flags }) })
}

function queueNumber(work: Work, row: QueueExpression): Expr {
  const node = row.sregQnum === undefined ? undefined : held(work.registers, row.sregQnum)
  if (node) return print(work.scope, settle(work.context, node))
  const first = row.num ?? 0
  const total = row.total ?? 1
  return total > 1 ? { range: [first, first + total - 1] } : first
}

/** What a register holds, read as a type. */
function registerAs(work: Work, register: number | undefined, type: Datatype | undefined): Expr | undefined {
  const node = register === undefined || register === 0 ? undefined : held(work.registers, register)
  if (!node) return undefined
  if (type) setType(node, type, type === linkIndex ? HOST : BIG)
  return print(work.scope, settle(work.context, node))
}

const addressTypes: Readonly<Record<number, Datatype>> = { [IPV4]: ipv4Address, [IPV6]: ipv6Address }

/** Without an address, the device stands in its place. */
function printDup(work: Work, row: DupExpression): object | null {
  const addr = registerAs(work, row.sregAddr, addressTypes[work.scope.family])
  const dev = registerAs(work, row.sregDev, linkIndex)
  if (addr === undefined) return dev === undefined ? null : { addr: dev }
  return dev === undefined ? { addr } : { addr, dev }
}

function printFwd(work: Work, row: FwdExpression): object {
  const dev = registerAs(work, row.sregDev, linkIndex)
  const family = row.nfproto ?? 0
  const addr = registerAs(work, row.sregAddr, addressTypes[family])
  return addr === undefined ? { dev } : { dev, family: familyNumbered(family), addr }
}

function printSynproxy(row: SynproxyExpression): object {
  const flags = row.flags ?? 0
  return {
    ...(flags & SYNPROXY_MSS && { mss: row.mss ?? 0 }),
    ...(flags & SYNPROXY_WSCALE && { wscale: row.wscale ?? 0 }),
    ...synproxyFlagsOf(flags),
  }
}

/** The options that a synproxy answers with, always as a list. */
export function synproxyFlagsOf(flags: number): { flags?: string[] } {
  const words = wordsOf(synproxyFlags, flags)
  return words.length > 0 ? { flags: words } : {}
}
