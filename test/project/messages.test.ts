import assert from 'node:assert/strict'
import ts from 'typescript'
import { needs } from '../support/needs.ts'
import { sources, text } from './support/checkout.ts'

/** Functions and classes that take the text of an error, and names that hold one. */
const THROWERS =
  /^(fail|wrong|refused?|refuse\w*|placed|slip|finding|InputError|InputError|TypeError|RangeError|AggregateError)$/
const HOLDERS = /^(reason|message|advice|lack|hint)$/

/** What the style has a better expression for. */
const WRONG: readonly (readonly [RegExp, string])[] = [
  [/^[A-Z][a-z]/, 'lower case at the beginning'],
  [/\.$/, 'no full stop'],
  [/\bcan not\b|\bcannot (be given|stand)\b/, 'is not allowed here'],
  [/\b(is|are) wanted\b|\bwanted, not\b/, 'expected X, got Y'],
  [/\bmust be between\b/, 'must be from 0 to 32, not 33'],
  [/\b(is not known here|is not an option)\b/, "unknown option 'x'"],
  [/^has no (statement|expression|field|key|protocol|type)\b/, "unknown statement 'x'"],
]

/** The texts that an expression can be: both sides of a condition, and a template with its holes left empty. */
function textsOf(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map((span) => span.literal.text).join('…')]
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)]
  return ts.isParenthesizedExpression(node) ? textsOf(node.expression) : []
}

function calleeOf(node: ts.CallExpression | ts.NewExpression): string {
  const { expression } = node
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText()
}

/** The expressions below a node whose value is a message. */
function messagesIn(node: ts.Node): ts.Node[] {
  const own =
    (ts.isCallExpression(node) || ts.isNewExpression(node)) && THROWERS.test(calleeOf(node))
      ? [...(node.arguments ?? [])]
      : (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) && HOLDERS.test(node.name.getText())
        ? [node.initializer as ts.Node]
        : []
  const below: ts.Node[] = []
  node.forEachChild((child) => {
    below.push(...messagesIn(child))
  })
  return [...own.filter((one) => one !== undefined), ...below]
}

/** The reason in `addRoute: table must be ...`. */
const reasonOf = (message: string) => message.replace(/^(…|[a-z]\w*): /, '')

function findings(file: string): string[] {
  const tree = ts.createSourceFile(file, text(file), ts.ScriptTarget.Latest, true)
  return messagesIn(tree).flatMap((node) =>
    textsOf(node).flatMap((message) =>
      WRONG.filter(([wrong]) => message.includes(' ') && wrong.test(reasonOf(message))).map(
        ([, better]) =>
          `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}: '${message}': ${better}`,
      ),
    ),
  )
}

describe('the errors of lib/', () => {
  needs('command git')

  it('speak in one style', () => {
    assert.deepEqual(
      sources('lib')
        .filter((file) => file.endsWith('.ts'))
        .flatMap(findings),
      [],
    )
  })
})
