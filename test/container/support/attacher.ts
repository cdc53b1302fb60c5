import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Netns } from '../../../lib/index.ts'
import { bundled } from '../../support/bundled.ts'
import type { TestHost } from './test-host.ts'

/** A process that attaches containers; what it prints, and how it ended. */
export interface Attacher {
  readonly child: ChildProcess
  /** What it has printed, when it says that all are attached or ends. */
  readonly done: Promise<string[]>
  /** Lets it end. */
  end(): Promise<void>
}

/** The path of a namespace that this process holds, for others. */
export function pathOf(netns: Netns): string {
  return `/proc/${process.pid}/fd/${netns.fd}`
}

/** Starts test/container/programs/attacher.ts behind the words of `before`: a tracer and its options. */
export function startAttacher(
  testHost: TestHost,
  containers: readonly string[],
  before: readonly string[] = [],
): Attacher {
  const program = join(import.meta.dirname, '..', 'programs', 'attacher.ts')
  const words = [
    ...before,
    process.execPath,
    bundled(program),
    testHost.host.path,
    join(testHost.state, 'br0'),
    ...containers,
  ]
  const [command, ...args] = words as [string, ...string[]]
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let [output, complaint] = ['', '']
  child.stderr?.on('data', (text: Buffer) => {
    complaint += text.toString()
  })
  const done = new Promise<string[]>((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => {
      output += text.toString()
      if (output.endsWith('done\n')) resolve(output.trim().split('\n'))
    })
    child.once('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL' || code === 137) resolve(output.trim().split('\n'))
      else reject(new Error(`attacher ended with ${code ?? signal}: ${complaint}`))
    })
  })
  return {
    child,
    done,
    async end() {
      child.stdin?.end()
      await ended
    },
  }
}
