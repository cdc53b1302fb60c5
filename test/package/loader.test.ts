import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
      assert.match(message ?? '', new RegExp(`interface of Linux, and this is ${platform}`))
    })

  it('says where it looked where there is no binary, and how to make one', () => {
    installed()
    const { known, code, message } = runs(program(faked('arch', 'riscv64')), {}, folder)
    assert.deepEqual([known, code], [true, 'ERR_NETLINK_ADDON'])
    assert.match(message ?? '', /linux-riscv64 \((glibc|musl)\).*prebuilds\/linux-riscv64\/netlink\.\w+\.node/)
    assert.match(message ?? '', /npm run build:native/)
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

  for (const [format, extension] of [
    ['esm', 'mjs'],
    ['cjs', 'cjs'],
  ] as const)
    it(`finds prebuilds/ beside a bundle (${format})`, () => {
      writeFileSync(join(folder, 'package.json'), '{}')
      writeFileSync(
        join(folder, 'entry.mjs'),
        `import { listLinks } from 'netlink-ts'
         listLinks().then((links) => console.log(JSON.stringify({ links: links.map(({ name }) => name) })))`,
      )
      const bundle = join(folder, 'out', `bundle.${extension}`)
      const argv = [
        join(folder, 'entry.mjs'),
        `--alias:netlink-ts=${join(root, 'dist/index.js')}`,
        ...['--bundle', '--platform=node', `--format=${format}`, `--outfile=${bundle}`],
        ...['--log-level=warning', '--log-override:empty-import-meta=silent'],
      ]
      const made = spawnSync(join(root, 'node_modules/.bin/esbuild'), argv, { encoding: 'utf8' })
      assert.equal(made.stderr, '')
      prebuilds(join(folder, 'out'))
      assert.deepEqual(said([bundle], {}, folder), { links: ['lo'] })
    })
})
