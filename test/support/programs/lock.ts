/** Locks the file that its argument names, prints the answer, and keeps what it has until its input ends. */
import { text } from 'node:stream/consumers'
import { isFileLocked, lockFile } from '../../../lib/transport/lockfile.ts'

const path = String(process.argv[2])
const locked = isFileLocked(path)
const held = lockFile(path)
process.stdout.write(`${JSON.stringify({ locked, held: typeof held === 'number' ? held : 'held' })}\n`)
await text(process.stdin)
if (typeof held !== 'number') held.close()
