import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { foreign } from '../../support/answer.ts'
import type { Place } from '../../support/place.ts'

/** Sockets that Node.js cannot make, open in another process until this is closed. */
export interface Held {
  close(): Promise<void>
}

/** Runs a script of Perl inside a namespace, and waits until it has made its sockets. */
export async function held(place: Place, script: string): Promise<Held> {
  const whole = `use Socket; $| = 1; ${script}; print 'made'; <STDIN>;`
  const child = spawn('nsenter', [`--net=${place.path}`, 'perl', '-e', whole], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: foreign(),
  })
  const ended = once(child, 'close')
  const made = await Promise.race([once(child.stdout, 'data').then(() => true), ended.then(() => false)])
  if (!made) throw new Error(`perl made no sockets: ${script}`)
  return {
    async close() {
      child.stdin.end()
      await ended
    },
  }
}
