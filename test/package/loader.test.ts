import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needsHere } from '../support/needs.ts'

const root = join(import.meta.dirname, '..', '..')
const { NETLINK_TS_NATIVE_DIR: chosen, ...environment } = process.env
const built = chosen ?? join(root, 'build/Release')

/** A program that says what became of importing everything and of the first call. */
const program = (preparation = '', from = 'netlink-ts') => `${preparation}
  const { listLinks, NetlinkError } = await import('${from}')
  await Promise.all([import('${from}/nftables'), import('${from}/container')])
  await listLinks().then(
    (links) => console.log(JSON.stringify({ links: links.map(({ name }) => name) })),
    (error) => console.log(JSON.stringify({ known: error instanceof NetlinkError, code: error.code, message: error.message })),
  )`

interface Said {
  links?: string[]
  known?: boolean
  code?: string
  message?: string
}

function said(argv: string[], env: NodeJS.ProcessEnv = {}, cwd = root): Said {
  const run = spawnSync(process.execPath, argv, { cwd, encoding: 'utf8', env: { ...environment, ...env } })
  assert.equal(run.stderr, '')
  return JSON.parse(run.stdout) as Said
}

const runs = (text: string, env?: NodeJS.ProcessEnv, cwd?: string): Said =>
  said(['--input-type=module', '--eval', text], env, cwd)

/** Another process.platform or process.arch. */
const faked = (name: 'platform' | 'arch', value: string) =>
  `Object.defineProperty(process, '${name}', { value: '${value}' })`

/** Debian's package musl, as far as a program sees it by its dynamic loader's file. */
const withMusl = `
  const { default: fs, existsSync } = await import('node:fs')
  fs.existsSync = (path) => /^\\/lib\\/ld-musl-\\w+\\.so\\.1$/.test(path) || existsSync(path)
  ;(await import('node:module')).syncBuiltinESMExports()`

