// Programs that run at the same time, and what others write on a terminal.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createNetwork } from '../../lib/container/index.ts'
import { createNetns, type Netns } from '../../lib/index.ts'
import { survey } from '../../lib/program/picture/survey.ts'
import { drawTree } from '../../lib/program/picture/tree.ts'
import { tableText } from '../../lib/program/table.ts'
import { pathOf } from '../container/support/attacher.ts'
import { needs } from '../support/needs.ts'
import { NETLINK_TS } from '../support/program.ts'

describe('programs at the same time', () => {
  needs('bridge', 'veth', 'nftables')
  let host: Netns
  let folder: string
  beforeEach(async () => {
    host = await createNetns()
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  })
  afterEach(async () => {
    await host.close()
    rmSync(folder, { recursive: true })
  })

  async function run(...args: string[]): Promise<string> {
    const child = spawn('nsenter', [`--net=${pathOf(host)}`, process.execPath, NETLINK_TS, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [out, error] = [text(child.stdout), text(child.stderr)]
    await once(child, 'close')
    return (await out) + (await error)
  }

  it('create without a subnet: each network has its own, and the same network the same', async () => {
    const names = ['a', 'b', 'c', 'a', 'b']
    const printed = await Promise.all(names.map((name) => run('create', name, '--state', join(folder, name))))
    for (const line of printed) assert.match(line, /^172\.16\.[012]\.0\/24\n$/)
    assert.deepEqual([printed[3], printed[4], new Set(printed).size], [printed[0], printed[1], 3])
    for (const name of ['a', 'b', 'c']) assert.equal(await run('rm', name, '--state', join(folder, name)), '')
  })

  it('rm keeps a network to which a container is attached', async () => {
    const network = await createNetwork({
      name: 'kept0',
      subnet: '10.89.0.0/24',
      state: join(folder, 'kept0'),
      netns: host,
    })
    const netns = await createNetns()
    await network.attach(netns, { id: 'c1' })
    const rm = (...more: string[]) => run('rm', 'kept0', '--state', join(folder, 'kept0'), ...more)
    assert.equal(await rm(), "netlink-ts rm: network 'kept0' has 1 container; --force deletes it\n")
    assert.equal((await network.endpoints()).length, 1)
    assert.equal(await rm('--force'), '')
    await network.close()
    await netns.close()
  })

  it('inspect leaves out a namespace that has ended meanwhile', async () => {
    const gone = { name: 'gone', inode: 1, netns: '/proc/4194305/ns/net' }
    assert.ok(!(await survey('host', [gone])).some(({ name }) => name === 'gone'))
  })
})

describe('text of others on a terminal', () => {
  const hostile = 'a\u001b[31m\nb\u0007\u202e\u009b2J'
  const shown = 'a\\u001b[31m\\u000ab\\u0007\\u202e\\u009b2J'

  it('has escapes in place of control characters', () => {
    assert.equal(tableText(['ID'], [[hostile]]), `ID\n${shown}`)
    const tree = drawTree([{ cells: [hostile], more: [hostile] }], '', (_, cell) => cell)
    assert.deepEqual(tree, [`└─ ${shown}`, `   ${shown}`])
  })

  it('stays as it is otherwise', () => {
    assert.equal(tableText(['ID'], [['süß ⇄ 日本']]), 'ID\nsüß ⇄ 日本')
  })
})
