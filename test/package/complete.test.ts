import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const names = {
  glibc: ['netlink.glibc.node', 'nftables.glibc.node', 'libmnl.so.0', 'libmnl.copyright'],
  musl: ['netlink.musl.node', 'nftables.musl.node'],
} as const
type Libc = keyof typeof names

describe('scripts/package/complete', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
    for (const part of ['native', 'scripts/package']) {
      cpSync(join(root, part), join(folder, part), { recursive: true, filter: (file) => !/\/build$/.test(file) })
    }
    for (const arch of ['x64', 'arm64']) for (const libc of ['glibc', 'musl'] as const) lay(arch, libc)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const place = (arch: string) => join(folder, 'prebuilds', `linux-${arch}`)

  /** A folder of prebuilds as scripts/package/addons leaves it. */
  function lay(arch: string, libc: Libc): void {
    const into = place(arch)
    mkdirSync(into, { recursive: true })
    const sources = execFileSync(join(folder, 'scripts/package/fingerprint'), { encoding: 'utf8' })
    for (const name of names[libc]) writeFileSync(join(into, name), `${name} of ${into}`)
    writeFileSync(join(into, `built.${libc}`), `sources ${sources}compiler none\n`)
    const files = ['--', ...names[libc], `built.${libc}`]
    writeFileSync(join(into, `SHA256SUMS.${libc}`), execFileSync('sha256sum', files, { cwd: into, encoding: 'utf8' }))
  }

  const ran = (...args: readonly string[]) => {
    const { status, stderr } = spawnSync(join(folder, 'scripts/package/complete'), args, { encoding: 'utf8' })
    return { status, stderr }
  }
  const refusal = (...args: readonly string[]) => {
    const { status, stderr } = ran(...args)
    assert.equal(status, 1)
    return stderr
  }

  it('says nothing where every binary is as it was built from these sources', () => {
    assert.deepEqual(ran(), { status: 0, stderr: '' })
  })

  it('refuses where an architecture is missing, and says what builds it', () => {
    rmSync(place('arm64'), { recursive: true })
    assert.match(refusal(), /linux-arm64 lacks netlink\.glibc\.node; run npm run binaries -- --arch arm64 --libc glibc/)
  })

  it('refuses where a C library is missing', () => {
    rmSync(join(place('x64'), 'SHA256SUMS.musl'))
    assert.match(refusal(), /linux-x64 lacks netlink\.musl\.node/)
  })

  it('accepts one architecture where only what is there is asked for, and names what is not', () => {
    rmSync(place('arm64'), { recursive: true })
    const { status, stderr } = ran('--present')
    assert.equal(status, 0)
    assert.match(stderr, /no binaries for linux-arm64 on glibc\n.*no binaries for linux-arm64 on musl\n$/)
  })

  it('refuses where nothing is there at all', () => {
    rmSync(join(folder, 'prebuilds'), { recursive: true })
    assert.match(refusal('--present'), /no binaries at all/)
  })

  for (const name of [...names.glibc, ...names.musl])
    it(`refuses where ${name} is missing`, () => {
      rmSync(join(place('x64'), name))
      assert.match(refusal(), /linux-x64 is not as it was built/)
    })

  it('refuses a binary that was changed, also where only what is there is asked for', () => {
    writeFileSync(join(place('x64'), 'netlink.musl.node'), 'something else')
    assert.match(refusal(), /linux-x64 is not as it was built/)
    assert.match(refusal('--present'), /linux-x64 is not as it was built/)
  })

  it('refuses binaries of other sources', () => {
    writeFileSync(join(folder, 'native/core/retry.h'), '// changed')
    assert.match(refusal(), /linux-x64 was built from other sources/)
  })
})
