import { readFileSync } from 'node:fs'
import { type Symbols, symbolsOf } from './symbols.ts'

/** Words that this machine gives to numbers. Files are read at the first question, and once. */
export interface Names {
  readonly protocols: Symbols
  readonly services: Symbols
  readonly users: Symbols
  readonly groups: Symbols
  readonly marks: Symbols
  readonly realms: Symbols
  readonly devgroups: Symbols
  readonly labels: Symbols
  /** The links of the namespace; asking throws where they were not fetched. */
  readonly links: Symbols
}

/** Thrown by {@link Names.links}: the caller fetches the links and begins again. */
export class LinksWanted extends Error {}

/** `links` are those of the namespace that the names are for. */
export function openNames(links?: Symbols): Names {
  const found = new Map<string, Symbols>()
  const once = (path: string, parse: (line: string) => [string, number][]): Symbols => {
    const table = found.get(path) ?? symbolsOf(readLines(path).flatMap(parse))
    found.set(path, table)
    return table
  }
  return {
    get protocols() {
      return once('/etc/protocols', databaseLine)
    },
    get services() {
      return once('/etc/services', databaseLine)
    },
    get users() {
      return once('/etc/passwd', accountLine)
    },
    get groups() {
      return once('/etc/group', accountLine)
    },
    get marks() {
      return once('/etc/iproute2/rt_marks', iprouteLine)
    },
    get realms() {
      return once('/etc/iproute2/rt_realms', iprouteLine)
    },
    get devgroups() {
      return once('/etc/iproute2/group', iprouteLine)
    },
    get labels() {
      return once('/etc/connlabel.conf', iprouteLine)
    },
    get links() {
      if (!links) throw new LinksWanted()
      return links
    },
  }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    return [] // A machine without the file has no such words.
  }
}

/** `name number[/protocol] alias...`, as in protocols(5) and services(5). */
function databaseLine(line: string): [string, number][] {
  const [name, number, ...aliases] = withoutComment(line)
  if (name === undefined || number === undefined) return []
  const value = Number.parseInt(number, 10)
  return [name, ...aliases].map((word) => [word, value])
}

/** `number name`, as in the tables of iproute2. */
function iprouteLine(line: string): [string, number][] {
  const [number, name] = withoutComment(line)
  return number === undefined || name === undefined ? [] : [[name, Number(number)]]
}

/** `name:password:number:...`, as in passwd(5) and group(5). */
function accountLine(line: string): [string, number][] {
  const [name, , number] = line.split(':')
  return name === undefined || number === undefined ? [] : [[name, Number(number)]]
}

function withoutComment(line: string): string[] {
  const text = line.split('#', 1)[0]?.trim() ?? ''
  return text === '' ? [] : text.split(/\s+/)
}
