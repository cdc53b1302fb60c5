/** The driver of netlink-ts: `node main.js TRIAL N`. Each trial is in the file of its noun, loaded alone. */
import { judge } from '../judge.ts'
import { drive, expectCount, type Measured, peakMiB, timed, type Work } from '../measured.ts'
import { prepare } from '../prepare.ts'
import type { OwnTrials } from './trial.ts'

type Noun = () => Promise<{ trials: OwnTrials }>

const addresses: Noun = () => import('./addresses.ts')
const containers: Noun = () => import('./containers.ts')
const links: Noun = () => import('./links.ts')
const neighbours: Noun = () => import('./neighbours.ts')
const nftables: Noun = () => import('./nftables.ts')
const routes: Noun = () => import('./routes.ts')
const topologies: Noun = () => import('./topologies.ts')

const nouns: Readonly<Record<string, Noun>> = {
  containers,
  'containers:stages': containers,
  'containers:topology': topologies,
  'veth-pairs': links,
  'delete-links': links,
  'add-routes-batch': routes,
  'add-routes-single': routes,
  'list-routes': routes,
  'apply-routes': topologies,
  'apply-again': topologies,
  'apply-again:list': routes,
  'apply-changed': topologies,
  'apply-changed:list': routes,
  'rollback-routes': routes,
  'add-addresses': addresses,
  'list-addresses': addresses,
  'add-neighbours': neighbours,
  'list-neighbours': neighbours,
  'list-links': links,
  'list-links:read': links,
  'latency-address': addresses,
  'latency-link': links,
  'nft-rules': nftables,
  'nft-list-rules': nftables,
  'nft-elements': nftables,
  'nft-list-elements': nftables,
}

async function measure(trial: string, noun: Noun, n: number): Promise<Measured> {
  const done = trial.replace(/:.*/, '')
  prepare(done, n)
  const { trials } = await noun()
  const work = await trials[trial]?.(n)
  if (work === undefined) throw new Error(`no work for the trial ${trial}`)
  const { ms, cpuMs, value } = await timed(work)
  const rssMiB = peakMiB()
  if (value === undefined) judge(done, n)
  else expectCount('items', value, n)
  return { ms, cpuMs, items: n, rssMiB }
}

async function measureStream(n: number): Promise<Measured> {
  prepare('stream-routes', n)
  const { stream } = await import('./routes.ts')
  const measured = await stream()
  expectCount('routes', measured.items, n)
  return measured
}

/** What the watching process did, or what the writer measured beside it. */
async function measureWatch(n: number, iterations: number, whose: 'watched' | 'wrote'): Promise<Measured> {
  prepare('watch-routes', n)
  const { measure } = await import('./watch.ts')
  return (await measure(n, iterations))[whose]
}

/** The writer of `watch-routes`, in the namespace that its parent has prepared. */
async function writeRoutes(n: number): Promise<Measured> {
  const { trials } = await routes()
  const work = await trials['add-routes-batch']?.(n)
  if (work === undefined) throw new Error('no work for the writer')
  const { ms, cpuMs } = await timed(work)
  return { ms, cpuMs, items: n }
}

const works = Object.entries(nouns).map(([trial, noun]): [string, Work] => [trial, (n) => measure(trial, noun, n)])
await drive({
  ...Object.fromEntries(works),
  'stream-routes': measureStream,
  'watch-routes': (n) => measureWatch(n, 1, 'watched'),
  'watch-routes:20': (n) => measureWatch(n, 20, 'watched'),
  'watch-writer': (n) => measureWatch(n, 1, 'wrote'),
  'write-routes': writeRoutes,
  'watch-writer:20': (n) => measureWatch(n, 20, 'wrote'),
})
