import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** The files that `npm pack` would take. npm wants a cache, also where there is no home. */
function packed(): string[] {
  const cache = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  const argv = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error', `--cache=${cache}`]
  const run = spawnSync('npm', argv, { cwd: root, encoding: 'utf8' })
  rmSync(cache, { recursive: true })
  assert.equal(run.status, 0, run.stderr)
  const [made] = Object.values(JSON.parse(run.stdout) as Record<string, { files: { path: string }[] }>)
  return made?.files.map(({ path }) => path) ?? []
}

/** What a page in Markdown or a picture in it leads to within the package, relative to the package. */
function links(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8').replace(/```[\s\S]*?```/g, '')
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|href|srcset)="([^"\s]+)"/g)].map(
    ([, one, other]) => one ?? other ?? '',
  )
  return targets
    .map((target) => target.replace(/#.*/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(page), target).replace(/\/$/, ''))
}

/** What a source map names, relative to the package. */
function sources(map: string): string[] {
  const { sources } = JSON.parse(readFileSync(join(root, map), 'utf8')) as { sources: string[] }
  return sources.map((source) => join(dirname(map), source))
}

describe('the published package', () => {
  let files: string[]

  before(function () {
    this.timeout('120s')
    files = packed()
  })

  it('has no binding.gyp in its root: npm would build it', () => {
    assert.ok(!files.includes('binding.gyp'))
    assert.ok(files.includes('native/binding.gyp'))
  })

  it('has what is imported, what is read and what is owed', () => {
    const wanted = [
      'README.md',
      'CHANGELOG.md',
      'LICENSE',
      'LICENSES/LGPL-2.1.txt',
      'LICENSES/node-addon-api.txt',
      'LICENSES/llvm.txt',
      'LICENSES/zig.txt',
      'LICENSES/yaml.txt',
      'dist/topology.schema.json',
    ]
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      exports: Record<string, string | { types: string; default: string }>
      bin: Record<string, string>
    }
    const targets = Object.values(manifest.exports).flatMap((to) => (typeof to === 'string' ? to : Object.values(to)))
    const entries = [...targets, ...Object.values(manifest.bin)].map((file) => file.replace(/^\.\//, ''))
    assert.deepEqual(
      [...wanted, ...entries, 'types/native.d.ts', 'types/nftables.d.ts'].filter((file) => !files.includes(file)),
      [],
    )
  })

  it('has every source that its addons are built from', () => {
    const listed = JSON.parse(readFileSync(join(root, 'native/sources.json'), 'utf8')) as Record<string, string[]>
    const needed = ['native/sources.json', 'native/addons.gypi', 'native/exports.map', 'CMakeLists.txt']
    assert.deepEqual(
      [...needed, ...Object.values(listed).flat()].filter((file) => !files.includes(file)),
      [],
    )
  })

  it('has every source that its maps name', () => {
    const maps = files.filter((file) => file.startsWith('dist/') && file.endsWith('.map'))
    assert.ok(maps.length > 0)
    const named = new Set(maps.flatMap(sources))
    assert.deepEqual(
      [...named].filter((file) => !files.includes(file)),
      [],
    )
  })

  it('has every page, picture and program that its pages lead to', () => {
    const pages = files.filter((file) => file.endsWith('.md'))
    assert.ok(pages.includes('README.md') && pages.includes('docs/installing.md'))
    const lost = pages.flatMap((page) =>
      links(page)
        .filter((target) => !files.some((file) => file === target || file.startsWith(`${target}/`)))
        .map((target) => `${page}: ${target}`),
    )
    assert.deepEqual(lost, [])
  })

  it('has nothing of the workshop', () => {
    const foreign = /^(test|scripts|node_modules|build|\.)|^native\/build\/|node_modules|\.tgz$|\.o$/
    assert.deepEqual(
      files.filter((file) => foreign.test(file)),
      [],
    )
  })

  it('has libmnl with its notice beside every addon for glibc, and no libnftnl', () => {
    const folders = new Set(files.filter((file) => file.endsWith('.node')).map(dirname))
    const glibc = [...folders].filter((folder) => files.includes(`${folder}/netlink.glibc.node`))
    const owed = glibc.flatMap((folder) => [`${folder}/libmnl.so.0`, `${folder}/libmnl.copyright`])
    assert.deepEqual(
      owed.filter((file) => !files.includes(file)),
      [],
    )
    assert.deepEqual(
      files.filter((file) => /libnftnl/.test(file)),
      [],
    )
    const sums = (addon: string) => `${dirname(addon)}/SHA256SUMS.${addon.split('.').at(-2)}`
    for (const addon of files.filter((file) => file.endsWith('.node'))) assert.ok(files.includes(sums(addon)), addon)
  })
})
