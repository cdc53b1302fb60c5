// Standard input and output without the streams of process: to load those is a tenth of the time of a command that an engine runs.
import { fstatSync, readSync, writeSync } from 'node:fs'

const STDIN = 0
const CHUNK = 65_536

/** All of standard input; empty on a terminal. */
export async function readInput(): Promise<string> {
  if (fstatSync(STDIN).isCharacterDevice()) return ''
  const chunks: Buffer[] = []
  try {
    for (;;) {
      const chunk = Buffer.alloc(CHUNK)
      const length = readSync(STDIN, chunk)
      if (length === 0) break
      chunks.push(chunk.subarray(0, length))
    }
  } catch (thrown) {
    // A pipe that does not block is empty: the stream waits for the rest.
    if (codeOf(thrown) !== 'EAGAIN') throw thrown
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Writes to standard output. */
export function printOut(text: string): void {
  write(1, text, () => process.stdout)
}

/** Writes to standard error. */
export function printError(text: string): void {
  write(2, text, () => process.stderr)
}

function write(fd: number, text: string, stream: () => NodeJS.WritableStream): void {
  const bytes = Buffer.from(text)
  let written = 0
  try {
    while (written < bytes.length) written += writeSync(fd, bytes, written)
  } catch (thrown) {
    // A pipe that does not block is full: the stream waits. Whatever else is wrong, it reports.
    if (codeOf(thrown) !== 'EAGAIN') throw thrown
    stream().write(bytes.subarray(written))
  }
}

function codeOf(thrown: unknown): string | undefined {
  return (thrown as NodeJS.ErrnoException).code
}