describe('the loader of the addons', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  /** The package, without a build of its own. */
  function installed(): string {
    const place = join(folder, 'node_modules', 'netlink-ts')
    for (const file of ['dist', 'package.json']) cpSync(join(root, file), join(place, file), { recursive: true })
    return place
  }

  /** A folder as prebuilds/ is, below `above`. */
  function prebuilds(above: string): void {
    const into = join(above, 'prebuilds', `linux-${process.arch}`)
    mkdirSync(into, { recursive: true })
    for (const addon of ['netlink', 'nftables']) cpSync(join(built, `${addon}.node`), join(into, `${addon}.glibc.node`))
  }

  for (const platform of ['darwin', 'win32', 'freebsd'])
    it(`lets a program be imported on ${platform}, and says what is missing when it is used`, () => {
      const { known, code, message } = runs(program(faked('platform', platform)))
      assert.deepEqual([known, code], [true, 'ERR_NETLINK_ADDON'])
      assert.match(message ?? '', new RegExp(`exists only on Linux, and this is ${platform}`))
    })

  it('says where it looked where there is no binary, and how to make one for an architecture that has none', () => {
    installed()
    const { known, code, message } = runs(program(faked('arch', 'riscv64')), {}, folder)
    assert.deepEqual([known, code], [true, 'ERR_NETLINK_ADDON'])
    assert.match(message ?? '', /linux-riscv64 \(glibc\).*prebuilds\/linux-riscv64\/netlink\.glibc\.node/)
    assert.match(message ?? '', /npm explore netlink-ts -- npm run build:native/)
  })

  it('takes the binary for glibc in a process on glibc, also where musl is installed beside it', () => {
    prebuilds(installed())
    assert.deepEqual(runs(program(withMusl), {}, folder), { links: ['lo'] })
  })

  it('takes the binary for glibc where the runtime forbids to look for another C library', () => {
    prebuilds(installed())
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
    const flag = major > 22 || (major === 22 && minor >= 13) ? '--permission' : '--experimental-permission'
    writeFileSync(join(folder, 'program.mjs'), program())
    const argv = ['--no-warnings', flag, '--allow-addons', `--allow-fs-read=${folder}`, 'program.mjs']
    assert.deepEqual(said(argv, {}, folder), { links: ['lo'] })
  })

  it('takes a prebuilt binary', () => {
    prebuilds(installed())
    assert.deepEqual(runs(program(), {}, folder), { links: ['lo'] })
  })

  it('prefers a build in the package to a prebuilt binary', () => {
    const place = installed()
    prebuilds(place)
    mkdirSync(join(place, 'native/build/Release'), { recursive: true })
    writeFileSync(join(place, 'native/build/Release/netlink.node'), 'nothing')
    assert.match(runs(program(), {}, folder).message ?? '', /native\/build\/Release\/netlink\.node does not load/)
  })

  it('prefers the folder that NETLINK_TS_NATIVE_DIR names to both', () => {
    prebuilds(folder)
    const binaries = join(folder, 'prebuilds', `linux-${process.arch}`)
    assert.deepEqual(runs(program(), { NETLINK_TS_NATIVE_DIR: binaries }), { links: ['lo'] })
    writeFileSync(join(folder, 'netlink.node'), 'nothing')
    const { message } = runs(program(), { NETLINK_TS_NATIVE_DIR: folder })
    assert.match(message ?? '', new RegExp(`${folder}/netlink\\.node does not load`))
  })

  it('ignores NETLINK_TS_NATIVE_DIR in a process with more rights than the user who started it', function () {
    needsHere(this, 'root')
    prebuilds(installed())
    chmodSync(folder, 0o755)
    writeFileSync(join(folder, 'netlink.node'), 'nothing')
    const env = { ...environment, NETLINK_TS_NATIVE_DIR: folder }
    const argv = ['--euid', '65534', process.execPath, '--input-type=module', '--eval', program()]
    const { stdout, stderr } = spawnSync('setpriv', argv, { cwd: folder, encoding: 'utf8', env })
    assert.equal(stderr, '')
    assert.deepEqual(JSON.parse(stdout), { links: ['lo'] })
  })

  describe('in a bundle', () => {
    /** The program `entry` with the package in it, in dist/ of an application. */
    function bundle(format: string, extension: string): string {
      writeFileSync(
        join(folder, 'entry.mjs'),
        `import { listLinks } from 'netlink-ts'
         listLinks().then(
           (links) => console.log(JSON.stringify({ links: links.map(({ name }) => name) })),
           (error) => console.log(JSON.stringify({ code: error.code, message: error.message })),
         )`,
      )
      const file = join(folder, 'app', 'dist', `app.${extension}`)
      const argv = [
        join(folder, 'entry.mjs'),
        `--alias:netlink-ts=${join(root, 'dist/index.js')}`,
        ...['--bundle', '--platform=node', `--format=${format}`, `--outfile=${file}`],
        ...['--log-level=warning', '--log-override:empty-import-meta=silent'],
      ]
      const made = spawnSync(join(root, 'node_modules/.bin/esbuild'), argv, { encoding: 'utf8' })
      assert.equal(made.stderr, '')
      return file
    }
    const application = () => writeFileSync(join(folder, 'app', 'package.json'), '{}')

    for (const [format, extension] of [
      ['esm', 'mjs'],
      ['cjs', 'cjs'],
    ] as const) {
      it(`finds prebuilds/ beside the file (${format}), also where nothing has a package.json`, () => {
        const file = bundle(format, extension)
        prebuilds(join(folder, 'app', 'dist'))
        assert.deepEqual(said([file], {}, folder), { links: ['lo'] })
      })

      it(`finds prebuilds/ in the root of the application (${format})`, () => {
        const file = bundle(format, extension)
        application()
        prebuilds(join(folder, 'app'))
        assert.deepEqual(said([file], {}, folder), { links: ['lo'] })
      })

      it(`finds the package in node_modules (${format})`, () => {
        const file = bundle(format, extension)
        prebuilds(installed())
        assert.deepEqual(said([file], {}, folder), { links: ['lo'] })
      })
    }

    it('does not look above its folder where nothing has a package.json', () => {
      const file = bundle('esm', 'mjs')
      prebuilds(join(folder, 'app'))
      assert.equal(said([file], {}, folder).code, 'ERR_NETLINK_ADDON')
    })

    it('does not look above its package', () => {
      const file = bundle('esm', 'mjs')
      application()
      prebuilds(folder)
      assert.equal(said([file], {}, folder).code, 'ERR_NETLINK_ADDON')
    })

    it('without a binary says what to copy, and where to', () => {
      const { message } = said([bundle('esm', 'mjs')], {}, folder)
      const beside = join(folder, 'app', 'dist', 'prebuilds')
      assert.equal(message?.includes(`copy node_modules/netlink-ts/prebuilds to ${beside}`), true)
    })
  })
})
