import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { bundled } from './bundled.ts'

/** So many steps of each work, spread over all of them; with NETLINK_TS_FUZZ every one, which takes minutes. */
const MOST = process.env.NETLINK_TS_FUZZ === undefined ? 3 : Number.POSITIVE_INFINITY

/** The steps at which a work of so many of them is killed. */
export function* among(steps: number): Generator<number> {
  const tried = Math.min(steps, MOST)
  for (let i = 0; i < tried; i++) yield tried === 1 ? 1 : 1 + Math.round((i * (steps - 1)) / (tried - 1))
}

/**
 * Runs a program that counts its steps (test/support/programs/steps.ts), `before` in front of it, to its end, or to its Nth step; the number that
 * it prints.
 */
export function runSteps(program: string, args: readonly string[], last = '', before: readonly string[] = []): number {
  const words = [...before, process.execPath, bundled(program), ...args, last]
  const { status, signal, stdout, stderr } = spawnSync(words[0] as string, words.slice(1), { encoding: 'utf8' })
  assert.equal(stderr, '')
  // How many steps there are depends on how the kernel's answers meet: the last ones may never come.
  const killed = signal === 'SIGKILL' || status === 137
  assert.ok(status === 0 || (last !== '' && killed), String(status ?? signal))
  return Number(stdout)
}
