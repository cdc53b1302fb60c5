import { expectCount, type Measured, peakMiB, timed } from './measured.ts'
import { run } from './program.ts'

/** Measures a program that prints JSON, and JSON.parse of that, as a caller in Node.js needs both. */
export async function listed(
  command: string,
  args: readonly string[],
  count: (answer: unknown) => number,
  n: number,
): Promise<Measured> {
  const { ms, value } = await timed(() => JSON.parse(run(command, args).stdout) as unknown)
  const rssMiB = peakMiB()
  expectCount('items', count(value), n)
  return { ms, items: n, rssMiB, note: `${command} ${args.join(' ')}, then JSON.parse` }
}
