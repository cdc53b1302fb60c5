import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex, Readable } from 'node:stream'
import { NetlinkError } from '../errors.ts'
import { type Limits, limited } from '../transport/limit.ts'

/** A program to run, and the package in which distributions have it. */
export interface Program {
  readonly name: string
  readonly package: string
}

/**
 * A program that ends with this process, however that ends. A shell starts it and holds one end of a socket; when the other end, which
 * this process has, is closed, the program ends, and the shell removes the folder.
 */
export interface Tether {
  /** A folder for the program's files, which goes with it. */
  readonly folder: string
  /** Resolves when the program has ended. */
  readonly ended: Promise<void>
  /** Ends the program. */
  release(): Promise<void>
}

/** Where files of a user belong while the user is logged in. */
function runtimeFolder(): string {
  return process.env.XDG_RUNTIME_DIR || tmpdir()
}

/** Throws if the program is not installed. */
export function findProgram(operation: string, { name, package: from }: Program): string {
  for (const folder of (process.env.PATH ?? '').split(':').filter(Boolean)) {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return join(folder, name)
    } catch {}
  }
  const reason = `${name} is not installed: it is in the package ${from} (apt-get install ${from})`
  throw new NetlinkError({ code: 'ENOENT', operation, reason })
}

/** Makes the folder of a program. */
export function makeFolder(): string {
  return mkdtempSync(join(runtimeFolder(), 'netlink-ts-'))
}

/**
 * Starts a shell script that runs a program: it writes to descriptor 3 when the program is ready, and the program ends when descriptor 4 is
 * closed. `$1` is the folder; the program and its arguments follow. Resolves when it is ready.
 */
export async function startTethered(
  operation: string,
  program: Program,
  folder: string,
  script: string,
  command: readonly string[],
  limits: Limits,
): Promise<Tether> {
  const child = spawn('sh', ['-c', script, program.name, folder, ...command], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  })
  const leash = child.stdio[4] as Duplex
  leash.on('error', () => undefined)
  const ended = endOf(child).then(() => rmSync(folder, { recursive: true, force: true }))
  const release = async () => {
    child.ref()
    leash.destroy()
    await ended
  }
  try {
    await limited(readiness(operation, program, child), operation, limits)
  } catch (thrown) {
    await release()
    throw thrown
  }
  letGo(child)
  return { folder, ended, release }
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
}

async function readiness(operation: string, program: Program, child: ChildProcess): Promise<void> {
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(-4_000)
  })
  const ready = once(child.stdio[3] as Readable, 'data').then(() => true)
  const closed = once(child, 'close').then(() => false)
  if (await Promise.race([ready, closed])) return
  const reason = `${program.name} ended: ${complaint.trim().split('\n').slice(-3).join('; ') || 'without a message'}`
  throw new NetlinkError({ code: 'EIO', operation, reason })
}

/** A program that runs does not keep this process alive. */
function letGo(child: ChildProcess): void {
  child.unref()
  for (const stream of [child.stderr, child.stdio[3], child.stdio[4]]) (stream as { unref?(): void } | null)?.unref?.()
}
