import { describeValue } from '../../../errors.ts'
import type { Expression } from '../../bytecode.ts'
import { objectTypes } from '../../selector/statement.ts'
import type { RuleContext } from '../context.ts'
import { load, openOutput, registerNumber, release, take } from '../linearize.ts'
import { objectMap } from '../map.ts'
import { fail } from '../path.ts'
import { checkKept, isObject } from '../read.ts'

/** NFT_OBJ_MAXNAMELEN */
const MAX_NAME = 256

/** Refers to a stateful object by name, or by a map to names. */
export function objectStatement(ctx: RuleContext, kind: string, json: unknown): void {
  const type = objectTypes[kind] as number
  if (isObject(json) && json.map !== undefined) {
    mapped(ctx, json.map, type)
    return
  }
  if (typeof json !== 'string' || json === '') {
    fail(ctx, `must be the name of a ${kind}, not ${describeValue(json)}`)
    return
  }
  checkKept(ctx, json)
  if (Buffer.byteLength(json) >= MAX_NAME) fail(ctx, `must be at most ${MAX_NAME - 1} bytes long`, 'range')
  push(ctx, [{ name: 'objref', immType: type, immName: json }])
}

function mapped(ctx: RuleContext, json: unknown, type: number): void {
  ctx.path.push('map')
  const { key, set } = objectMap(ctx, json, type)
  ctx.path.pop()
  const out = openOutput()
  const slot = take(out, key)
  load(out, key, slot)
  release(out, key)
  out.expressions.push({
    name: 'objref',
    setSreg: registerNumber(slot),
    setName: set.name,
    ...(set.id !== undefined && { setId: set.id }),
  })
  push(ctx, out.expressions)
}

/** Finished expressions of a statement. */
export function push(ctx: RuleContext, expressions: Expression[]): void {
  ctx.steps.push({ kind: 'action', expressions })
}
