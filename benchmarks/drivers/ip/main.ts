/** The drivers of iproute2: `node main.js single TRIAL N`, one process of `ip` for each command, and `node main.js batch TRIAL N`. */

import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { judge } from '../judge.ts'
import { listed } from '../listed.ts'
import { drive, type Measured, Unable, type Work } from '../measured.ts'
import { prepare } from '../prepare.ts'
import { inFolder, run } from '../program.ts'
import { range } from '../work.ts'
import { changes, containerInside, containerMoved, containerOutside, deleteByGroup, lists } from './commands.ts'

type Form = (trial: string, n: number, folder: string) => { command: string; args: string[]; note: string }

const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('')

/** A script of a shell that stops at the first failure. */
function script(folder: string, lines: readonly string[]) {
  const file = join(folder, 'script')
  writeFileSync(file, text(['set -e', ...lines]))
  return { command: 'sh', args: [file] }
}

const single: Form = (trial, n, folder) => {
  const quiet = trial === 'latency-link' ? ' >/dev/null' : ''
  const lines = commandsOf(trial, n).map((line) => `ip ${line}${quiet}`)
  return { ...script(folder, lines), note: 'a shell script, one process of ip for each command' }
}

/** Containers are all connected before the first is taken up, which is the faster order (WORK.md); those that are moved, one after the other. */
function commandsOf(trial: string, n: number): string[] {
  const inside = (i: number) => containerInside(i).map((line) => `-n c${i} ${line}`)
  if (trial === 'containers') return [...range(n).flatMap(containerOutside), ...range(n).flatMap(inside)]
  if (trial === 'containers:moved') return range(n).flatMap((i) => [...containerMoved(i), ...inside(i)])
  return changesOf(trial, n)
}

function changesOf(trial: string, n: number): string[] {
  const commands = changes[trial]
  if (commands === undefined) throw new Unable('ip has no command that does this')
  return commands(n)
}

const batch: Form = (trial, n, folder) => {
  if (trial === 'containers') return containerBatches(n, folder)
  const file = join(folder, 'batch')
  const byGroup = trial === 'delete-links:group'
  writeFileSync(file, text(byGroup ? deleteByGroup(n) : changesOf(trial, n)))
  return { command: 'ip', args: ['-batch', file], note: byGroup ? 'by group' : 'one batch' }
}

/** One batch outside makes namespaces and veths; then one batch for each namespace, as many at a time as there are processors. */
function containerBatches(n: number, folder: string) {
  const outside = join(folder, 'outside')
  writeFileSync(outside, text(range(n).flatMap(containerOutside)))
  for (const i of range(n)) writeFileSync(join(folder, `c${i}`), text(containerInside(i)))
  const jobs = availableParallelism()
  const inside = `seq 0 ${n - 1} | xargs -P ${jobs} -I@ ip -n c@ -batch ${join(folder, 'c@')}`
  return {
    ...script(folder, [`ip -batch ${outside}`, inside]),
    note: `one batch outside, then one for each namespace, ${jobs} at a time`,
  }
}

function change(form: Form, trial: string): Work {
  return (n) =>
    inFolder((folder): Measured => {
      const { command, args, note } = form(trial, n, folder)
      const done = trial.replace(/:.*/, '')
      prepare(done, n)
      const { ms, usage } = run(command, args)
      judge(done, n)
      return { ms, items: n, note, ...usage }
    })
}

function list(trial: string, args: readonly string[]): Work {
  return (n) => {
    prepare(trial, n)
    const others = trial === 'list-links' ? 1 : 0
    return listed('ip', args, (answer) => countOf(trial, answer) - others, n)
  }
}

/** Addresses are listed below their links, the rest one by one. */
function countOf(trial: string, answer: unknown): number {
  const all = answer as { addr_info?: unknown[] }[]
  return trial === 'list-addresses' ? all.reduce((sum, link) => sum + (link.addr_info?.length ?? 0), 0) : all.length
}

const form = process.argv[2] === 'batch' ? batch : single
const changing = ['containers', 'containers:moved', ...Object.keys(changes), 'delete-links:group']
await drive({
  ...Object.fromEntries(changing.map((trial): [string, Work] => [trial, change(form, trial)])),
  ...Object.fromEntries(Object.entries(lists).map(([trial, args]): [string, Work] => [trial, list(trial, args)])),
})
