import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NETLINK_TS } from '../support/program.ts'

describe('netlink-ts install', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function install(...args: string[]) {
    const { status, stderr } = spawnSync(process.execPath, [NETLINK_TS, 'install', ...args], {
      encoding: 'utf8',
      timeout: 10_000,
    })
    return { status, stderr }
  }

  it('leaves nothing where it cannot write', () => {
    mkdirSync(join(folder, 'netlink-ts-hook'))
    const { status, stderr } = install('--force', 'hook', folder)
    assert.equal(status, 1)
    assert.match(stderr, /^netlink-ts install: EISDIR/)
    assert.deepEqual(readdirSync(folder), ['netlink-ts-hook'])
  })

  it('ends where no folder can be made', () => {
    const { status, stderr } = install('hook', '/proc/netlink-ts/bin')
    assert.equal(status, 1)
    assert.match(stderr, /^netlink-ts install: ENOENT: no such file or directory, mkdir '\/proc\/netlink-ts'/)
  })

  it('does not put the plugin of one engine in the place of that of another', () => {
    assert.equal(install('cni', join(folder, 'new', 'bin')).status, 0)
    const file = join(folder, 'new', 'bin', 'netlink-ts')
    assert.deepEqual(install('netavark', join(folder, 'new', 'bin')), {
      status: 1,
      stderr: `netlink-ts install: ${file} is the plugin for cni; --force replaces it\n`,
    })
    assert.equal(install('cni', join(folder, 'new', 'bin')).status, 0)
    assert.equal(install('--force', 'netavark', join(folder, 'new', 'bin')).status, 0)
    assert.match(readFileSync(file, 'utf8'), / netavark "\$@"/)
  })
})
