import type {
  CmpExpression,
  Expression,
  ImmediateExpression,
  LookupExpression,
  RangeExpression,
  Rule,
} from '../bytecode.ts'
import type { Family, MatchOperator, NftRule, Statement } from '../json.ts'
import { familyNumbered } from '../protocol/table.ts'
import { RULE_COMMENT, readUserdata, recordText } from '../selector/userdata.ts'
import { bytesOf } from './bits.ts'
import { bitwise } from './bitwise.ts'
import { openContext } from './context.ts'
import { forgetDependencies } from './dependency.ts'
import { keyOf, setNode } from './dynset.ts'
import type { Scope } from './known.ts'
import { hash } from './load.ts'
import { addMatch } from './match.ts'
import { constant, type Node, shortened, untyped } from './node.ts'
import { print } from './print.ts'
import { cutLike, firstWord, type Held, held, heldTogether } from './register.ts'
import { settle } from './settle.ts'
import { printSimple } from './simple.ts'
import type { Item, Work } from './statement.ts'
import { printVerdict } from './verdict.ts'

/** A rule as `nft -j` lists it. */
export function decompileRule(scope: Scope, rule: Rule): NftRule {
  const record = rule.userdata && readUserdata(rule.userdata).get(RULE_COMMENT)
  const expr = decompile(scope, rule.expressions)
  return {
    family: familyNumbered(rule.family) as Family,
    table: rule.table,
    chain: rule.chain ?? '',
    handle: Number(rule.handle ?? 0n),
    ...(record && { comment: recordText(record) }),
    ...(expr.length > 0 && { expr }),
  }
}

/** The statements that expressions stand for. */
export function decompile(scope: Scope, expressions: readonly Expression[]): Statement[] {
  const work: Work = { scope, context: openContext(scope.family), registers: [], items: [] }
  for (const expression of expressions) step(work, expression)
  const statements: Statement[] = []
  for (const item of work.items) {
    const statement = printItem(scope, item)
    if (statement) statements.push(statement)
  }
  return statements
}

function printItem(scope: Scope, item: Item): Statement | undefined {
  if (item.kind === 'done') return item.json
  if (item.kind === 'lookup') return print(scope, item.node) as Statement
  if (item.removed) return undefined
  return { match: { op: item.op, left: print(scope, item.left), right: print(scope, item.right) } }
}

/** One expression: a register is loaded, or a statement is complete. */
function step(work: Work, expression: Expression): void {
  if (stepRegister(work, expression) || stepMatch(work, expression)) return
  const json = expression.name === 'immediate' ? verdictOf(expression) : printSimple(work, expression)
  if (!json) {
    keepUnknown(work, expression)
    return
  }
  work.items.push({ kind: 'done', json })
  forgetDependencies(work.context)
}

/** What has no words is shown by its name, so that a rule does not read as if it were not there. */
function keepUnknown(work: Work, expression: Expression, register?: number): true {
  const source = register === undefined ? undefined : work.registers[firstWord(register)]
  const known = source && 'name' in source ? source : expression
  if (known.name === 'unknown') work.registers.length = 0
  const name = known.name === 'unknown' ? known.kind : known.name
  work.items.push({ kind: 'done', json: { unknown: { name } } })
  forgetDependencies(work.context)
  return true
}

function verdictOf(expression: ImmediateExpression): Statement {
  return printVerdict(expression.verdict ?? 0, expression.chain)
}

function keep(work: Work, register: number, content: Held | undefined): true {
  work.registers[firstWord(register)] = content
  return true
}

/** Expressions that only load a register. */
function stepRegister(work: Work, expression: Expression): boolean {
  switch (expression.name) {
    case 'immediate':
      return expression.dreg !== 0 && keep(work, expression.dreg, expression)
    case 'bitwise': {
      const left = held(work.registers, expression.sreg)
      return keep(work, expression.dreg, (left && bitwise(expression, left)) ?? expression)
    }
    case 'byteorder': {
      const of = held(work.registers, expression.sreg)
      return keep(work, expression.dreg, of ? { kind: 'swap', of, ...untyped(of.bits) } : expression)
    }
    case 'hash':
      return keep(
        work,
        expression.dreg,
        hash(expression, hashed(work, expression.sreg, bytesOf(expression.len ?? 0))) ?? expression,
      )
    case 'lookup':
      return stepMap(work, expression)
    default:
      if (!('dreg' in expression) || expression.dreg === undefined) return false
      return keep(work, expression.dreg, expression)
  }
}

function hashed(work: Work, register: number | undefined, bytes = 0): Node | undefined {
  if (register === undefined) return undefined
  const node = held(work.registers, register)
  return node && node.bits < bytes * 8 ? heldTogether(work.registers, register, bytes * 8) : node
}

/** A lookup that loads a register from a map. */
function stepMap(work: Work, row: LookupExpression): boolean {
  if (row.dreg === undefined || row.dreg === 0) return false
  const set = work.scope.sets.get(row.set)
  const key = set && keyOf(work, row.sreg, set)
  if (!set || !key) return keep(work, row.dreg, row)
  return keep(work, row.dreg, { kind: 'map', key, data: setNode(set), ...untyped(set.dataBits) })
}

/** Expressions that compare a register. */
function stepMatch(work: Work, expression: Expression): boolean {
  if (expression.name === 'cmp') return compare(work, expression)
  if (expression.name === 'range') return compareRange(work, expression)
  return expression.name === 'lookup' && lookUp(work, expression)
}

/** NFT_CMP_* */
const operators: readonly MatchOperator[] = ['==', '!=', '<', '<=', '>', '>=']

function compare(work: Work, row: CmpExpression): boolean {
  const left = held(work.registers, row.sreg)
  const op = operators[row.op]
  if (!left || !op || !row.data) return keepUnknown(work, row, row.sreg)
  const right = constant(row.data)
  if (left.bits > right.bits && left.type.base !== 'string') addMatch(work, op, left, shortened(right, left.bits))
  else if (left.bits > 0 && left.bits < right.bits) {
    const concat = heldTogether(work.registers, row.sreg, right.bits)
    if (!concat) return keepUnknown(work, row)
    addMatch(work, op, concat, cutLike(concat, right))
  } else addMatch(work, op, left, right)
  return true
}

function compareRange(work: Work, row: RangeExpression): boolean {
  const left = held(work.registers, row.sreg)
  if (!left || !row.fromData || !row.toData) return keepUnknown(work, row, row.sreg)
  const from = constant(row.fromData)
  const range: Node = { kind: 'range', from, to: constant(row.toData), ...untyped(from.bits) }
  addMatch(work, row.op === 0 ? '==' : '!=', left, range)
  return true
}

/** NFT_LOOKUP_F_INV */
const INVERTED = 1

function lookUp(work: Work, row: LookupExpression): boolean {
  const set = work.scope.sets.get(row.set)
  const key = set && keyOf(work, row.sreg, set)
  if (!set || !key) return keepUnknown(work, row, row.sreg)
  if (row.dreg === undefined) addMatch(work, (row.flags ?? 0) & INVERTED ? '!=' : '==', key, setNode(set))
  else {
    const node = settle(work.context, { kind: 'map', key, data: setNode(set), ...untyped(0) })
    work.items.push({ kind: 'lookup', node })
    work.context.dependencies.previous = undefined
  }
  return true
}
