/** Locks a file in a worker, and keeps it until the worker ends. */
import { parentPort, workerData } from 'node:worker_threads'
import { lockFile } from '../../../lib/transport/lockfile.ts'

const held = lockFile(workerData)
parentPort?.postMessage(typeof held === 'number' ? held : 'held')
parentPort?.on('message', () => typeof held !== 'number' && held.close())
