import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { needs } from '../support/needs.ts'
import { requirePrivate } from '../support/private.ts'

const root = join(import.meta.dirname, '..', '..')
const [major = 0, minor = 0] = (process.versions.node ?? '').split('.').map(Number)

/** Until Node.js 22.13 the permission model was an experiment. */
const permission = major > 22 || (major === 22 && minor >= 13) ? '--permission' : '--experimental-permission'
/** What `--allow-net` is about, Node.js 25 and later ask for. */
const netDenied = major >= 25 ? 'ERR_ACCESS_DENIED' : 'ok'

/** What a program that tries everything was allowed to do. */
function outcomesOf(...flags: readonly string[]): Record<string, string> {
  requirePrivate()
  const program = join(import.meta.dirname, 'programs', 'permitted.mjs')
  const { stdout, stderr } = spawnSync('unshare', ['--net', '--mount', process.execPath, ...flags, program], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, DENO_NO_UPDATE_CHECK: '1' },
    timeout: 30_000,
  })
  assert.notEqual(stdout, '', stderr)
  return JSON.parse(stdout) as Record<string, string>
}

const all = {
  requests: 'ok',
  lists: 'ok',
  nftables: 'ok',
  names: 'ok',
  namespaces: 'ok',
  listen: 'ok',
  bind: 'ok',
  spawn: 'ok',
}
/** Deno cannot bind a UDP socket inside a namespace, whatever is permitted. */
const allOfDeno = { ...all, bind: 'ERR_NETLINK_RUNTIME' }

describe('node --permission', function () {
  this.timeout('60s')
  needs('node')
  const node = (...flags: readonly string[]) => outcomesOf(permission, '--no-warnings', ...flags)

  it('lets the library work when it may read its package and load its addons', () => {
    const denied = { names: 'ERR_ACCESS_DENIED', spawn: 'ERR_ACCESS_DENIED', listen: netDenied, bind: netDenied }
    assert.deepEqual(node('--allow-addons', `--allow-fs-read=${root}`), { ...all, ...denied })
  })

  it('lets everything work with the flags for names, sockets and processes', () => {
    const net = major >= 25 ? ['--allow-net'] : []
    const read = [`--allow-fs-read=${root}`, '--allow-fs-read=/run/netns', '--allow-fs-read=/proc']
    assert.deepEqual(node('--allow-addons', ...read, '--allow-child-process', ...net), all)
  })

  it('without --allow-addons refuses every request, and says why', () => {
    const { requests, lists } = node(`--allow-fs-read=${root}`)
    assert.deepEqual({ requests, lists }, { requests: 'ERR_DLOPEN_DISABLED', lists: 'ERR_DLOPEN_DISABLED' })
  })
})

describe('deno run', function () {
  this.timeout('60s')
  needs('deno')
  const env = '--allow-env=NETLINK_TS_NATIVE_DIR,NODE_DEBUG'
  const deno = (...flags: readonly string[]) => outcomesOf('run', '--no-prompt', ...flags)

  it('lets the library work with reading, foreign functions and two variables', () => {
    const denied = { names: 'NotCapable', spawn: 'NotCapable' }
    assert.deepEqual(deno(`--allow-read=${root}`, `--allow-ffi=${root}`, env), { ...allOfDeno, ...denied })
  })

  it('lets everything work with the folder of names, processes and the environment', () => {
    const read = `--allow-read=${root},/run/netns`
    assert.deepEqual(deno(read, `--allow-ffi=${root}`, '--allow-env', '--allow-run'), allOfDeno)
  })

  it('lets everything work with all permissions', () => {
    assert.deepEqual(deno('--allow-all'), allOfDeno)
  })

  it('without --allow-ffi refuses every request, and says why', () => {
    const { requests } = deno(`--allow-read=${root}`, env)
    assert.equal(requests, 'ERR_NETLINK_ADDON')
  })
})
