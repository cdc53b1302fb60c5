import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { NetlinkError } from '../../../lib/errors.ts'
import { startCompiling } from '../../../lib/nftables/command/apply.ts'
import { Knowledge } from '../../../lib/nftables/command/question.ts'
import type { Nftables } from '../../../lib/nftables/index.ts'
import { NFT_MSG } from '../../../lib/nftables/kernel.ts'
import { addon } from '../../../lib/nftables/native.ts'
import { addRule, corpus, type Entry, type Ruleset, setUp, setUpScript, statementsOf, wanted } from './corpus.ts'
import { applyByNft, flushByNft, listByNft, runNft, scriptByNft } from './nft-command.ts'
import { type Failure, kindOf, type Results, type Verdict } from './results.ts'

/** Judges entries in one set-up. */
type Check = (nft: Nftables, entries: readonly Entry[]) => Promise<Verdict[]>

/** Judges a group of entries at once, and those that do not pass there again in halves, down to each alone. */
function inGroups(judgeAll: Check): (nft: Nftables, group: Entry[], results: Results) => Promise<void> {
  return async function judge(nft, group, results) {
    const together = await judgeAll(nft, group)
    const again = group.filter((_, index) => together[index] !== 'passed')
    for (const verdict of together) if (verdict === 'passed' || group.length === 1) results.count(verdict)
    if (group.length === 1 || again.length === 0) return
    const half = Math.ceil(again.length / 2)
    await judge(nft, again.slice(0, half), results)
    if (half < again.length) await judge(nft, again.slice(half), results)
  }
}

const complaintOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

function failure({ id, rule }: { id: string; rule?: string }, complaint: string, more: Partial<Failure> = {}): Failure {
  return { id, ...(rule !== undefined && { rule }), kind: kindOf(complaint), got: complaint, ...more }
}

/** Whether the rules are shown as they should be. */
function compareShown(entries: readonly Entry[], objects: readonly Record<string, unknown>[]): Verdict[] {
  const shown = statementsOf(objects)
  return entries.map((entry, index) => {
    if (shown.length !== entries.length) return failure(entry, `${shown.length} rules instead of ${entries.length}`)
    const got = shown[index]
    if (isDeepStrictEqual(got, wanted(entry))) return 'passed'
    return failure(entry, 'shown otherwise', { wanted: wanted(entry), got })
  })
}

/** Makes the table, the chain and the sets, by us where nft could do it as well. */
async function prepare(nft: Nftables, entry: Entry): Promise<void> {
  flushByNft()
  if (entry.setup_json_ok === false) scriptByNft(setUpScript(entry))
  else await nft.apply(setUp(entry))
}

const shownByNft = ({ family, table }: Entry, ...flags: string[]) =>
  runNft(['-j', ...flags, 'list', 'table', family, table])

/** Applies each rule, then asks nft. */
async function applyTo(nft: Nftables, first: Entry, entries: readonly Entry[]): Promise<Verdict[]> {
  const complaints = new Map<Entry, Failure>()
  const made: Entry[] = []
  for (const entry of entries)
    await nft.apply([addRule(entry)]).then(
      () => made.push(entry),
      (thrown) => complaints.set(entry, failure(entry, complaintOf(thrown))),
    )
  const { ok, output, complaint } = shownByNft(first, '-s', '-p')
  const verdicts = ok
    ? compareShown(made, (JSON.parse(output) as { nftables: Record<string, unknown>[] }).nftables)
    : made.map((entry) => failure(entry, `nft does not list it: ${complaint.trim()}`))
  return entries.map((entry) => complaints.get(entry) ?? (verdicts[made.indexOf(entry)] as Verdict))
}

/** What we apply is listed by nft as it should be. */
export const applied = inGroups(async (nft, entries) => {
  const [first] = entries as [Entry]
  try {
    await prepare(nft, first)
  } catch (thrown) {
    return entries.map((entry) => failure(entry, `set-up: ${complaintOf(thrown)}`))
  }
  return await applyTo(nft, first, entries)
})

const ends = [
  'accept',
  'drop',
  'queue',
  'continue',
  'return',
  'jump',
  'goto',
  'reject',
  'dnat',
  'snat',
  'masquerade',
  'redirect',
]

/** Whether nothing may stand behind it. */
function isEnd({ json }: Entry): boolean {
  return ends.some((kind) => kind in (json.at(-1) ?? {}))
}

/** nft refuses many pairs, one after the other: so many of them are tried, all with NETLINK_TS_FUZZ. */
const SHARE = process.env.NETLINK_TS_FUZZ === undefined ? 4 : 1

/** Every entry with another one, in an order that has nothing to do with what they say. */
function pairs(entries: readonly Entry[]): Entry[] {
  const mixed = entries.slice().sort((a, b) => (a.rule_key < b.rule_key ? -1 : 1))
  return mixed.map((entry, index) => {
    const other = mixed[(index + 1) % mixed.length] as Entry
    const [front, back] = isEnd(entry) ? [other, entry] : [entry, other]
    return { ...front, rule: `${front.rule} ${back.rule}`, json: [...front.json, ...back.json] }
  })
}

/** The rules that nft takes, after it has taken them. */
function takenByNft(entries: readonly Entry[]): Entry[] {
  if (entries.length === 0) return []
  if (runNft(['-j'], JSON.stringify({ nftables: entries.map(addRule) })).ok) return [...entries]
  if (entries.length === 1) return []
  const half = entries.length >> 1
  return [...takenByNft(entries.slice(0, half)), ...takenByNft(entries.slice(half))]
}

