import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NETLINK_TS } from '../support/program.ts'

/** Reports what the process has loaded: modules of Node.js, files of this package, addons. */
const REPORT = `process.on('exit', () => {
  const files = Object.keys(require.cache).filter((file) => file !== __filename)
  const addons = [...new Set(require('fs').readFileSync('/proc/self/maps', 'utf8').match(/[^ /]+\\.node$/gm))]
  require('fs').writeFileSync(process.env.REPORT, JSON.stringify({ builtins: process.moduleLoadList, files, addons }))
})`

interface Loaded {
  readonly builtins: readonly string[]
  readonly files: readonly string[]
  readonly addons: readonly string[]
}

describe('the start of netlink-ts', () => {
  let folder = ''
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
    writeFileSync(join(folder, 'report.cjs'), REPORT)
  })
  after(() => rmSync(folder, { recursive: true }))

  /** Runs a command with a pipe at both ends, as engines do. */
  function loadedBy(args: readonly string[], env: Readonly<Record<string, string>> = {}, input = ''): Loaded {
    const [preload, report] = [join(folder, 'report.cjs'), join(folder, 'report.json')]
    spawnSync(process.execPath, ['--require', preload, NETLINK_TS, ...args], { input, env: { ...env, REPORT: report } })
    return JSON.parse(readFileSync(report, 'utf8')) as Loaded
  }

  /** Those that take long to load; the streams come with process.stdin and process.stdout. */
  const slow = ({ builtins }: Loaded) =>
    ['net', 'crypto', 'stream', 'internal/fs/promises', 'child_process', 'dns'].filter((name) =>
      builtins.includes(`NativeModule ${name}`),
    )
  const kilobytes = ({ files }: Loaded) =>
    files.reduce((sum, file) => sum + readFileSync(file, 'utf8').length / 1000, 0)

  it('loads next to nothing for VERSION of CNI, and no addon', () => {
    const loaded = loadedBy(['cni'], { CNI_COMMAND: 'VERSION' })
    assert.deepEqual([slow(loaded), loaded.addons], [[], []])
    assert.ok(kilobytes(loaded) < 60, `${kilobytes(loaded)} kB of code`)
  })

  it('loads neither streams nor cryptography for ADD', () => {
    const config = '{"cniVersion":"1.0.0","name":"x","type":"netlink-ts","bridge":"b","subnet":"10.0.0.0/24"}'
    const names = { CNI_CONTAINERID: 'c', CNI_IFNAME: 'eth0', CNI_NETNS: '/none', CNI_PATH: '/none' }
    const loaded = loadedBy(['cni'], { CNI_COMMAND: 'ADD', ...names }, config)
    assert.deepEqual([slow(loaded), loaded.addons], [[], ['netlink.node']])
  })

  it('loads no network for a help', () => {
    assert.ok(kilobytes(loadedBy(['--help'])) < 30)
  })
})
