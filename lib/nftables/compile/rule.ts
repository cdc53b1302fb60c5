import { describeValue } from '../../errors.ts'
import type { Expression } from '../bytecode.ts'
import { verdicts } from '../selector/verdict.ts'
import { match } from './compare.ts'
import { expectNothing, openRule, type RuleContext, type Step, type Surroundings } from './context.ts'
import { expression } from './expression.ts'
import { openOutput } from './linearize.ts'
import { reduced } from './merge.ts'
import { fail } from './path.ts'
import { array, isObject, sole } from './read.ts'
import type { SetInfo } from './set.ts'
import { stateful } from './stateful.ts'
import { dupStatement, fwdStatement, tproxyStatement } from './statement/divert.ts'
import { mapStatement, meterStatement, setStatement } from './statement/dynamic.ts'
import { mangleStatement } from './statement/mangle.ts'
import { matchStatement } from './statement/match.ts'
import { natStatement, ownAddressStatement } from './statement/nat.ts'
import { objectStatement, push } from './statement/object.ts'
import {
  flowStatement,
  isOwnSynproxy,
  logStatement,
  notrackStatement,
  queueStatement,
  resetStatement,
  synproxyStatement,
} from './statement/plain.ts'
import { rejectStatement } from './statement/reject.ts'
import { verdictStatement, vmapStatement } from './statement/verdict.ts'

/*
 * The phases of compiling a rule, from JSON to bytecode:
 *
 *   1. pattern.ts tries to substitute the constants of a rule compiled before.
 *   2. statement() below and expression.ts read the JSON, resolve types and generate dependencies (dependency.ts). A match
 *      becomes a MatchStep; any other statement becomes finished bytecode, an ActionStep.
 *   3. merge.ts merges adjacent matches, as nft does.
 *   4. linearize.ts turns the remaining matches into bytecode with registers.
 *
 * `ctx.expected` is the type in which the next constant is read: the caller sets it before it calls expression(), which
 * consumes it. `ctx.path` is where the compiler is in the JSON: a step is pushed on entry and popped on success, so on
 * failure it still points at the error.
 */

/** A rule as the kernel runs it, and the anonymous sets that it refers to. */
export interface CompiledRule {
  expressions: Expression[]
  sets: SetInfo[]
  /** Some of its matches became one, or were dropped. */
  merged?: boolean
}

/** Who wants to know how a rule was compiled. */
export interface Trace {
  /** Is given for each expression the number of the statement that it is for. */
  owners: (number | undefined)[]
  /** Is called behind each statement. */
  note?(ctx: RuleContext): void
}

/** The `expr` of a rule, in a table of a family. */
export function compileRule(
  around: Surroundings,
  family: number,
  table: string,
  expr: unknown,
  trace?: Trace,
): CompiledRule {
  const ctx = openRule(expression, around, family, table)
  const statements = array(ctx, expr)
  const origins = trace && new Map<Step, number>()
  let terminal = false
  for (let i = 0; i < statements.length; i++) {
    ctx.path.push(i)
    if (terminal) fail(ctx, 'is never reached: the statement before it ends the rule')
    terminal = statement(ctx, statements[i])
    ctx.path.pop()
    trace?.note?.(ctx)
    if (origins) for (const step of ctx.steps) if (!origins.has(step)) origins.set(step, i)
  }
  const out = openOutput()
  const steps = reduced(ctx.steps, family)
  for (const step of steps) {
    if (step.kind === 'match') match(out, step)
    else for (const expression of step.expressions) out.expressions.push(expression)
    while (trace && trace.owners.length < out.expressions.length) trace.owners.push(origins?.get(step))
  }
  return { expressions: out.expressions, sets: ctx.sets, merged: steps !== ctx.steps }
}

/** One statement; true where nothing can follow it. */
function statement(ctx: RuleContext, json: unknown): boolean {
  const [kind, held] = sole(ctx, json, 'statement')
  // What the statement before it was about is no type for this one.
  expectNothing(ctx)
  const terminal = frequent(ctx, kind, held)
  ctx.path.pop()
  return terminal
}

function frequent(ctx: RuleContext, kind: string, held: unknown): boolean {
  if (kind === 'match') matchStatement(ctx, held)
  else if (Object.hasOwn(verdicts, kind)) return verdictStatement(ctx, kind, held)
  else if (kind === 'counter' || kind === 'quota' || kind === 'limit') statefulOrNamed(ctx, kind, held)
  else if (kind === 'ct count' || kind === 'last') push(ctx, [stateful(ctx, kind, held)])
  else if (kind === 'vmap') vmapStatement(ctx, held)
  else if (kind === 'mangle') mangleStatement(ctx, held)
  else if (kind === 'log') logStatement(ctx, held)
  else return ending(ctx, kind, held) || rarer(ctx, kind, held)
  return false
}

/** A counter, quota or limit of the rule's own, or the name of one. */
function statefulOrNamed(ctx: RuleContext, kind: string, held: unknown): void {
  const own = held === null || (isObject(held) && held.map === undefined)
  if (own) push(ctx, [stateful(ctx, kind, held)])
  else objectStatement(ctx, kind, held)
}

function ending(ctx: RuleContext, kind: string, held: unknown): boolean {
  if (kind === 'snat' || kind === 'dnat') natStatement(ctx, kind, held)
  else if (kind === 'masquerade') ownAddressStatement(ctx, 'masq', held)
  else if (kind === 'redirect') ownAddressStatement(ctx, 'redir', held)
  else if (kind === 'reject') rejectStatement(ctx, held)
  else if (kind === 'queue') queueStatement(ctx, held)
  else if (kind === 'fwd') fwdStatement(ctx, held)
  else return false
  return true
}

function rarer(ctx: RuleContext, kind: string, held: unknown): boolean {
  switch (kind) {
    case 'set':
      setStatement(ctx, held)
      break
    case 'map':
      mapStatement(ctx, held)
      break
    case 'meter':
      meterStatement(ctx, held)
      break
    case 'dup':
      dupStatement(ctx, held)
      break
    case 'tproxy':
      tproxyStatement(ctx, held)
      break
    case 'flow':
      flowStatement(ctx, held)
      break
    case 'notrack':
      notrackStatement(ctx, held)
      break
    default:
      rarest(ctx, kind, held)
  }
  return false
}

function rarest(ctx: RuleContext, kind: string, held: unknown): void {
  if (kind === 'ct helper' || kind === 'ct timeout' || kind === 'ct expectation' || kind === 'secmark') {
    objectStatement(ctx, kind, held)
  } else if (kind === 'synproxy') {
    if (isOwnSynproxy(held)) synproxyStatement(ctx, held)
    else objectStatement(ctx, kind, held)
  } else if (kind === 'reset') resetStatement(ctx, held)
  else if (kind === 'xt') fail(ctx, 'is not supported: only iptables-nft knows xtables extensions')
  else {
    ctx.path.pop()
    fail(ctx, `unknown statement ${describeValue(kind)}`)
  }
}
