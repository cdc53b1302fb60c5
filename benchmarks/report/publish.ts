import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Result, readResult } from '../result.ts'
import { TRIALS } from '../trials.ts'
import { chart, type Group } from './chart.ts'
import { headlineTable, targetTable, toMarkdown, trialTable, untitled } from './table.ts'

const PAGE = 'docs/benchmarks.md'
const CHARTS = 'docs/charts'

/** What README.md shows. */
export const HEADLINE: readonly Group[] = [
  { trial: 'containers', size: 100 },
  { trial: 'delete-links', size: 300 },
  { trial: 'add-routes-batch', size: 1_000_000 },
  { trial: 'list-routes', size: 1_000_000 },
  { trial: 'nft-rules', size: 20_000 },
]

function groupsOf(result: Result, trial: string): Group[] {
  const sizes = new Set(result.figures.filter((it) => it.trial === trial).map(({ size }) => size))
  return [...sizes].map((size) => ({ trial, size }))
}

/** Draws every chart into a folder; the names of those that there are. */
export async function drawCharts(result: Result, folder: string): Promise<Set<string>> {
  mkdirSync(folder, { recursive: true })
  const wanted = [{ name: 'headline', groups: HEADLINE }].concat(
    TRIALS.filter(({ room }) => room !== 'process').map(({ name }) => ({ name, groups: groupsOf(result, name) })),
  )
  const drawn = new Set<string>()
  for (const { name, groups } of wanted) {
    const svg = await chart(result, groups)
    if (svg === undefined) continue
    writeFileSync(join(folder, `${name}.svg`), svg)
    drawn.add(name)
  }
  return drawn
}

function origin({ date, machine, versions, rounds }: Result, file: string): string {
  const names = Object.entries(versions).map(([name, version]) => `${name} (${version})`)
  return [
    `Measured on ${date.slice(0, 10)}: ${machine.cpu}, ${machine.cpus} processors, ${machine.memoryGiB} GiB, ${machine.kernel}, ${machine.system}; ` +
      `load ${machine.load.join(' before, ')} after; at most ${rounds} rounds.`,
    `Versions: ${names.join('; ')}.`,
    `All figures: [${basename(file)}](../${file}).`,
  ].join('\n')
}

function section(result: Result, trial: string, drawn: ReadonlySet<string>): string {
  const tables = groupsOf(result, trial).flatMap(({ size }) => trialTable(result, trial, size) ?? [])
  const image = drawn.has(trial) ? [`![${tables[0]?.title ?? trial}](charts/${trial}.svg)`] : []
  return [...image, ...tables.map(toMarkdown)].join('\n\n')
}

/** Writes the charts, and what is between the marks of the pages. */
export async function publish(file: string): Promise<void> {
  const result = readResult(file)
  const drawn = await drawCharts(result, CHARTS)
  const trials = TRIALS.map(({ name }) => section(result, name, drawn)).filter((text) => text !== '')
  const written = [origin(result, file), toMarkdown(targetTable(result)), ...trials].join('\n\n')
  replaceMarked(PAGE, 'results', written)
  replaceMarked('README.md', 'headline', untitled(headlineTable(result, HEADLINE)))
  console.log(`${PAGE}, README.md and ${drawn.size} charts in ${CHARTS}`)
}

/** Puts `text` between the marks `<!-- name -->` and `<!-- end of name -->` of a page. */
function replaceMarked(file: string, name: string, text: string): void {
  const page = readFileSync(file, 'utf8')
  const marked = new RegExp(`(<!-- ${name} -->)[\\s\\S]*(<!-- end of ${name} -->)`)
  if (!marked.test(page)) throw new Error(`${file} has no marks of ${name}`)
  writeFileSync(
    file,
    page.replace(marked, (_, before: string, after: string) => `${before}\n\n${text}\n\n${after}`),
  )
}
