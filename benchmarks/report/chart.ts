import { parse as parseVega, View } from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import { find, type Result, ratio } from '../result.ts'
import { TRIALS } from '../trials.ts'
import { figure, grouped } from './number.ts'

/** What one group of bars shows. */
export interface Group {
  trial: string
  size: number
}

interface Row {
  driver: string
  times: number
  label: string
  faster: boolean
}

const OURS = 'netlink-ts'

/** Readable on white and on black; the style below does better where the viewer knows which it is. */
const GREY = '#7d858f'
const FASTER = '#2f81c7'
const SLOWER = '#d9822b'
const STYLE = `<style>
text { fill: #444c56 }
@media (prefers-color-scheme: dark) { text { fill: #c9d1d9 } }
</style>`

function rows(result: Result, { trial, size }: Group): Row[] {
  return result.drivers
    .filter(({ name }) => name !== OURS && find(result, trial, size, name) !== undefined)
    .map(({ name, title }) => ({ title, times: ratio(result, trial, size, OURS, name) ?? 1 }))
    .sort((one, other) => one.times - other.times)
    .map(({ title, times }) => ({ driver: title, times, label: `${figure(times)}x`, faster: times >= 1 }))
}

function titleOf({ trial, size }: Group): string {
  const { title = trial, items = '' } = TRIALS.find(({ name }) => name === trial) ?? {}
  return `${title} (${grouped(size)} ${items})`
}

/** One group of bars, from 1 to the right where netlink-ts is faster, to the left where the other is. */
function group(values: readonly Row[], title: string, domain: readonly [number, number]): object {
  const y = { field: 'driver', type: 'nominal', sort: null, title: null, axis: { minExtent: 150, maxExtent: 150 } }
  const x = {
    field: 'times',
    type: 'quantitative',
    title: null,
    scale: { type: 'log', domain, nice: false },
    axis: { values: [0.1, 1, 10, 100, 1000], format: '~g', labels: false, domain: false, ticks: false },
  }
  const text = (faster: boolean) => ({
    transform: [{ filter: `datum.faster === ${faster}` }],
    mark: { type: 'text', align: faster ? 'left' : 'right', dx: faster ? 4 : -4 },
    encoding: { x, y, text: { field: 'label' } },
  })
  const color = {
    field: 'faster',
    type: 'nominal',
    legend: null,
    scale: { domain: [true, false], range: [FASTER, SLOWER] },
  }
  return {
    title: { text: title, anchor: 'start', frame: 'group', fontSize: 13, offset: 4, dx: -150 },
    width: 430,
    height: { step: 20 },
    data: { values },
    layer: [{ mark: 'bar', encoding: { x, x2: { datum: 1 }, y, color } }, text(true), text(false)],
  }
}

function specification(result: Result, groups: readonly Group[]): TopLevelSpec {
  const shown = groups
    .map((it) => ({ title: titleOf(it), values: rows(result, it) }))
    .filter((it) => it.values.length > 0)
  const times = shown.flatMap(({ values }) => values.map((row) => row.times))
  // room for the labels beside the longest bars
  const domain = [Math.min(0.5, 0.55 * Math.min(...times)), Math.max(10, 2 * Math.max(...times))] as const
  return {
    background: 'transparent',
    padding: 8,
    spacing: 14,
    title: { text: 'netlink-ts is so many times as fast as', anchor: 'start', fontSize: 14, offset: 10 },
    vconcat: shown.map(({ title, values }) => group(values, title, domain)),
    config: {
      font: 'system-ui, sans-serif',
      view: { stroke: null },
      axis: {
        labelFontSize: 12,
        labelLimit: 145,
        labelColor: GREY,
        gridColor: GREY,
        gridOpacity: 0.3,
        domain: false,
        ticks: false,
      },
      title: { color: GREY },
      text: { color: GREY, fontSize: 12 },
    },
  } as TopLevelSpec
}

/** An SVG; undefined where nothing was measured that could be compared. */
export async function chart(result: Result, groups: readonly Group[]): Promise<string | undefined> {
  if (groups.every((it) => rows(result, it).length === 0)) return undefined
  const view = new View(parseVega(compile(specification(result, groups)).spec), { renderer: 'none' })
  const svg = await view.toSVG()
  return `${svg.replace(/(<svg[^>]*>)/, `$1${STYLE}`)}\n`
}
