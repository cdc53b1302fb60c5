import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import type { NftCommands } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { bytecodeOfRules } from './support/bytecode.ts'
import { statementsOf } from './support/corpus.ts'
import { sentences } from './support/grammar.ts'
import { oneHandle } from './support/handle.ts'
import { Dice } from './support/mutation.ts'
import { applyByNft, flushByNft, listByNft, runNft, scriptByNft } from './support/nft-command.ts'
import { inTimeZone } from './support/time-zone.ts'

/** The chain of each family that the rules go to. */
const chains: Readonly<Record<string, string>> = {
  inet: 'type filter hook input priority 0;',
  ip: 'type filter hook output priority 0;',
  ip6: 'type filter hook input priority 0;',
  bridge: 'type filter hook prerouting priority 0;',
  arp: 'type filter hook input priority 0;',
  netdev: 'type filter hook ingress device "lo" priority 0;',
}

const setUp = (family: string, rules: readonly string[] = []): string =>
  `table ${family} t {\nchain other { }\nchain c {\n${chains[family]}\n${rules.join('\n')}\n}\n}\n`

/** The lines in front of the first rule of the script. */
const FIRST = 5

/** More complaints than that are no longer about single rules. */
const FEW = 10

/** The rules that nft takes, all of which it has then made. */
function taken(family: string, rules: readonly string[]): string[] {
  flushByNft()
  const { ok, complaint } = runNft([], setUp(family, rules))
  if (ok) return [...rules]
  const bad = new Set([...complaint.matchAll(/:(\d+):\d+-\d+: Error/g)].map((found) => Number(found[1]) - FIRST))
  const rest = rules.filter((_, index) => !bad.has(index))
  if (rest.length < rules.length && bad.size <= FEW) return taken(family, rest)
  if (rules.length === 1) return []
  const half = rules.length >> 1
  return taken(family, [...taken(family, rules.slice(0, half)), ...taken(family, rules.slice(half))])
}

type Statements = readonly unknown[]

const addRule = (family: string, expr: unknown) => ({ add: { rule: { family, table: 't', chain: 'c', expr } } })

/** Where nft itself lists what it does not take, or something else than it was given. */
function isMisread(expr: Statements): boolean {
  return /"unknown"|\[invalid type\]|"expr": ?"|0x[0-9a-f]+ \[/.test(JSON.stringify(expr))
}

/** The bytecode of one rule as nft makes it of JSON; undefined where it refuses. */
function ofJson(family: string, expr: Statements): string | undefined {
  flushByNft()
  scriptByNft(setUp(family))
  try {
    applyByNft([addRule(family, expr)])
  } catch {
    return undefined
  }
  return bytecodeOfRules()[0]
}

describe('rules without end', function () {
  this.timeout(120_000)
  needs('command nft', 'nftables')
  inTimeZone()
  const nft = oneHandle()

  const dice = new Dice(Number(process.env.NETLINK_TS_SEED ?? 106))
  const count = Number(process.env.NETLINK_TS_ROUNDS ?? 80)

  /** Every rule alone where one of them is refused, to know which. */
  async function applied(family: string, rules: readonly Statements[]): Promise<(string | Error)[]> {
    const start = (): void => {
      flushByNft()
      scriptByNft(setUp(family))
    }
    start()
    const whole = await nft()
      .apply(rules.map((expr) => addRule(family, expr)) as NftCommands)
      .then(
        () => bytecodeOfRules(),
        () => undefined,
      )
    if (whole) return whole
    const each: (string | Error)[] = []
    for (const expr of rules) {
      start()
      each.push(
        await nft()
          .apply([addRule(family, expr)] as NftCommands)
          .then(
            () => bytecodeOfRules()[0] as string,
            (thrown: Error) => thrown,
          ),
      )
    }
    return each
  }

  for (const family of Object.keys(chains)) {
    it(`are listed and compiled as by nft: ${family}`, async () => {
      const rules = taken(family, sentences(dice, count))
      const made = bytecodeOfRules()
      const shown = statementsOf(listByNft()) as Statements[]
      const own = statementsOf((await nft().list()).nftables as unknown as Record<string, unknown>[]) as Statements[]
      const clear = rules.map((_, index) => index).filter((index) => !isMisread(shown[index] as Statements))
      const wrong: string[] = []
      for (const index of clear) {
        if (isDeepStrictEqual(own[index], shown[index])) continue
        wrong.push(JSON.stringify({ rule: rules[index], shown: shown[index], own: own[index] }))
      }
      const got = await applied(
        family,
        clear.map((index) => shown[index] as Statements),
      )
      for (const [at, index] of clear.entries()) {
        if (got[at] === made[index]) continue
        const wanted = ofJson(family, shown[index] as Statements)
        if (wanted === undefined || wanted === got[at]) continue
        wrong.push(JSON.stringify({ rule: rules[index], json: shown[index], wanted, got: String(got[at]) }))
      }
      assert.equal(wrong.join('\n'), '')
      assert.ok(clear.length > 0, `only ${clear.length} rules`)
    })
  }
})
