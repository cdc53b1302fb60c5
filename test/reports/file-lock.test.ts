import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Worker } from 'node:worker_threads'
import { type HeldLock, isFileLocked, LOCKED, lockFile } from '../../lib/transport/lockfile.ts'
import { programOf, workerCode } from '../support/program.ts'
import { openFiles } from '../support/threads.ts'
import { until } from '../support/until.ts'

const { ELOOP, ENOENT, EINVAL } = constants.errno

/** The lock, where it was to be had. */
function taken(path: string): HeldLock {
  const held = lockFile(path)
  assert.equal(typeof held, 'object', `the lock was refused with ${held}`)
  return held as HeldLock
}

/** A process that has tried to lock, and its answer. */
async function locker(path: string): Promise<{ child: ChildProcess; answer: { locked: boolean; held: unknown } }> {
  const [command, ...args] = programOf('lock', path)
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, answer: JSON.parse(line) }
}

/** What flock(1) finds: 0 where it could lock, 1 where another has the lock. */
const flock = (path: string) => spawnSync('flock', ['--nonblock', '--exclusive', path, 'true']).status

describe('the lock of a file', function () {
  this.timeout('60s')
  let folder: string
  let path: string

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  })
  beforeEach(() => {
    path = join(mkdtempSync(join(folder, 'x')), 'lock')
  })
  after(() => rmSync(folder, { recursive: true }))

  it('keeps out a second holder: this process, flock(1), and another process', async () => {
    const held = taken(path)
    assert.equal(lockFile(path), LOCKED)
    assert.equal(isFileLocked(path), true)
    assert.equal(flock(path), 1)
    const { child, answer } = await locker(path)
    assert.deepEqual(answer, { locked: true, held: LOCKED })
    child.stdin?.end()
    await once(child, 'close')
    held.close()
    held.close()
    assert.equal(flock(path), 0)
    assert.equal(isFileLocked(path), false)
    taken(path).close()
  })

  it('is seen where flock(1) holds it', async () => {
    taken(path).close()
    const child = spawn('flock', ['--exclusive', path, 'sh', '-c', 'echo held; cat'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    assert.deepEqual([lockFile(path), isFileLocked(path)], [LOCKED, true])
    child.stdin.end()
    await once(child, 'close')
    taken(path).close()
  })

  it('is free once the process that held it was killed', async () => {
    const { child, answer } = await locker(path)
    assert.deepEqual(answer, { locked: -ENOENT, held: 'held' })
    assert.equal(lockFile(path), LOCKED)
    child.kill('SIGKILL')
    await once(child, 'close')
    assert.equal(isFileLocked(path), false)
    taken(path).close()
  })

  it('is not inherited by a process that is started meanwhile', async () => {
    const held = taken(path)
    const child = spawn('sh', ['-c', 'ls -l /proc/self/fd; echo; cat'], { stdio: ['pipe', 'pipe', 'inherit'] })
    const [files] = await once(child.stdout.setEncoding('utf8'), 'data')
    held.close()
    const found = flock(path)
    child.stdin.end()
    await once(child, 'close')
    assert.doesNotMatch(files, /lock/)
    assert.equal(found, 0)
  })

  it('is released when no reference remains', async () => {
    assert.equal(typeof lockFile(path), 'object')
    await until('the lock was collected', () => {
      globalThis.gc?.()
      return isFileLocked(path) === false
    })
  })

  it('is not refused on account of those who only look', async () => {
    taken(path).close()
    const child = await endless(`addon.isFileLocked(path)`, path)
    const answers = new Set(Array.from({ length: 20_000 }, () => attempt(path)))
    await killed(child)
    assert.deepEqual([...answers], ['held'])
  })

  it('is that of the file which is there, though another removes files that it has locked', async () => {
    const child = await endless(
      `(h => typeof h === 'object' && (unlinkSync(path), h.close()))(addon.lockFile(path, true, 384))`,
      path,
    )
    const answers = new Set(Array.from({ length: 20_000 }, () => attempt(path, () => isFileLocked(path))))
    await killed(child)
    answers.delete(LOCKED)
    assert.deepEqual([...answers], [true])
  })

  it('is taken in a worker, and goes with it', async () => {
    const worker = new Worker(workerCode('lock-worker'), { eval: true, workerData: path })
    assert.deepEqual(await once(worker, 'message'), ['held'])
    assert.equal(lockFile(path), LOCKED)
    await worker.terminate()
    await until('the lock is free', () => isFileLocked(path) === false)
  })

  it('is refused with the reason: no file, a link, a folder, a path that is none', () => {
    assert.equal(lockFile(path, { create: false }), -ENOENT)
    assert.equal(isFileLocked(path), -ENOENT)
    symlinkSync('elsewhere', path)
    assert.deepEqual([lockFile(path), isFileLocked(path)], [-ELOOP, -ELOOP])
    const below = join(folder, 'folder')
    mkdirSync(below)
    assert.deepEqual([lockFile(below), lockFile('/dev/null')], [-constants.errno.EISDIR, -EINVAL])
    assert.throws(() => lockFile('a\0b'), { name: 'TypeError', message: /NUL/ })
    assert.throws(() => lockFile(path, { mode: 0o10000 }), { name: 'RangeError' })
  })

  it('leaves no descriptor behind, and makes a file for its owner alone', () => {
    const before = openFiles().length
    const held = taken(path)
    assert.equal(statSync(path).mode & 0o777, 0o600)
    for (let i = 0; i < 100; i++) assert.equal(lockFile(path), LOCKED)
    for (let i = 0; i < 100; i++) assert.equal(isFileLocked(path), true)
    held.close()
    assert.equal(openFiles().length, before)
  })
})

/** Locks, looks and lets go. */
function attempt(path: string, look: () => unknown = () => 'held'): unknown {
  const held = lockFile(path)
  if (typeof held === 'number') return held
  const seen = look()
  held.close()
  return seen
}

/** The file of the addon that this process has loaded. */
function loadedAddon(): string {
  return /\/.*\/netlink\.\S*node/.exec(readFileSync('/proc/self/maps', 'utf8'))?.[0] ?? ''
}

/** A process that does the same again and again, and has begun. */
async function endless(expression: string, path: string): Promise<ChildProcess> {
  const program = `const addon = require(process.argv[1]), { unlinkSync } = require('node:fs'), path = process.argv[2]
    console.log('begun'); for (;;) ${expression}`
  const child = spawn(process.execPath, ['-e', program, loadedAddon(), path], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'close')
}
