import { describeValue } from '../../errors.ts'
import type { Symbols } from '../datatype/symbols.ts'
import type { NftElement } from '../json.ts'
import type { Work } from './work.ts'

/** The set or map whose elements are changed. */
export interface ElementsTarget {
  /** Family of the table. */
  family: NftElement['family']
  /** Name of the table. */
  table: string
  /** Name of the set or map. */
  set: string
}

const known = new Set(['family', 'table', 'set'])

/** Elements as a command of their own. */
export function elementsWork(
  operation: string,
  verb: 'add' | 'delete',
  target: ElementsTarget,
  elem: NftElement['elem'],
  links: () => Promise<Symbols>,
): Work {
  if (typeof target !== 'object' || target === null)
    throw new TypeError(`${operation}: family, table and set are required`)
  for (const key of Object.keys(target)) {
    if (!known.has(key))
      throw new TypeError(`${operation}: unknown option ${describeValue(key)}; known are family, table, set`)
  }
  const { family, table, set } = target
  for (const [key, value] of Object.entries({ family, table, set }))
    if (value === undefined) throw new TypeError(`${operation}: ${key} is missing`)
  if (elem === undefined) throw new TypeError(`${operation}: elements is missing`)
  const element = { element: { family, table, name: set, elem } }
  return { operation, commands: [verb === 'add' ? { add: element } : { delete: element }], options: {}, links, publish }
}

/** `nftables[0].add.element.elem[3]` is `elements[3]`. */
function publish(path: string): string {
  return path
    .replace(/^nftables\[0\]\.(?:add|delete)\.element\.?/, '')
    .replace(/^elem(?!\w)/, 'elements')
    .replace(/^name$/, 'set')
}
