import { type Figures, find, perItem, type Result, ratio } from '../result.ts'
import { median } from '../statistics.ts'
import { checkTargets } from '../targets.ts'
import { TRIALS } from '../trials.ts'
import { duration, figure, grouped } from './number.ts'

/** Rows of words, ready for a console or for Markdown. */
export interface Table {
  title: string
  head: readonly string[]
  rows: readonly (readonly string[])[]
  /** What could not be measured, and why. */
  remarks: readonly string[]
}

const OURS = 'netlink-ts'
const COLD = 'cold-start'

function titleOf(result: Result, name: string): string {
  return result.drivers.find((driver) => driver.name === name)?.title ?? name
}

/** Times as fast as the driver, a figure of less than one where the driver is faster. */
function speed(result: Result, { trial, size, driver }: Figures): string {
  const times = ratio(result, trial, size, OURS, driver)
  if (driver === OURS || times === undefined) return ''
  return `${figure(times)}x`
}

/** What a program of Node.js takes over one that does nothing. */
function overEmpty(result: Result, figures: Figures): string {
  const empty = find(result, figures.trial, figures.size, 'node')
  const over = empty && perItem(figures) - perItem(empty)
  return over !== undefined && over > 0 ? duration(over) : ''
}

function row(result: Result, figures: Figures): string[] {
  const each = (ms: number) => duration((ms * 1000) / figures.size)
  const spread = `${each(Math.min(...figures.ms))} to ${each(Math.max(...figures.ms))}`
  const cpu = figures.cpuMs === undefined ? '' : each(median(figures.cpuMs))
  const memory = figures.rssMiB.length > 0 ? figure(median(figures.rssMiB)) : ''
  const compared = figures.trial === COLD ? overEmpty(result, figures) : speed(result, figures)
  return [titleOf(result, figures.driver), compared, duration(perItem(figures)), spread, cpu, memory]
}

/** One trial at one size, the fastest first. */
export function trialTable(result: Result, trial: string, size: number): Table | undefined {
  const all = result.figures.filter((it) => it.trial === trial && it.size === size)
  if (all.length === 0) return undefined
  const done = all.filter((it) => it.ms.length > 0).sort((one, other) => median(one.ms) - median(other.ms))
  const { title = trial, items = 'items' } = TRIALS.find(({ name }) => name === trial) ?? {}
  return {
    title: `${title}: ${grouped(size)} ${items}`,
    head: [
      '',
      trial === COLD ? 'over Node.js' : 'netlink-ts is',
      'each',
      'least to most',
      'CPU',
      trial === 'stream-routes' ? 'MiB grown' : 'peak MiB',
    ],
    rows: done.map((it) => row(result, it)),
    remarks: all.filter((it) => it.absent !== undefined).map((it) => `${titleOf(result, it.driver)}: ${it.absent}`),
  }
}

/** Every trial at every size, in the order of TRIALS. */
export function trialTables(result: Result): Table[] {
  const sizes = (trial: string) => [
    ...new Set(result.figures.filter((it) => it.trial === trial).map(({ size }) => size)),
  ]
  return TRIALS.flatMap(({ name }) => sizes(name).flatMap((size) => trialTable(result, name, size) ?? []))
}

/** The targets for which something was measured. */
export function targetTable(result: Result): Table {
  const measured = checkTargets(result).filter(({ met }) => met !== undefined)
  const rows = measured.map(({ target, found, met }) => [
    target.text,
    `${target.least === undefined ? `at most ${target.most}` : `at least ${target.least}`} ${target.unit}`,
    found === undefined ? '' : `${figure(found)} ${target.unit.replace(/^x .*/, 'x')}`,
    met ? 'met' : 'MISSED',
  ])
  return { title: 'Targets', head: ['', 'target', 'measured', ''], rows, remarks: [] }
}

/** Whom the page that begins with README.md compares with: the title of a column, and the drivers of which the fastest one counts. */
const PEERS: readonly (readonly [title: string, drivers: readonly string[]])[] = [
  ['`ip -batch`, `ip -j`, `nft -f`', ['ip-batch', 'ip-json', 'nft']],
  ['`ip`, one by one', ['ip']],
  ['Python, pyroute2', ['pyroute2']],
  ['Go', ['go']],
  ['C, libmnl', ['floor']],
]

/** How many times as fast netlink-ts is, a column for each peer. */
export function headlineTable(result: Result, wanted: readonly { trial: string; size: number }[]): Table {
  const rows = wanted.map(({ trial, size }) => [
    trialTable(result, trial, size)?.title ?? trial,
    ...PEERS.map(([, drivers]) => {
      const times = drivers.flatMap((driver) => ratio(result, trial, size, OURS, driver) ?? [])
      return times.length === 0 ? '' : `${figure(Math.min(...times))}x`
    }),
  ])
  return { title: 'How many times as fast', head: ['', ...PEERS.map(([title]) => title)], rows, remarks: [] }
}

export function toConsole({ title, head, rows, remarks }: Table): string {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((cells) => cells[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  return [title, ...[head, ...rows].map((cells) => `  ${line(cells)}`), ...remarks.map((remark) => `  ${remark}`)].join(
    '\n',
  )
}

export function toMarkdown(table: Table): string {
  return [`### ${table.title}`, '', untitled(table)].join('\n')
}

export function untitled({ head, rows, remarks }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'))
  const notes = remarks.length === 0 ? [] : ['', ...remarks.map((remark) => `* ${remark}`)]
  return [...[head, rule, ...rows].map(line), ...notes].join('\n')
}
