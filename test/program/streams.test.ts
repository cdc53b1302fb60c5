// Standard streams that a runtime may pass to the program: pipes that do not block, full disks, folders.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { openNetwork } from '../../lib/container/index.ts'
import { createNetns, type Netns } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { NETLINK_TS } from '../support/program.ts'

const BIN = join(import.meta.dirname, '../../dist/bin')
const STATUS = '{"cniVersion":"1.1.0","name":"n","type":"netlink-ts"}'

describe('standard streams of netlink-ts', () => {
  needs('bridge', 'veth', 'nftables')
  let folder: string
  let netns: Netns
  let process_: ChildProcess
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
    netns = await createNetns()
    process_ = await netns.spawn('sleep', ['60'])
  })
  afterEach(async () => {
    process_.kill('SIGKILL')
    await netns.close()
    rmSync(folder, { recursive: true })
  })
  const created = (ports: string) =>
    JSON.stringify({ id: 'c1', status: 'created', pid: process_.pid, annotations: { 'netlink-ts.ports': ports } })

  it('an input that does not block, and comes late, is read to its end', async () => {
    const fifo = join(folder, 'fifo')
    spawnSync('mkfifo', [fifo])
    const input = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK)
    const writer = openSync(fifo, constants.O_WRONLY)
    writeSync(writer, STATUS.slice(0, 9))
    const env = { ...process.env, CNI_COMMAND: 'GC' }
    const child = spawn(process.execPath, [NETLINK_TS, 'cni'], { stdio: [input, 'pipe', 'inherit'], env })
    const printed = text(child.stdout as Readable)
    await new Promise((resolve) => setTimeout(resolve, 500))
    writeSync(writer, STATUS.slice(9))
    closeSync(writer)
    const [status] = await once(child, 'exit')
    closeSync(input)
    assert.deepEqual([status, await printed], [0, ''])
  })

  it('an input that cannot be read is an error object of CNI', () => {
    const input = openSync(folder, 'r')
    const env = { ...process.env, CNI_COMMAND: 'STATUS' }
    const { status, stdout, stderr } = spawnSync(process.execPath, [NETLINK_TS, 'cni'], {
      stdio: [input, 'pipe', 'pipe'],
      env,
    })
    closeSync(input)
    const { code, msg } = JSON.parse(String(stdout)) as { code: number; msg: string }
    assert.deepEqual([status, code, msg, String(stderr)], [1, 5, 'standard input cannot be read', ''])
  })

  it('a hook whose output goes nowhere attaches the container all the same', async () => {
    const full = openSync('/dev/full', 'w')
    const args = [NETLINK_TS, 'hook', '--network', 'full0', '--state', join(folder, 'full0')]
    const { status, stderr } = spawnSync(process.execPath, args, {
      input: created('0:80'),
      stdio: ['pipe', full, 'pipe'],
    })
    closeSync(full)
    assert.match(String(stderr), /^netlink-ts hook: the published ports cannot be printed: ENOSPC/)
    const network = await openNetwork('full0', { state: join(folder, 'full0') })
    assert.deepEqual([status, (await network.endpoints()).length], [0, 1])
    await network.delete()
  })

  for (const [what, make] of [
    ['cannot be written', (file: string) => mkdirSync(file)],
    ['is a link', (file: string) => symlinkSync(join(folder, 'other'), file)],
  ] as const)
    it(`netns undoes what it did if the file for the address ${what}`, async () => {
      writeFileSync(join(folder, 'other'), 'mine')
      make(join(folder, '.ip'))
      const args = [join(BIN, 'netns.cjs'), '--bridge', 'netns9', '--state-dir', folder]
      const run = () => spawnSync(process.execPath, args, { input: created('0:80'), cwd: folder, encoding: 'utf8' })
      assert.equal(run().status, 1)
      assert.equal(readFileSync(join(folder, 'other'), 'utf8'), 'mine')
      await assert.rejects(openNetwork('netns9', { state: join(folder, 'netns9') }), { code: 'ENOENT' })
      // A network that was there stays, without the container.
      assert.equal(spawnSync(process.execPath, [...args, 'create']).status, 0)
      assert.equal(run().status, 1)
      const network = await openNetwork('netns9', { state: join(folder, 'netns9') })
      assert.deepEqual(await network.endpoints(), [])
      await network.delete()
    })
})
