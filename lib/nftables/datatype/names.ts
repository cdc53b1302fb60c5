import { readFileSync } from '../../builtin.ts'
import { protocol, type Symbols, symbolsOf } from './symbols.ts'

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

type File = Exclude<keyof Names, 'links'>

/** Where the words stand, and how a line is read. */
const files: Readonly<Record<File, readonly [path: string, read: (line: string) => [string, number][]]>> = {
  protocols: ['/etc/protocols', databaseLine],
  services: ['/etc/services', databaseLine],
  users: ['/etc/passwd', accountLine],
  groups: ['/etc/group', accountLine],
  marks: ['/etc/iproute2/rt_marks', iprouteLine],
  realms: ['/etc/iproute2/rt_realms', iprouteLine],
  devgroups: ['/etc/iproute2/group', iprouteLine],
  labels: ['/etc/connlabel.conf', iprouteLine],
}

/** Words that hold where the machine's file lacks them: images of containers are made without /etc/protocols, and so is a small Debian. */
const BUILT_IN: Partial<Record<File, Iterable<[string, number]>>> = { protocols: protocol.numbers }

/** `links` are those of the namespace that the names are for. */
export function openNames(links?: Symbols): Names {
  const found: Partial<Record<File, Symbols>> = {}
  const names = {
    get links(): Symbols {
      if (!links) throw new LinksWanted()
      return links
    },
  }
  for (const [name, [path, read]] of Object.entries(files) as [File, (typeof files)[File]][]) {
    const get = (): Symbols => {
      found[name] ??= symbolsOf([...readLines(path).flatMap(read), ...(BUILT_IN[name] ?? [])])
      return found[name]
    }
    Object.defineProperty(names, name, { get, enumerable: true })
  }
  return names as Names
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
