import ts from 'typescript'
import { text } from './checkout.ts'

/** A stretch of English in a file: a comment, a string or a line of Markdown, with the line where it begins. */
export interface Prose {
  kind: 'comment' | 'doc' | 'string' | 'page'
  line: number
  text: string
}

/** The comments and strings of a source file, the whole of a page. Files of other kinds have none. */
export function prose(file: string): Prose[] {
  const source = text(file)
  if (/\.m?[tj]s$/.test(file)) return script(file, source)
  if (/\.(cc|h|c|go|rs)$/.test(file)) return native(source)
  if (/\.md$/.test(file)) return lines(source, 'page', /./)
  return /\.(sh|py|yml)$/.test(file) || source.startsWith('#!')
    ? lines(source, 'comment', /(^|\s)#|echo|printf|print\(/)
    : []
}

/** Every token with the comments before it: the compiler distinguishes strings, divisions and regular expressions. */
function script(file: string, source: string): Prose[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true)
  const found: Prose[] = []
  const add = (kind: Prose['kind'], from: number, to: number) =>
    found.push({ kind, line: tree.getLineAndCharacterOfPosition(from).line + 1, text: source.slice(from, to) })
  const seen = new Set<number>()
  const comments = (at: number) => {
    const ranges = [
      ...(ts.getLeadingCommentRanges(source, at) ?? []),
      ...(ts.getTrailingCommentRanges(source, at) ?? []),
    ]
    for (const { pos, end } of ranges) {
      if (seen.has(pos)) continue
      seen.add(pos)
      add(source.startsWith('/**', pos) ? 'doc' : 'comment', pos, end)
    }
  }
  const visit = (node: ts.Node) => {
    if (ts.isToken(node)) comments(node.getFullStart())
    if (isText(node)) add('string', node.getStart(), node.getEnd())
    for (const child of node.getChildren()) visit(child)
  }
  visit(tree)
  return found
}

const isText = (node: ts.Node) => ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)

/** Strings before comments: `//` stands in an address, and a quote in a comment is an apostrophe. */
function native(source: string): Prose[] {
  const token = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)'|\/\/.*|\/\*[\s\S]*?\*\//g
  return [...source.matchAll(token)].map((match) => ({
    kind: match[0].startsWith('/') ? 'comment' : 'string',
    line: source.slice(0, match.index).split('\n').length,
    text: match[0],
  }))
}

function lines(source: string, kind: Prose['kind'], which: RegExp): Prose[] {
  return source.split('\n').flatMap((text, at) => (which.test(text) ? [{ kind, line: at + 1, text }] : []))
}
