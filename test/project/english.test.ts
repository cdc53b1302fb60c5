import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { sources } from './support/checkout.ts'
import { type Prose, prose } from './support/prose.ts'

/** Expressions that a reader of the field stumbles over, with the usual ones. Terms: docs/glossary.md. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(tells?|told|telling)\b/i, 'say, report, return, show; distinguish'],
  [/\b(somebody|everybody|anybody)\b/i, 'another process, a user, every ...'],
  [/(?<!\buser |')\bnobody\b(?!')/i, 'no process, no one; the account is `the user nobody`'],
  [/\b(he|him|his|himself)\b/i, 'it, the caller, they'],
  [/\bwhoever\b/i, 'the process that ..., the caller'],
  [/(?<!\bthere )\b(is|are|was|were) no(?! (longer|more|less|way)\b)\b/i, 'is not a'],
  [/\b(goes|go|went|going) on\b(?! the)/i, 'continue'],
  [/\bby (itself|themselves)\b/i, 'automatically, on its own, separately'],
  [/\b(anew|thrice|lest|in vain)\b/i, 'again, three times, so that ... not'],
  [/\bat the price of\b/i, 'at the cost of'],
  [/\bdear(er)?\b/i, 'expensive'],
  [/\b(is|are) wanting\b/i, 'is missing, is needed'],
]

/** Further ones, in what users of the library read. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/\b(said|hears?|heard)\b/i, 'given, documented, reported'],
  [/\basked\b/i, 'requested, called, sent'],
  [/\bwants?\b/i, 'requires, needs'],
  [/\bwhere (there (is|are|was)|it is|they are|one is|none|nothing)\b(?! (faster|slower))/, 'if there is, if it is'],
  [/(?<!\b(leaves?|left) )\b(behind|beside)\b/i, 'after, next to, of'],
  [/\b(lie|lies|stand|stands)\b(?! for\b)/i, 'is, is contained'],
  [/\b(shall|seldom|for ever|unasked|doomed)\b/i, 'must, rarely, forever, by default, to be deleted'],
  [
    /\bwithout a word\b|\bhas not got\b|\bfor the eye\b|\bwhat is wrong\b/i,
    'silently, does not have, only for display, the error',
  ],
  [/\bless the\b|\bclosing zero\b/i, 'without the, closing NUL'],
]
const READ = /^(lib|docs)\/|^examples\/[^/]+$|^(README|CHANGELOG)\.md$/

/** Rebuilt later; what their users read is checked. */
const SPARED = /^lib\/(nftables|container)\//
const PUBLIC = /^lib\/(nftables\/(json|helper|index|nftables|options)|container\/(index|network|types|config)\.ts)/

/** Texts of others, and figures. */
const FOREIGN = /^(LICENSES\/.*\.txt|LICENSE$|package-lock\.json|benchmarks\/results\/)/

const words = (text: string) => text.replace(/\n\s*(\*|\/\/|#)?\s*/g, ' ')

/** A string of one word is a name, not a sentence. */
function isEnglish(file: string, { kind, text }: Prose): boolean {
  if (kind === 'string') return /\w \w/.test(text)
  return kind === 'page' || !SPARED.test(file) || (kind === 'doc' && PUBLIC.test(file))
}

function findings(file: string): string[] {
  return prose(file).flatMap((part) =>
    (READ.test(file) ? [...WORDS, ...PLAIN] : WORDS).flatMap(([word, better]) => {
      const found = isEnglish(file, part) ? words(part.text).match(word) : null
      return found === null ? [] : [`${file}:${part.line}: '${found[0]}': ${better}`]
    }),
  )
}

describe('comments, messages and pages', () => {
  needs('command git')

  it('use the words of the field', function () {
    this.timeout(60_000)
    const files = sources().filter((file) => !FOREIGN.test(file) && file !== 'test/project/english.test.ts')
    assert.deepEqual(files.flatMap(findings), [])
  })
})
