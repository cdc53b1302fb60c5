// Standard input and output without the streams of process: to load those is a tenth of the time of a command that an engine runs.
import { fstatSync, readFileSync, writeSync } from 'node:fs'

const STDIN = 0

/** All of standard input; empty on a terminal. */
export function readInput(): string {
  return fstatSync(STDIN).isCharacterDevice() ? '' : readFileSync(STDIN, 'utf8')
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
    if ((thrown as NodeJS.ErrnoException).code !== 'EAGAIN') throw thrown
    stream().write(bytes.subarray(written))
  }
}
