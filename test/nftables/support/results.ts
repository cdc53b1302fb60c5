import { writeFileSync } from 'node:fs'

export interface Failure {
  id: string
  /** What the failures of one kind have in common. */
  kind: string
  rule?: string
  wanted?: unknown
  got?: unknown
}

/** The result for one entry; `skipped` if this machine cannot run it. */
export type Verdict = 'passed' | 'skipped' | Failure

/** The results of one check, counted. */
export class Results {
  readonly name: string
  readonly failures: Failure[] = []
  passed = 0
  skipped = 0

  constructor(name: string) {
    this.name = name
  }

  count(verdict: Verdict | undefined): void {
    if (verdict === 'passed') this.passed++
    else if (verdict === 'skipped') this.skipped++
    else if (verdict) this.failures.push(verdict)
  }

  get checked(): number {
    return this.passed + this.failures.length
  }

  /** Of the checked entries. */
  get share(): number {
    return this.passed / this.checked
  }

  toString(): string {
    const percent = (this.share * 100).toFixed(2)
    const rest = this.skipped > 0 ? `, ${this.skipped} skipped` : ''
    return `${this.name}: ${this.passed} of ${this.checked} (${percent} %)${rest}`
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
export function report(all: readonly Results[]): void {
  const file = process.env.NETLINK_TS_CONFORMANCE_REPORT
  if (file) writeFileSync(file, `${all.map(chapter).join('\n\n')}\n`)
}

function chapter(results: Results): string {
  const kinds = new Map<string, Failure[]>()
  for (const failure of results.failures) kinds.set(failure.kind, [...(kinds.get(failure.kind) ?? []), failure])
  const sections = [...kinds.values()].sort((a, b) => b.length - a.length).map(section)
  return [`# ${results}`, ...sections].join('\n\n')
}

function section(failures: Failure[]): string {
  const lines = failures.map(({ kind, ...rest }) => JSON.stringify(rest))
  return [`## ${failures.length} times ${failures[0]?.kind}`, ...lines].join('\n')
}
