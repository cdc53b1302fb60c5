import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { openFiles, ownThreads, threads } from './threads.ts'

/** How long threads and sockets may take to go after the last test: closing happens on other threads. */
const patience = 5000

/** What must be at the end as it was at the beginning. */
interface Census {
  /** The namespaces that threads are in. */
  namespaces: string[]
  /** Open files by kind: `socket`, `net`, `anon_inode:[eventpoll]`, or their path. */
  files: Record<string, number>
  /** Threads of the library. */
  threads: number
}

/** How many there are of each. */
function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

function census(): Census {
  return {
    namespaces: [...new Set(threads().map((thread) => thread.netns))],
    files: tally(openFiles().map((file) => file.target.replace(/:\[?\d+\]?$/, ''))),
    threads: ownThreads().length,
  }
}

/** What there is more of than at the beginning, in words. */
function residue(start: Census, now: Census): string[] {
  const strayed = now.namespaces.filter((netns) => !start.namespaces.includes(netns))
  const kinds = Object.keys(now.files)
  const more = [
    ...kinds.map((kind) => ({
      what: `open file of the kind ${kind}`,
      of: now.files[kind]! - (start.files[kind] ?? 0),
    })),
    { what: 'thread of the library', of: now.threads - start.threads },
  ]
  return [
    ...strayed.map((netns) => `a thread in ${netns}`),
    ...more.filter(({ of }) => of > 0).map(({ what, of }) => `${of} more ${what}`),
  ]
}

let start: Census

/**
 * Around the whole run: whatever the tests did, every thread is back in the namespace where the run began, and neither
 * open files nor threads of the library are left over.
 */
export const mochaHooks: Mocha.RootHookObject = {
  beforeAll() {
    start = census()
  },
  async afterAll() {
    const deadline = Date.now() + patience
    let left = residue(start, census())
    while (left.length > 0 && Date.now() < deadline) {
      globalThis.gc?.()
      await setTimeout(20)
      left = residue(start, census())
    }
    assert.deepEqual(left, [], 'left behind by the tests')
  },
}
