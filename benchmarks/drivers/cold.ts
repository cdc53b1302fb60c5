/**
 * Starts a program again and again, from spawn to exit: `node cold.js COMMAND... cold-start N`. Of the programs that the driver of
 * another tool brings with it, COMMAND is that driver and `cold-start 1`.
 */
import { spawnSync } from 'node:child_process'
import { drive, type Measured } from './measured.ts'

function start(command: readonly string[]): number {
  const [program = '', ...args] = command
  const begun = performance.now()
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  const ms = performance.now() - begun
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`)
  return ms
}

/** The first start, which reads everything from disk, does not count. */
function starts(n: number): Measured {
  const command = process.argv.slice(2, -2)
  start(command)
  let ms = 0
  for (let i = 0; i < n; i++) ms += start(command)
  return { ms, items: n }
}

await drive({ 'cold-start': starts })
