import { writeFileSync } from 'node:fs'

export interface Failure {
  id: string
  /** What the failures of one kind have in common. */
  kind: string
  rule?: string
  wanted?: unknown
  got?: unknown
}

/** What became of an entry; `unjudged` where nothing can be asked on this machine. */
export type Verdict = 'passed' | 'unjudged' | Failure

/** The answers to one question, counted. */
export class Tally {
  readonly question: string
  readonly failures: Failure[] = []
  passed = 0
  unjudged = 0

  constructor(question: string) {
    this.question = question
  }

  count(verdict: Verdict | undefined): void {
    if (verdict === 'passed') this.passed++
    else if (verdict === 'unjudged') this.unjudged++
    else if (verdict) this.failures.push(verdict)
  }

  get judged(): number {
    return this.passed + this.failures.length
  }

  /** Of what was judged. */
  get share(): number {
    return this.passed / this.judged
  }

  toString(): string {
    const percent = (this.share * 100).toFixed(2)
    const rest = this.unjudged > 0 ? `, ${this.unjudged} not judged` : ''
    return `${this.question}: ${this.passed} of ${this.judged} (${percent} %)${rest}`
  }
}

/** A complaint without what differs from one place to the other. */
export function kindOf(complaint: string): string {
  return complaint
    .replace(/nftables\S*/g, 'PLACE')
    .replace(/"[^"]*"|'[^']*'/g, 'TEXT')
    .replace(/\d+/g, 'N')
}

/** Writes the failures by kind, the most frequent first, into the file that `NETLINK_TS_CONFORMANCE_REPORT` names. */
export function report(tallies: readonly Tally[]): void {
  const file = process.env.NETLINK_TS_CONFORMANCE_REPORT
  if (file) writeFileSync(file, `${tallies.map(chapter).join('\n\n')}\n`)
}

function chapter(tally: Tally): string {
  const kinds = new Map<string, Failure[]>()
  for (const failure of tally.failures) kinds.set(failure.kind, [...(kinds.get(failure.kind) ?? []), failure])
  const sections = [...kinds.values()].sort((a, b) => b.length - a.length).map(section)
  return [`# ${tally}`, ...sections].join('\n\n')
}

function section(failures: Failure[]): string {
  const lines = failures.map(({ kind, ...rest }) => JSON.stringify(rest))
  return [`## ${failures.length} times ${failures[0]?.kind}`, ...lines].join('\n')
}
