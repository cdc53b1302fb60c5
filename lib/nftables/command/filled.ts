import { isObject } from '../compile/read.ts'

const verbs = ['add', 'create', 'insert', 'replace'] as const

/** The names of the sets and maps that rules of the transaction put elements into, whatever their table. */
export function setsFilledBy(commands: readonly unknown[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const command of commands) {
    if (!isObject(command)) continue
    const verb = verbs.find((word) => command[word] !== undefined)
    const object = verb === undefined ? command : command[verb]
    const rule = isObject(object) ? object.rule : undefined
    if (isObject(rule) && Array.isArray(rule.expr)) for (const statement of rule.expr) note(statement, found)
  }
  return found
}

function note(statement: unknown, into: Set<string>): void {
  if (!isObject(statement)) return
  const { set, map } = statement
  if (isObject(set) && typeof set.set === 'string') into.add(set.set.slice(1))
  if (isObject(map) && typeof map.map === 'string') into.add(map.map.slice(1))
}
