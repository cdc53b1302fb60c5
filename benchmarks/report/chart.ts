import { parse as parseVega, View } from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import { type Result, ratio } from '../result.ts'
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
const WIDTH = 430

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
    .filter(({ name }) => name !== OURS)
    .map(({ name, title }) => ({ title, times: ratio(result, trial, size, OURS, name) ?? 0 }))
    .filter(({ times }) => times > 0)
    .sort((one, other) => one.times - other.times)
    .map(({ title, times }) => ({ driver: brief(title), times, label: `${figure(times)}x`, faster: times >= 1 }))
}

/** A tool may name several libraries; the first says who it is. */
function brief(title: string): string {
  return title.replace(/ and .*/, '')
}

function titleOf({ trial, size }: Group): string {
  const { title = trial, items = '' } = TRIALS.find(({ name }) => name === trial) ?? {}
  return `${title} (${grouped(size)} ${items})`
}

/** One group of bars, from 1 to the right where netlink-ts is faster, to the left where the other is. */
function group(values: readonly Row[], title: string, { domain, margin }: Frame): object {
  const y = {
    field: 'driver',
    type: 'nominal',
    sort: null,
    title: null,
    axis: { minExtent: margin, maxExtent: margin },
  }
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
    title: { text: title, anchor: 'start', frame: 'group', fontSize: 13, offset: 4, dx: -margin },
    width: WIDTH,
    height: { step: 20 },
    data: { values },
    layer: [{ mark: 'bar', encoding: { x, x2: { datum: 1 }, y, color } }, text(true), text(false)],
  }
}

/** What all groups of a chart share, so that their bars can be compared. */
interface Frame {
  domain: readonly [number, number]
  /** Pixels for the names of drivers. */
  margin: number
}

/** The labels need a part of the width beside the longest bars. */
function frame(rows: readonly Row[]): Frame {
  const times = rows.map((row) => row.times)
  const [least, most] = [Math.min(0.9, ...times), Math.max(3, ...times)]
  const room = (most / least) ** 0.17
  return { domain: [least / room, most * room], margin: 7 * Math.max(...rows.map(({ driver }) => driver.length)) + 8 }
}

function specification(result: Result, groups: readonly Group[]): TopLevelSpec {
  const shown = groups
    .map((it) => ({ title: titleOf(it), values: rows(result, it) }))
    .filter((it) => it.values.length > 0)
  const shared = frame(shown.flatMap(({ values }) => values))
  return {
    background: 'transparent',
    padding: 8,
    spacing: 14,
    title: { text: 'netlink-ts is so many times as fast as', anchor: 'start', fontSize: 14, offset: 10 },
    vconcat: shown.map(({ title, values }) => group(values, title, shared)),
    config: {
      font: 'system-ui, sans-serif',
      view: { stroke: null },
      axis: {
        labelFontSize: 12,
        labelLimit: 0,
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
