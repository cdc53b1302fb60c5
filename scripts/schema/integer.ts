// The range of a number, by its row in a table of attributes.
import ts from 'typescript'
import type { Schema } from './schema.ts'

/** Types of lib/wire/integers.ts. */
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  u8: [0, 0xff],
  u16: [0, 0xffff],
  be16: [0, 0xffff],
  u32: [0, 0xffff_ffff],
  be32: [0, 0xffff_ffff],
  s8: [-0x80, 0x7f],
  s32: [-0x8000_0000, 0x7fff_ffff],
}

/** The schema of a number: a whole one within the range of its wire type; any if it has another unit on the wire. */
export function integerOf(symbol: ts.Symbol | undefined): Schema {
  const row = symbol?.declarations?.find((one) => ts.isPropertyAssignment(one))?.initializer
  if (row === undefined) return { type: 'number' }
  const names = wordsOf(row)
  if (names.includes('scaled')) return { type: 'number' }
  const limits = limitsOf(row)
  const [least, most] = limits ?? RANGES[names.find((name) => Object.hasOwn(RANGES, name)) ?? ''] ?? []
  return least === undefined ? { type: 'number' } : { type: 'integer', minimum: least, maximum: most }
}

function wordsOf(node: ts.Node): string[] {
  const found: string[] = ts.isIdentifier(node) ? [node.text] : []
  ts.forEachChild(node, (child) => void found.push(...wordsOf(child)))
  return found
}

/** The bounds of `limit(u32, 0, 0xffffff)`. */
function limitsOf(node: ts.Node): [number, number] | undefined {
  if (ts.isCallExpression(node) && node.expression.getText() === 'limit') {
    const [, least, most] = node.arguments.map((one) => Number(one.getText().replaceAll('_', '')))
    if (Number.isInteger(least) && Number.isInteger(most)) return [least as number, most as number]
  }
  return ts.forEachChild(node, limitsOf)
}