/** What stands in one rule is read as it is alone: rules of two are the same whether nft makes them or we do. */
export async function paired(nft: Nftables, group: Entry[], results: Results): Promise<void> {
  const [first] = group as [Entry]
  flushByNft()
  scriptByNft(setUpScript(first))
  const entries = pairs(group).filter((_, i) => i % SHARE === 0)
  const taken = takenByNft(entries)
  results.skipped += entries.length - taken.length
  const shown = statementsOf(JSON.parse(shownByNft(first, '-s', '-p').output).nftables)
  const expected = taken.map((entry, index) => ({ ...entry, json_output: shown[index] as Entry['json'] }))
  flushByNft()
  scriptByNft(setUpScript(first))
  for (const verdict of await applyTo(nft, first, expected)) results.count(verdict)
}

/** What nft makes is listed by us as nft lists it. */
export const listed = inGroups(async (nft, entries) => {
  const [first] = entries as [Entry]
  flushByNft()
  try {
    scriptByNft(setUpScript(first))
    applyByNft(entries.map(addRule))
  } catch {
    return entries.map(() => 'skipped')
  }
  const { family, table } = first
  try {
    const { nftables } = await nft.list({ family, table, stateless: true, numericProtocols: true })
    return compareShown(entries, nftables as unknown as Record<string, unknown>[])
  } catch (thrown) {
    return entries.map((entry) => failure(entry, complaintOf(thrown)))
  }
})

/** What nft refuses we refuse, with the place of it, and nothing is left. */
export const refused = inGroups(async (nft, entries) => {
  const [first] = entries as [Entry]
  await prepare(nft, first)
  const before = shownByNft(first).output
  const verdicts: Verdict[] = []
  for (const entry of entries)
    verdicts.push(
      await nft.apply([addRule(entry)]).then(
        () => failure(entry, 'accepted'),
        (thrown: unknown) => (namesPlace(thrown) ? 'passed' : failure(entry, `no place: ${complaintOf(thrown)}`)),
      ),
    )
  const after = shownByNft(first).output
  return before === after ? verdicts : entries.map((entry) => failure(entry, 'something is left'))
})

function namesPlace(thrown: unknown): boolean {
  const isOurs = thrown instanceof TypeError || thrown instanceof RangeError || thrown instanceof NetlinkError
  return isOurs && /\bnftables\[0\]\.add\.rule\b/.test(thrown.message)
}

/** The bytecode is that of nft. Rules that name links are not judged: only the kernel knows their indices. */
export const compiled = inGroups(async (_nft, entries) => {
  const { strict } = (await import(pathToFileURL(join(corpus, 'bytecode.mjs')).href)) as {
    strict(text: string): unknown
  }
  return entries.map((entry) => {
    try {
      const bytecode = bytecodeOf(entry)
      if (bytecode === undefined) return 'skipped'
      const [got, should] = [strict(bytecode), strict(entry.oracle ?? entry.payload ?? '')]
      return isDeepStrictEqual(got, should) ? 'passed' : failure(entry, 'other bytecode', { wanted: should, got })
    } catch (thrown) {
      return failure(entry, complaintOf(thrown))
    }
  })
})

const carried: readonly number[] = [NFT_MSG.NEWSET, NFT_MSG.NEWSETELEM, NFT_MSG.NEWRULE]

/** What the command that adds the rule sends. */
function bytecodeOf(entry: Entry): string | undefined {
  const commands = [...setUp(entry), addRule(entry)]
  const links = () => Promise.reject(new Error('no links here'))
  const { tx, question } = startCompiling({ operation: 'apply', commands, options: {}, links }, new Knowledge())
  if (question) return undefined
  const last = commands.length - 1
  const messages = tx.messages.filter(({ type }, index) => tx.origins[index] === last && carried.includes(type))
  return messages.map((message) => addon().print(message)).join('\n')
}

/** A ruleset of nft is listed as by nft, and what is applied here is listed by nft as its own. */
export async function roundTrip(nft: Nftables, { id, json }: Ruleset, results: Results): Promise<void> {
  const says = (complaint: string, more?: Partial<Failure>): void => results.count(failure({ id }, complaint, more))
  flushByNft()
  applyByNft(json.map((object) => ({ add: object })))
  const before = listByNft()
  const { nftables } = await nft.list()
  if (!isDeepStrictEqual(nftables, before)) return says('listed otherwise', { wanted: before, got: nftables })
  for (const commands of [json, nftables]) {
    await nft.flushRuleset()
    if (listByNft().length > 0) return says('something is left')
    try {
      await nft.apply(commands)
    } catch (thrown) {
      return says(complaintOf(thrown))
    }
    const after = listByNft()
    if (!isDeepStrictEqual(settled(after), settled(before)))
      return says('applied otherwise', { wanted: before, got: after })
  }
  results.count('passed')
}

/** Without handles, and elements in an order of their own: that of the kernel differs from one making to the next. */
function settled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(settled)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key]) => key !== 'handle')
  return Object.fromEntries(
    entries.map(([key, held]) => [key, key === 'elem' || key === 'set' ? sorted(held) : settled(held)]),
  )
}

function sorted(held: unknown): unknown {
  return Array.isArray(held) ? held.map((item) => JSON.stringify(settled(item))).sort() : held
}
