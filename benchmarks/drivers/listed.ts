import { expectCount, type Measured, peakMiB, timed } from './measured.ts'
import { run } from './program.ts'

/** Measures a program that prints JSON, and JSON.parse of that, as a caller in Node.js needs both. */
export async function listed(
  command: string,
  args: readonly string[],
  count: (answer: unknown) => number,
  n: number,
): Promise<Measured> {
  const { ms, cpuMs, value } = await timed(() => {
    const { stdout, usage } = run(command, args)
    return { answer: JSON.parse(stdout) as unknown, usage }
  })
  const rssMiB = peakMiB()
  expectCount('items', count(value.answer), n)
  const { cpuMs: theirs } = value.usage
  return {
    ms,
    items: n,
    rssMiB,
    ...(theirs === undefined ? {} : { cpuMs: cpuMs + theirs }),
    note: `${command} ${args.join(' ')}, then JSON.parse`,
  }
}
