/**
 * 20 000 rules in one transaction and 500 000 elements of a set, then both listed, beside `nft -f`, `nft -j -f` and `nft -j list`:
 * every trial in a process and a namespace of its own, rounds in turn, medians, ratios. Run it as root after `npm run setup`:
 * `node --import tsx benchmarks/nftables.ts [ROUNDS]`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Nftables, type NftCommands, openNftables } from 'netlink-ts/nftables'

const RULES = 20_000
const ELEMENTS = 500_000
const ROUNDS = Number(process.argv[2] ?? 3)

const chain = { family: 'inet', table: 'bench', chain: 'forward' } as const
const set = { family: 'inet', table: 'bench', set: 'hosts' } as const
const address = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`

const skeleton = [
  { add: { table: { family: 'inet', name: 'bench' } } },
  { add: { chain: { family: 'inet', table: 'bench', name: 'forward' } } },
  { add: { set: { family: 'inet', table: 'bench', name: 'hosts', type: 'ipv4_addr' } } },
] as const
const TEXT = 'add table inet bench\nadd chain inet bench forward\nadd set inet bench hosts { type ipv4_addr; }\n'

function rules(): NftCommands {
  const one = (i: number) => [
    { match: { op: '==', left: { payload: { protocol: 'ip', field: 'saddr' } }, right: address(i) } },
    { match: { op: '==', left: { payload: { protocol: 'tcp', field: 'dport' } }, right: 1 + (i % 60_000) } },
    { counter: null },
    { accept: null },
  ]
  const commands = Array.from({ length: RULES }, (_, i) => ({ add: { rule: { ...chain, expr: one(i) } } }))
  return { nftables: [...skeleton, ...commands] } as NftCommands
}

const ruleText = () =>
  TEXT +
  Array.from(
    { length: RULES },
    (_, i) => `add rule inet bench forward ip saddr ${address(i)} tcp dport ${1 + (i % 60_000)} counter accept\n`,
  ).join('')
const elements = () => Array.from({ length: ELEMENTS }, (_, i) => address(i))
const elementText = () => `${TEXT}add element inet bench hosts { ${elements().join(', ')} }\n`
const elementJson = () => ({
  nftables: [...skeleton, { add: { element: { family: 'inet', table: 'bench', name: 'hosts', elem: elements() } } }],
})

/** What a process of ours measures, given the name of its trial: milliseconds of changing and of listing, and its peak in KiB. */
const own: Record<string, (nft: Nftables) => Promise<unknown>> = {
  rules: (nft) => nft.apply(made as NftCommands),
  async elements(nft) {
    await nft.apply({ nftables: [...skeleton] })
    await nft.addElements(set, made as string[])
  },
}
let made: unknown

async function measure(trial: string): Promise<void> {
  made = trial === 'rules' ? rules() : elements()
  const nft = await openNftables()
  const begun = performance.now()
  await own[trial]?.(nft)
  const changed = performance.now()
  made = undefined
  const { nftables } = await nft.list()
  const listed = performance.now()
  if (nftables.length < 3) throw new Error('nothing was listed')
  console.log(JSON.stringify([changed - begun, listed - changed, process.resourceUsage().maxRSS]))
  await nft.close()
}

const folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))

/** Milliseconds and peak KiB of a shell script in a fresh namespace, of its last command only. */
function shell(before: string, command: string): [number, number] {
  const script = `${before}\nexec /usr/bin/time -f '%e %M' ${command}`
  const { status, stderr } = spawnSync('unshare', ['--net', 'sh', '-ec', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (status !== 0) throw new Error(stderr)
  const [seconds, peak] = stderr.trim().split('\n').at(-1)?.split(' ') ?? []
  return [Number(seconds) * 1000, Number(peak)]
}

function ours(trial: string): number[] {
  const argv = ['--net', process.execPath, '--import', 'tsx', import.meta.filename, '--measure', trial]
  const { status, stdout, stderr } = spawnSync('unshare', argv, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

function compare(): void {
  const files = {
    rules: ruleText(),
    elements: elementText(),
    'rules.json': JSON.stringify(rules()),
    'elements.json': JSON.stringify(elementJson()),
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const figures = new Map<string, { time: number[]; peak: number[] }>()
  const note = (name: string, time: number, peak: number) => {
    const figure = figures.get(name) ?? { time: [], peak: [] }
    figures.set(name, { time: [...figure.time, time], peak: [...figure.peak, peak] })
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const trial of ['rules', 'elements']) {
      const file = join(folder, trial)
      note(`${trial}: nft -f`, ...shell(':', `nft -f ${file}`))
      note(`${trial}: nft -j -f`, ...shell(':', `nft -j -f ${file}.json`))
      note(`${trial}: nft -j list`, ...shell(`nft -f ${file}`, 'nft -j list ruleset'))
      const [changed = 0, listed = 0, peak = 0] = ours(trial)
      note(`${trial}: ours, change`, changed, peak)
      note(`${trial}: ours, list`, listed, peak)
    }
  }
  const median = (values: number[] = []) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
  console.log(`${RULES} rules, ${ELEMENTS} elements, ${ROUNDS} rounds: median ms, times as fast as nft, peak MiB`)
  for (const [name, { time, peak }] of figures) {
    const rival = figures.get(`${name.split(':')[0]}: ${name.endsWith('list') ? 'nft -j list' : 'nft -f'}`)
    const ratio = (median(rival?.time) / median(time)).toFixed(1)
    console.log(
      `${name.padEnd(24)} ${median(time).toFixed(0).padStart(6)}  ${ratio.padStart(5)}x  ${(median(peak) / 1024).toFixed(0).padStart(5)}`,
    )
  }
}

try {
  if (process.argv[2] === '--measure') await measure(process.argv[3] ?? '')
  else compare()
} finally {
  rmSync(folder, { recursive: true })
}
