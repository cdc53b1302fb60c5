/** Runs the benchmarks: see README.md. */
import { DRIVERS, readPeers } from './drivers.ts'
import { describeMachine, describeVersions, load } from './machine.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { targetTable, toConsole, trialTable } from './report/table.ts'
import { type Result, writeResult } from './result.ts'
import { runRounds } from './rounds.ts'
import { quickSize } from './trials.ts'

function options(): Options {
  try {
    return readOptions(process.argv.slice(2))
  } catch (thrown) {
    console.error(`${(thrown as Error).message}\n${USAGE}`)
    process.exit(64)
  }
}

function begin({ peers: file, rounds, quick }: Options) {
  const { peers, absent } = file === undefined ? { peers: [], absent: [] } : readPeers(file)
  const drivers = [...DRIVERS, ...peers]
  const result: Result = {
    date: new Date().toISOString(),
    machine: describeMachine(),
    versions: describeVersions(peers),
    rounds,
    quick,
    drivers: [...drivers.map(({ name, title }) => ({ name, title })), ...absent],
    figures: [],
  }
  for (const { title, absent: reason } of absent) console.log(`without ${title}: ${reason}`)
  return { drivers, result }
}

async function runAll(wanted: Options, { drivers, result }: ReturnType<typeof begin>) {
  const { trials, quick, most, out } = wanted
  for (const trial of trials) {
    for (const size of quick ? [quickSize(trial)] : trial.sizes.filter((it) => it <= most)) {
      result.figures.push(...(await runRounds(trial, size, drivers, wanted, result.figures)))
      const table = trialTable(result, trial.name, size)
      if (table) console.log(`${toConsole(table)}\n`)
      writeResult(out, result)
    }
  }
  result.machine.load.push(load())
  writeResult(out, result)
}

async function bench(wanted: Options): Promise<void> {
  const run = begin(wanted)
  const { machine, versions } = run.result
  console.log(`${machine.cpu}, ${machine.cpus} processors, ${machine.kernel}, ${machine.system}`)
  console.log(
    `${Object.entries(versions)
      .map(([name, version]) => `${name} (${version})`)
      .join(', ')}\n`,
  )
  await runAll(wanted, run)
  const targets = targetTable(run.result)
  if (targets.rows.length > 0) console.log(toConsole(targets))
  console.log(`written to ${wanted.out}`)
  if (run.result.figures.some(({ failed }) => failed)) process.exitCode = 1
}

const wanted = options()
if (wanted.publish === undefined) await bench(wanted)
else {
  const { publish } = await import('./report/publish.ts')
  await publish(wanted.publish)
}
