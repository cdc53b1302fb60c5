import { grouped } from './report/number.ts'
import { find, perItem, type Result, ratio } from './result.ts'
import { median } from './statistics.ts'
import { TRIALS, type Trial } from './trials.ts'

/** A figure that the project wants to reach. */
export interface Target {
  text: string
  /** How the figure is written: `x`, `µs`. */
  unit: string
  least?: number
  most?: number
  figure: (result: Result) => number | undefined
}

/** A target with its result; `met` is undefined where nothing was measured. */
export interface CheckedTarget {
  target: Target
  found: number | undefined
  met: boolean | undefined
}

const OURS = 'netlink-ts'
const TOPOLOGY = 'netlink-ts-topology'

type Limit = Pick<Target, 'least' | 'most'>

/** How many times as fast as another driver. */
function faster(text: string, trial: string, size: number, driver: string, least: number): Target {
  return { text, unit: 'x as fast', least, figure: (result) => ratio(result, trial, size, OURS, driver) }
}

/** How many times the time of another driver. */
function within(text: string, trial: string, size: number, driver: string, most: number, ours = OURS): Target {
  return { text, unit: 'x its time', most, figure: (result) => ratio(result, trial, size, driver, ours) }
}

function each(text: string, trial: string, size: number, limit: Limit): Target {
  const figure = (result: Result) => {
    const figures = find(result, trial, size, OURS)
    return figures && perItem(figures)
  }
  return { text, unit: 'µs', ...limit, figure }
}

/** Microseconds an item at the largest size over those at the smallest. */
function growthOf(result: Result, driver: string, trial: string, sizes: readonly number[]): number | undefined {
  const [small, large] = [Math.min(...sizes), Math.max(...sizes)].map((size) => find(result, trial, size, driver))
  return small && large && perItem(large) / perItem(small)
}

/** How the cost of an item grows with their number, relative to the floor if that takes part: the kernel's share. */
function growth({ name, title, sizes }: Trial): Target {
  const figure = (result: Result) => {
    const ours = growthOf(result, OURS, name, sizes)
    return ours && ours / (growthOf(result, 'floor', name, sizes) ?? 1)
  }
  const text = `${title}: growth of the cost of one, ${grouped(Math.min(...sizes))} to ${grouped(Math.max(...sizes))}, over that of C`
  return { text, unit: 'x', most: 1.2, figure }
}

function overEmpty(result: Result): number | undefined {
  const [ours, empty] = [find(result, 'cold-start', 20, OURS), find(result, 'cold-start', 20, 'node')]
  return ours && empty && (median(ours.ms) - median(empty.ms)) / 20
}

function streamGrowth(result: Result): number | undefined {
  const figures = find(result, 'stream-routes', 1_000_000, OURS)
  return figures && Math.max(...figures.rssMiB)
}

const M = 1_000_000
const growing = TRIALS.filter(({ sizes }) => sizes.length > 1)

export const TARGETS: readonly Target[] = [
  within('containers, of C on libmnl', 'containers', 100, 'floor', 1.15),
  faster('containers, over ip one by one', 'containers', 100, 'ip', 30),
  faster('containers, over ip one by one, peers moved', 'containers', 100, 'ip-moved', 30),
  faster('containers, over ip -batch', 'containers', 100, 'ip-batch', 5),
  faster('containers, over Go', 'containers', 100, 'go', 1.2),
  within('100 containers by Promise.all, of those in stages by hand', 'containers', 100, 'netlink-ts-stages', 1.05),
  within('1 000 containers by Promise.all, of those in stages by hand', 'containers', 1000, 'netlink-ts-stages', 1.05),
  within('100 containers by applyTopology, of C on libmnl', 'containers', 100, 'floor', 1.25, TOPOLOGY),
  within('1 000 containers by applyTopology, of C on libmnl', 'containers', 1000, 'floor', 1.15, TOPOLOGY),
  within(
    'applying 100k routes to an empty table, of the plain batch',
    'apply-routes',
    100_000,
    'netlink-ts-batch',
    1.3,
  ),
  within('applying 100k routes that are there, of listing them', 'apply-again', 100_000, 'netlink-ts-list', 1.5),
  within('applying 100k routes of which 1 % differ, of listing them', 'apply-changed', 100_000, 'netlink-ts-list', 2),
  within('1 000 routes with rollback armed, of the plain batch', 'rollback-routes', 1000, 'netlink-ts-batch', 1.3),
  within('writing 50 000 routes with a watch, of a listener in C', 'watch-writer', 50_000, 'floor-watch', 1.15),
  within('the same with 20 iterators, of one', 'watch-writer', 50_000, OURS, 1.1, 'netlink-ts-iterators'),
  within('500 veth pairs, of C on libmnl', 'veth-pairs', 500, 'floor', 1.1),
  each('an awaited getLink', 'latency-link', 5000, { most: 25 }),
  faster('deleting 300 links, over ip -batch', 'delete-links', 300, 'ip-batch', 30),
  within('adding 1M routes in a batch, of C on libmnl', 'add-routes-batch', M, 'floor', 1.25),
  faster('adding 1M routes in a batch, over ip -batch', 'add-routes-batch', M, 'ip-batch', 4.5),
  faster('adding 1M routes in a batch, over Go', 'add-routes-batch', M, 'go', 5),
  within('adding 100k routes by Promise.all, of C on libmnl', 'add-routes-single', 100_000, 'floor', 2),
  each('listing 1M routes, each', 'list-routes', M, { most: 0.6 }),
  faster('listing 1M routes, over ip -j and JSON.parse', 'list-routes', M, 'ip-json', 7),
  faster('listing 1M routes, over Go', 'list-routes', M, 'go', 7),
  faster('listing 1M routes, over pyroute2', 'list-routes', M, 'pyroute2', 7),
  { text: 'streaming 1M routes, growth of memory', unit: 'MiB', most: 64, figure: streamGrowth },
  each('an awaited addAddress', 'latency-address', 5000, { most: 60 }),
  within('an awaited addAddress, of C on libmnl', 'latency-address', 5000, 'floor', 3),
  { text: 'import and first listLinks, over an empty program', unit: 'ms', most: 25, figure: overEmpty },
  ...growing.map(growth),
]

export function checkTargets(result: Result): CheckedTarget[] {
  return TARGETS.map((target) => {
    const found = target.figure(result)
    const met =
      found === undefined
        ? undefined
        : found >= (target.least ?? 0) && found <= (target.most ?? Number.POSITIVE_INFINITY)
    return { target, found, met }
  })
}
