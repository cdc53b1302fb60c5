import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nftables } from '../../lib/nftables/kernel.ts'
import { needs } from '../support/needs.ts'
import { nftJson } from '../support/nft.ts'
import { eachPlace, type Place } from '../support/place.ts'
import { openTransport } from '../support/transport.ts'
import { load } from './support/addon-nft.ts'
import { commandsOf } from './support/addon-ruleset.ts'
import { transact } from './support/addon-transaction.ts'
import { corpus } from './support/corpus.ts'

/** What `nft -j` lists, without what differs from one making to the next: handles, and the order in hashed sets. */
function listed({ path }: Place): unknown {
  return settled(nftJson('list ruleset', path))
}

function settled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(settled)
  if (typeof value !== 'object' || value === null) return value
  const { handle: _handle, ...rest } = value as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(rest).map(([key, item]) => [key, isUnordered(key, item) ? sorted(item) : settled(item)]),
  )
}

const isUnordered = (key: string, item: unknown): item is unknown[] =>
  (key === 'elem' || key === 'set') && Array.isArray(item)

const sorted = (items: unknown[]) => items.map((item) => JSON.stringify(settled(item))).sort()

async function copied(place: Place): Promise<void> {
  const { transport, opened } = openTransport(nftables, place.netns)
  await opened
  try {
    const commands = await commandsOf(transport)
    place.run('nft flush ruleset')
    const { refusals } = await transact(transport, 'copy', commands)
    assert.deepEqual(
      refusals.map((refusal) => ({ ...refusal, of: commands[refusal.command] })),
      [],
    )
  } finally {
    await transport.close()
  }
}

function lines<T>(file: string): T[] {
  return readFileSync(join(corpus, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
}

interface Entry {
  id: string
  file: string
  family: string
  table: string
  chain: { name: string; type: string; hook: string; prio: number; policy?: string; device?: string }
  sets: { nft: string[] }[]
  rule: string
}

/** The entries of each file of the corpus: what they set up has the same names in other files, and a meter even in other rules. */
function byFile(entries: readonly Entry[]): Map<string, Entry[]> {
  const files = new Map<string, Entry[]>()
  for (const entry of entries) {
    const key = entry.rule.startsWith('meter') ? entry.id : entry.file
    files.set(key, [...(files.get(key) ?? []), entry])
  }
  return files
}

/** All rules of a file in nft's language, each chain and set once. */
function script(entries: readonly Entry[]): string {
  const setUp = new Set<string>()
  for (const { family, table, chain, sets } of entries) {
    const { name, type, hook, prio, device } = chain
    setUp.add(`add table ${family} ${table}`)
    const on = device === undefined ? '' : `device "${device}" `
    setUp.add(`add chain ${family} ${table} ${name} { type ${type} hook ${hook} ${on}priority ${prio}; }`)
    for (const set of sets) for (const command of set.nft) setUp.add(command)
  }
  const rules = entries.map(({ family, table, chain, rule }) => `add rule ${family} ${table} ${chain.name} ${rule}`)
  return [...setUp, ...rules].join('\n')
}

describe('what nft made, read and written again by the addon', () => {
  needs('command nft')
  const place = eachPlace()
  const here = existsSync(corpus)
  if (!here) it.skip(`is not tried: there is no ${corpus}`)

  for (const { id, json } of here ? lines<{ id: string; json: unknown[] }>('rulesets.jsonl') : [])
    it(`is listed by nft as before: ${id}`, async () => {
      load(place(), JSON.stringify({ nftables: json }), true)
      const before = listed(place())
      await copied(place())
      assert.deepEqual(listed(place()), before)
    })

  for (const [file, entries] of here ? byFile(lines<Entry>('rules.jsonl')) : [])
    it(`is listed by nft as before: ${entries.length} rules of ${file}`, async () => {
      load(place(), script(entries))
      const before = listed(place())
      await copied(place())
      assert.deepEqual(listed(place()), before)
    })
})
