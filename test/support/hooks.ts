import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { runtime } from './runtime.ts'
import { openFiles, ownThreads, threads } from './threads.ts'

/** How long threads and sockets may take to go after the last test: closing happens on other threads. */
const patience = 5000

/**
 * What the library may keep until the process ends, once it is loaded: the namespace it was loaded in, and of the handle
 * behind the functions its request socket and two idle ones for dumps (`kMostIdle` in native/netlink/connection.cc), for each of the protocols
 * rtnetlink and sock_diag.
 */
const kept: Record<string, number> = { net: 1, socket: 6, ...keptByRuntime() }

/**
 * An event loop that is not ours, which has none: Deno keeps that of its last worker, and the compiler behind tsx has one as soon as a
 * test imports a file that is new to it.
 */
function keptByRuntime(): Record<string, number> {
  const loop = { 'anon_inode:[eventpoll]': 1, 'anon_inode:[eventfd]': 1 }
  if (runtime === 'deno') return loop
  return runtime === 'node'
    ? { ...loop, 'anon_inode:[io_uring]': 1, 'anon_inode:inotify': 1, pipe: 2, '/dev/null': 1 }
    : {}
}

/** What must be at the end as it was at the beginning. */
interface Snapshot {
  /** The namespaces that threads are in. */
  namespaces: string[]
  /** Open files by kind: `socket`, `net`, `anon_inode:[eventpoll]`, or their path. */
  files: Record<string, number>
  /** Threads of the library. */
  threads: number
}

/** How many there are of each. */
function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

/** The inodes of the unix sockets of this namespace. */
function unixSockets(): Set<string> {
  const [, ...rows] = readFileSync('/proc/self/net/unix', 'utf8').trim().split('\n')
  return new Set(rows.map((row) => row.split(/\s+/)[6] ?? ''))
}

/**
 * The open files but for unix sockets, which the library has none of: they are the ends of pipes to child processes, and the
 * compiler behind tsx is one that starts when a test imports a file that is new to it. Nor the folder in which tsx keeps what it compiled,
 * which it reads whole to remove what is old.
 */
function kinds(): string[] {
  const unix = unixSockets()
  const compiled = join(tmpdir(), 'tsx-')
  const counted = openFiles().filter(
    ({ target }) => !target.startsWith(compiled) && !unix.has(target.match(/^socket:\[(\d+)\]$/)?.[1] ?? 'none'),
  )
  return counted.map(({ target }) => target.replace(/:\[?\d+\]?$/, ''))
}

function snapshot(): Snapshot {
  return {
    namespaces: [...new Set(threads().map((thread) => thread.netns))],
    files: countBy(kinds()),
    threads: ownThreads().length,
  }
}

let start: Snapshot

/** How many open files of a kind there may be at the end. */
function allowed(kind: string): number {
  const loaded = readFileSync('/proc/self/maps', 'utf8').includes('/netlink.')
  return (start.files[kind] ?? 0) + (loaded ? (kept[kind] ?? 0) : 0)
}

/** What there is more of than at the beginning, in words. */
function residue(now: Snapshot): string[] {
  const strayed = now.namespaces.filter((netns) => !start.namespaces.includes(netns))
  const more = [
    ...Object.keys(now.files).map((kind) => ({
      what: `open file of the kind ${kind}`,
      of: now.files[kind]! - allowed(kind),
    })),
    { what: 'thread of the library', of: now.threads - start.threads },
  ]
  return [
    ...strayed.map((netns) => `a thread in ${netns}`),
    ...more.filter(({ of }) => of > 0).map(({ what, of }) => `${of} more ${what}`),
  ]
}

/**
 * Around the whole run: whatever the tests did, every thread is back in the namespace where the run began, and neither
 * open files nor threads of the library are left over.
 */
export const mochaHooks: Mocha.RootHookObject = {
  beforeAll() {
    // Bun and Deno make an event loop for child processes when there is the first, and keep it.
    if (runtime !== 'node') spawnSync('true')
    start = snapshot()
  },
  async afterAll() {
    const deadline = Date.now() + patience
    let left = residue(snapshot())
    while (left.length > 0 && Date.now() < deadline) {
      globalThis.gc?.()
      await setTimeout(20)
      left = residue(snapshot())
    }
    assert.deepEqual(left, [], 'left behind by the tests')
  },
}
