import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '../support/needs.ts'

const SCRIPT = join(import.meta.dirname, '..', '..', 'scripts', 'tools.d', 'unpack')

/** What apt-get answers for packages that lie in a folder and depend on no others. */
const APT = `#!/bin/sh
for last; do :; done
case $1 in
  install) [ ! -e "$ARCHIVE/$last.deb" ] || echo "Inst $last (1 local [all])" ;;
  download) cp "$ARCHIVE/$last.deb" . ;;
esac
`

describe('scripts/tools.d/unpack', () => {
  needs('command dpkg-deb')
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
    mkdirSync(join(folder, 'bin'))
    writeFileSync(join(folder, 'bin', 'apt-get'), APT, { mode: 0o755 })
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  /** Puts a package into the archive: files by their paths. */
  function pack(name: string, files: Readonly<Record<string, string>>): void {
    const root = join(folder, name)
    mkdirSync(join(root, 'DEBIAN'), { recursive: true })
    const fields = {
      Package: name,
      Version: '1',
      Architecture: 'all',
      Maintainer: 'none <none@localhost>',
      Description: 'none',
    }
    const control = Object.entries(fields).map(([key, value]) => `${key}: ${value}\n`)
    writeFileSync(join(root, 'DEBIAN', 'control'), control.join(''))
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, path, '..'), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    const { status, stderr } = spawnSync('dpkg-deb', ['--build', root, `${root}.deb`], { encoding: 'utf8' })
    assert.equal(status, 0, stderr)
  }

  function unpack(...names: readonly string[]) {
    const env = {
      ...process.env,
      PATH: `${folder}/bin:${process.env.PATH}`,
      ARCHIVE: folder,
      XDG_CACHE_HOME: join(folder, 'cache'),
    }
    const { status, stdout, stderr } = spawnSync(SCRIPT, names, { encoding: 'utf8', env })
    assert.equal(status, 0, stderr)
    return { root: stdout.trim(), stderr }
  }

  it('unpacks packages into one root, and names those that cannot be had', () => {
    pack('nlts-one', { 'bin/one': '1', 'share/a file': 'one' })
    pack('nlts-two', { 'bin/two': '2' })
    const { root, stderr } = unpack('nlts-one', 'nlts-none', 'nlts-two')
    assert.equal(readFileSync(join(root, 'bin/one'), 'utf8'), '1')
    assert.equal(readFileSync(join(root, 'bin/two'), 'utf8'), '2')
    assert.equal(stderr, 'engines: nlts-none cannot be downloaded: its tests are skipped\n')
    assert.equal(unpack('nlts-one', 'nlts-two').stderr, '')
  })

  it('does not let a package hide a file of another', () => {
    pack('nlts-static', { 'bin/box': 'static', 'share/static': '' })
    pack('nlts-dynamic', { 'bin/box': 'dynamic', 'share/dynamic': '' })
    const { root, stderr } = unpack('nlts-static', 'nlts-dynamic')
    assert.equal(readFileSync(join(root, 'bin/box'), 'utf8'), 'static')
    assert.match(stderr, /^engines: nlts-dynamic has \/bin\/box of nlts-static, which other tests need: .* skipped\n$/)
  })
})
