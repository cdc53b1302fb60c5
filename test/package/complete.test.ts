import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const names = ['netlink.glibc.node', 'nftables.glibc.node', 'libmnl.so.0', 'libmnl.copyright']

describe('scripts/package/complete', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
    for (const part of ['native', 'scripts/package']) {
      cpSync(join(root, part), join(folder, part), { recursive: true, filter: (file) => !/\/build$/.test(file) })
    }
    for (const arch of ['x64', 'arm64']) lay(join(folder, 'prebuilds', `linux-${arch}`))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  /** A folder of prebuilds as scripts/package/addons leaves it. */
  function lay(into: string): void {
    mkdirSync(into, { recursive: true })
    const sources = execFileSync(join(folder, 'scripts/package/fingerprint'), { encoding: 'utf8' })
    for (const name of names) writeFileSync(join(into, name), `${name} of ${into}`)
    writeFileSync(join(into, 'built'), `sources ${sources}compiler none\n`)
    const sums = execFileSync('sha256sum', ['--', ...names, 'built'], { cwd: into, encoding: 'utf8' })
    writeFileSync(join(into, 'SHA256SUMS'), sums)
  }

  const complaint = () => {
    const { status, stderr } = spawnSync(join(folder, 'scripts/package/complete'), { encoding: 'utf8' })
    assert.equal(status, stderr === '' ? 0 : 1)
    return stderr
  }

  it('says nothing where every binary is as it was built from these sources', () => {
    assert.equal(complaint(), '')
  })

  it('refuses where an architecture is missing', () => {
    rmSync(join(folder, 'prebuilds/linux-arm64'), { recursive: true })
    assert.match(complaint(), /linux-arm64 lacks netlink\.glibc\.node/)
  })

  for (const name of names)
    it(`refuses where ${name} is missing`, () => {
      rmSync(join(folder, 'prebuilds/linux-x64', name))
      assert.match(complaint(), /linux-x64 is not as it was built/)
    })

  it('refuses a binary that was changed', () => {
    writeFileSync(join(folder, 'prebuilds/linux-x64/netlink.glibc.node'), 'something else')
    assert.match(complaint(), /linux-x64 is not as it was built/)
  })

  it('refuses binaries of other sources', () => {
    writeFileSync(join(folder, 'native/core/retry.h'), '// changed')
    assert.match(complaint(), /linux-x64 was built from other sources/)
  })
})
