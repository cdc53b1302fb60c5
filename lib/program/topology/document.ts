// A topology in a file, as JSON or YAML, and the lines that errors are about.
import { readFileSync } from 'node:fs'
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { errnoText } from '../../errors.ts'
import type { Topology } from '../../topology/index.ts'
import { readInput } from '../standard.ts'

/** A file that was read. */
export class Document {
  readonly topology: Topology
  readonly #name: string
  readonly #text: string

  constructor(name: string, text: string) {
    this.#name = name
    this.#text = text
    this.topology = this.#parsed()
  }

  /** JSON is YAML; its own parser is a hundred times as fast. */
  #parsed(): Topology {
    if (/^\s*[{[]/.test(this.#text)) {
      try {
        return JSON.parse(this.#text) as Topology
      } catch {}
    }
    const { document, lines } = this.#tree()
    const [first] = document.errors
    if (first !== undefined)
      throw new Error(`${this.#name}:${lines.linePos(first.pos[0]).line}: ${lowered(first.message)}`, { cause: first })
    return document.toJS() as Topology
  }

  #tree() {
    const lines = new LineCounter()
    const document = parseDocument(this.#text, { lineCounter: lines, merge: true, prettyErrors: false })
    return { document, lines }
  }

  /** The name of the file, and the line of a message that begins with the path of an option, `links.eth0.mtu must be ...`. */
  place(message: string): string {
    const { document, lines } = this.#tree()
    const at = offset(document.contents, message)
    return at === undefined ? this.#name : `${this.#name}:${lines.linePos(at).line}`
  }
}

/** Reads a file; '-' is standard input. */
export async function readDocument(file: string): Promise<Document> {
  return file === '-' ? new Document('standard input', await readInput()) : new Document(file, readText(file))
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (thrown) {
    throw new Error(`${file}: ${errnoText((thrown as NodeJS.ErrnoException).errno ?? 0)}`, { cause: thrown })
  }
}

const lowered = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** Where the innermost key or item begins with which a path begins. Names of links may have dots: the longest key is meant. */
function offset(node: Node | null, path: string): number | undefined {
  if (isMap(node)) {
    const keys = node.items.map(({ key, value }) => ({
      key: key as Node,
      value: value as Node | null,
      rest: afterKey(key, path),
    }))
    const [found] = keys.filter(({ rest }) => rest !== undefined).sort((a, b) => lengthOf(a.rest) - lengthOf(b.rest))
    return found && (offset(found.value, found.rest as string) ?? found.key.range?.[0])
  }
  const [whole = '', index] = /^\[(\d+)\]\.?/.exec(path) ?? []
  const item = isSeq(node) && index !== undefined ? (node.items[Number(index)] as Node | undefined) : undefined
  return item && (offset(item, path.slice(whole.length)) ?? item.range?.[0])
}

const lengthOf = (text: string | undefined) => text?.length ?? 0

/** What follows a key in a path; undefined if the path does not begin with it. */
function afterKey(key: unknown, path: string): string | undefined {
  const name = String(isScalar(key) ? key.value : key)
  const quoted = `['${name}']`
  const start = path.startsWith(quoted) ? quoted : name
  const rest = path.slice(start.length)
  return name !== '' && path.startsWith(start) && /^([.[:\s]|$)/.test(rest) ? rest.replace(/^\./, '') : undefined
}
