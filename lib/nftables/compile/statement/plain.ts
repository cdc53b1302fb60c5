import { describeValue } from '../../../errors.ts'
import type { ExthdrExpression, LogExpression, QueueExpression, SynproxyExpression } from '../../bytecode.ts'
import { HOST } from '../../datatype/byteorder.ts'
import { integer as integerType } from '../../datatype/table.ts'
import { OP_TCP_OPTION } from '../../protocol/extension.ts'
import {
  LOG_ALL,
  logFlags,
  logLevels,
  queueFlags,
  SYNPROXY_MSS,
  SYNPROXY_WSCALE,
  synproxyFlags,
} from '../../selector/statement.ts'
import type { RuleContext } from '../context.ts'
import { readExtension } from '../exthdr.ts'
import { openOutput } from '../linearize.ts'
import type { Node } from '../node.ts'
import { fail } from '../path.ts'
import {
  enter,
  flags,
  type Json,
  object,
  only,
  optionalInteger,
  optionalText,
  optionalWord,
  sole,
  text,
} from '../read.ts'
import { push } from './object.ts'
import { argument, source } from './value.ts'

const logProperties = new Set(['prefix', 'group', 'snaplen', 'queue-threshold', 'level', 'flags'])
const queueProperties = new Set(['num', 'flags'])
const synproxyProperties = new Set(['mss', 'wscale', 'flags'])
const flowProperties = new Set(['op', 'flowtable'])

const U16 = 0xffff
const U32 = 0xffffffff
/** NF_LOG_PREFIXLEN, with the zero behind it. */
const MAX_PREFIX = 127
/** TCP_MAX_WSCALE */
const MAX_WSCALE = 255
/** NFT_QUEUE_FLAG_CPU_FANOUT */
const FANOUT = 2
const AUDIT = 8

export function logStatement(ctx: RuleContext, json: unknown): void {
  const held = json === null ? {} : object(ctx, json)
  only(ctx, held, logProperties)
  const log: LogExpression = { name: 'log' }
  const prefix = optionalText(ctx, held, 'prefix')
  if (prefix !== undefined) log.prefix = checkedPrefix(ctx, prefix)
  const level = optionalWord(ctx, held, 'level', logLevels)
  const bits = flags(ctx, held, 'flags', { ...logFlags, all: LOG_ALL })
  readGroup(ctx, held, log)
  if (log.group !== undefined && level !== undefined) fail(ctx, 'level and group are mutually exclusive')
  if (log.group !== undefined && bits !== 0) fail(ctx, 'flags and group are mutually exclusive')
  if (level === AUDIT && (prefix !== undefined || bits !== 0)) fail(ctx, 'level audit does not allow other options')
  if (level !== undefined) log.level = level
  if (bits !== 0) log.flags = bits
  push(ctx, [log])
}

function checkedPrefix(ctx: RuleContext, prefix: string): string {
  return Buffer.byteLength(prefix) <= MAX_PREFIX
    ? prefix
    : fail(ctx, `must be at most ${MAX_PREFIX} bytes long`, 'range')
}

/** What goes to user space goes to a group, the first one where none is named. */
function readGroup(ctx: RuleContext, held: Json, log: LogExpression): void {
  const group = optionalInteger(ctx, held, 'group', U16)
  const snaplen = optionalInteger(ctx, held, 'snaplen', U32)
  const qthreshold = optionalInteger(ctx, held, 'queue-threshold', U16)
  if (group === undefined && snaplen === undefined && qthreshold === undefined) return
  log.group = group ?? 0
  if (snaplen !== undefined) log.snaplen = snaplen
  if (qthreshold !== undefined) log.qthreshold = qthreshold
}

export function queueStatement(ctx: RuleContext, json: unknown): void {
  const held = json === null ? {} : object(ctx, json)
  only(ctx, held, queueProperties)
  const bits = flags(ctx, held, 'flags', queueFlags)
  const out = openOutput()
  const queue: QueueExpression = { name: 'queue' }
  if (held.num === undefined) Object.assign(queue, { num: 0, total: 1 })
  else {
    const node = argument(ctx, enter(ctx, held, 'num'), integerType, 16, HOST)
    if (ctx.expected.max > U16) fail(ctx, `must be at most ${U16}`, 'range')
    if ((bits & FANOUT) !== 0 && node.kind !== 'range') fail(ctx, 'flag fanout requires a range')
    if (!numbered(queue, node)) queue.sregQnum = source(ctx, out, node)
    ctx.path.pop()
  }
  if (bits !== 0) queue.flags = bits
  out.expressions.push(queue)
  push(ctx, out.expressions)
}

function numbered(queue: QueueExpression, node: Node): boolean {
  if (node.kind !== 'value' && node.kind !== 'range') return false
  const low = Number(node.kind === 'value' ? node.value : node.low)
  const high = Number(node.kind === 'value' ? node.value : node.high)
  queue.num = low
  queue.total = high - low + 1
  return true
}

export function isOwnSynproxy(json: unknown): boolean {
  return json === null || (typeof json === 'object' && !Array.isArray(json) && !Object.hasOwn(json, 'map'))
}

export function synproxyStatement(ctx: RuleContext, json: unknown): void {
  const held = json === null ? {} : object(ctx, json)
  only(ctx, held, synproxyProperties)
  const mss = optionalInteger(ctx, held, 'mss', U16)
  const wscale = optionalInteger(ctx, held, 'wscale', MAX_WSCALE)
  let bits = flags(ctx, held, 'flags', synproxyFlags)
  if (mss !== undefined) bits |= SYNPROXY_MSS
  if (wscale !== undefined) bits |= SYNPROXY_WSCALE
  const found: SynproxyExpression = { name: 'synproxy', mss: mss ?? 0, wscale: wscale ?? 0, flags: bits }
  push(ctx, [found])
}

export function flowStatement(ctx: RuleContext, json: unknown): void {
  const held = object(ctx, json)
  only(ctx, held, flowProperties)
  const op = text(ctx, held, 'op')
  if (op !== 'add') fail(ctx, `unknown operation ${describeValue(op)}`)
  const name = text(ctx, held, 'flowtable')
  if (!name.startsWith('@')) fail(ctx, `must be a flowtable name such as '@name', not ${describeValue(name)}`)
  push(ctx, [{ name: 'flow_offload', tableName: name.slice(1) }])
}

/** Removes a TCP option. */
export function resetStatement(ctx: RuleContext, json: unknown): void {
  const [kind, held] = sole(ctx, json, 'expression')
  if (kind !== 'tcp option') fail(ctx, 'must be a TCP option')
  const { type } = readExtension(ctx, kind, held)
  ctx.path.pop()
  // The kernel refuses the place of a field where there is none.
  push(ctx, [{ name: 'exthdr', type, op: OP_TCP_OPTION } as ExthdrExpression])
}

export function notrackStatement(ctx: RuleContext, json: unknown): void {
  if (json !== null) fail(ctx, `must be null, not ${describeValue(json)}`)
  push(ctx, [{ name: 'notrack' }])
}
