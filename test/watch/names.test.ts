import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rtnetlink } from '../../lib/protocol/rtnetlink.ts'
import type { Watching } from '../../lib/transport/handle.ts'
import { addon } from '../../lib/transport/native.ts'
import { NameWatch } from '../../lib/watch/names.ts'
import { type Known, Namespaces } from '../../lib/watch/namespaces.ts'
import { Bytes } from '../../lib/wire/bytes.ts'
import { requirePrivate } from '../support/private.ts'
import { name as unique } from '../support/unique.ts'
import { until } from '../support/until.ts'

describe('a watch of the names of namespaces', () => {
  it('follows a folder that is deleted and created again', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
    const folder = join(parent, 'netns')
    const names: (string | undefined)[] = []
    const watch = new NameWatch((name) => names.push(name), folder)
    try {
      for (let i = 0; i < 3; i++) {
        mkdirSync(folder)
        await until('the folder', () => names.includes(undefined))
        const file = `one${i}`
        writeFileSync(join(folder, file), '')
        await until('a name', () => names.includes(file))
        unlinkSync(join(folder, file))
        names.length = 0
        rmdirSync(folder)
        await until('the end of the folder', () => names.includes(undefined))
        names.length = 0
      }
    } finally {
      watch.close()
      rmSync(parent, { recursive: true })
    }
  })
})

/** RTM_NEWNSID or RTM_DELNSID. */
function event(type: 'NEWNSID' | 'DELNSID', id: number): Bytes {
  const bytes = new Bytes(new ArrayBuffer(28))
  bytes.u32[0] = 28
  bytes.u16[2] = rtnetlink.type(type)
  bytes.u16.set([8, 1], 10)
  bytes.u32[6] = id
  return bytes
}

describe('the ids of namespaces', () => {
  // With it, the event loop may keep a file open (test/support/hooks.ts).
  before(() => void addon())
  const file = `/run/netns/${unique('i')}`
  /** What the kernel answers; the file is always the same, as its inode is when it is used again. */
  let id: number | undefined
  let asked: (() => void) | undefined
  let namespaces: Namespaces

  beforeEach(() => {
    requirePrivate()
    mkdirSync('/run/netns', { recursive: true })
    writeFileSync(file, '')
    const isOurs = (value: { fd?: string }) => value.fd === file
    const handle = {
      inode: 1n,
      list: async () => (id === undefined ? [] : [id]),
      request: async ({ operation }: { operation: string }, value: { fd?: string }) => {
        if (!isOurs(value)) return undefined
        if (operation === 'setNsid') id = 7
        const answer = id
        asked?.()
        return answer
      },
    } as unknown as Watching
    asked = undefined
    id = 5
    const fail = (reason: unknown) => assert.fail(String(reason))
    namespaces = new Namespaces(handle, true, { change: () => undefined, refreshed: () => undefined, fail })
  })
  afterEach(() => {
    namespaces.stop()
    unlinkSync(file)
  })

  const ids = () =>
    [...namespaces.store].filter(({ name }: Known) => file.endsWith(`/${name}`)).map(({ nsid }: Known) => nsid)

  it('are asked for again after events were lost', async () => {
    await namespaces.start()
    assert.deepEqual(ids(), [5])
    id = 6
    await namespaces.lost()
    assert.deepEqual(ids(), [6])
  })

  it('are asked for again if an event comes before an answer that is older', async () => {
    asked = () => {
      asked = undefined
      namespaces.event(event('DELNSID', 5), 0)
      id = undefined
    }
    await namespaces.start()
    assert.deepEqual(ids(), [])
    await namespaces.refresh()
    assert.deepEqual(ids(), [7])
  })
})
