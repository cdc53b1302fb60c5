import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '../support/needs.ts'

const SCRIPT = join(import.meta.dirname, '..', '..', 'scripts', 'kernels.d', 'prepare')

/** The package lists of a mirror that has several builds, and what else is made of the same source. */
const LISTED = [
  'linux-image-6.1.0-9-amd64',
  'linux-image-6.1.0-47-amd64',
  'linux-image-6.1.0-47-amd64-dbg',
  'linux-image-6.1.0-48-amd64-unsigned',
  'linux-image-6.1.0-48-cloud-amd64',
  'linux-image-6.1.0-48-rt-amd64',
]

/** apt-cache and apt-get of that mirror, and depmod: what each is asked for is written down. */
const PROGRAMS = {
  'apt-cache': 'printf "%s\\n" $LISTED',
  'apt-get':
    'for last; do :; done; echo "$1 $last" >>"$ARCHIVE/log"; [ "$1" != download ] || cp "$ARCHIVE/kernel.deb" .',
  depmod: ':',
}

/** A bzImage (Documentation/arch/x86/boot.rst) with one sector of setup and a payload that starts right after it. */
function image(payload: Buffer): Buffer {
  const header = Buffer.alloc(1024)
  header[0x1f1] = 1
  header.writeUInt32LE(0, 0x248)
  header.writeUInt32LE(payload.length, 0x24c)
  return Buffer.concat([header, payload, Buffer.from('what follows the payload')])
}

describe('scripts/kernels.d/prepare', () => {
  needs('command dpkg-deb', 'command xz')
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
    mkdirSync(join(folder, 'bin'))
    for (const [name, text] of Object.entries(PROGRAMS)) {
      writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
    }
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function pack(release: string): void {
    const root = join(folder, 'root')
    const kernel = join(root, 'lib', 'modules', release, 'kernel')
    for (const path of [join(root, 'DEBIAN'), join(root, 'boot'), join(kernel, 'net'), join(kernel, 'sound')]) {
      mkdirSync(path, { recursive: true })
    }
    const fields = [
      'Package: kernel',
      'Version: 1',
      'Architecture: all',
      'Maintainer: none <none@localhost>',
      'Description: none',
    ]
    writeFileSync(join(root, 'DEBIAN', 'control'), `${fields.join('\n')}\n`)
    const { stdout } = spawnSync('xz', ['-c'], { input: 'the kernel' })
    writeFileSync(join(root, 'boot', `vmlinuz-${release}`), image(stdout))
    spawnSync('dpkg-deb', ['--build', root, join(folder, 'kernel.deb')])
  }

  function prepare(series: string) {
    const env = {
      ...process.env,
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      XDG_CACHE_HOME: join(folder, 'cache'),
      ARCHIVE: folder,
      LISTED: LISTED.join(' '),
    }
    const { status, stdout, stderr } = spawnSync(SCRIPT, [series], { encoding: 'utf8', env })
    return { status, printed: stdout.trim(), stderr }
  }

  it('unpacks the newest kernel for ordinary machines, once', () => {
    pack('6.1.0-47-amd64')
    const first = prepare('6.1')
    assert.deepEqual(
      [first.status, first.printed],
      [0, join(folder, 'cache', 'netlink-ts', 'kernels', '6.1.0-47-amd64')],
    )
    const has = (...path: string[]) => existsSync(join(first.printed, ...path))
    const modules = ['lib', 'modules', '6.1.0-47-amd64', 'kernel']
    assert.equal(readFileSync(join(first.printed, 'kernel'), 'utf8'), 'the kernel')
    assert.deepEqual([has(...modules, 'net'), has(...modules, 'sound')], [true, false])
    assert.deepEqual(prepare('6.1'), { ...first, stderr: '' })
    assert.equal(readFileSync(join(folder, 'log'), 'utf8'), 'download linux-image-6.1.0-47-amd64\n')
  })

  it('says which series the package lists lack', () => {
    const { status, printed, stderr } = prepare('6.2')
    assert.deepEqual([status, printed], [69, ''])
    assert.match(stderr, /package lists have no linux-image-6\.2\.\*-amd64/)
  })
})
