import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '../support/needs.ts'

const root = join(import.meta.dirname, '..', '..')

const NAMING = "import { getLink, listRoutes } from 'netlink-ts'"

/** What the programs of a page take for granted, in their order; nothing where they are whole. */
const GIVEN: Record<string, readonly string[]> = {
  'docs/benchmarks.md': [
    `import { createNetns, openNetlink } from 'netlink-ts'
     const nl = await openNetlink()
     const [names, destinations]: string[][] = [[], []]`,
  ],
  'docs/bridge.md': ['', '', '', ''],
  'docs/container.md': [
    '',
    `import { createNetns } from 'netlink-ts'
     import { createNetwork } from 'netlink-ts/container'
     const netns = await createNetns()`,
  ],
  'docs/debugging.md': [
    "import { brief, listLinks } from 'netlink-ts'",
    "import { addAddress, addRoute, createVeth, listRoutes } from 'netlink-ts'",
    '',
  ],
  'docs/engines.md': ['', ''],
  'docs/errors.md': [
    "import { createVxlan, NetlinkError } from 'netlink-ts'",
    "import { batch, NetlinkError, type RollbackError } from 'netlink-ts'",
  ],
  'docs/naming.md': [NAMING, NAMING],
  'docs/nftables.md': [
    '',
    "import { openNftables } from 'netlink-ts/nftables'\nconst nft = await openNftables()",
    '',
    '',
    '',
  ],
  'docs/sockets.md': ['', '', ''],
  'docs/topology.md': [
    '',
    '',
    "import { applyTopology, type Topology } from 'netlink-ts'\ndeclare const lab: Topology\nconst owner = { protocol: 77, tag: 'my-app' }",
    "import { keepTopology, type Topology } from 'netlink-ts'\ndeclare const lab: Topology\nconst owner = { protocol: 77, tag: 'my-app' }",
  ],
  'docs/watch.md': ['', '', '', '', ''],
}

/** The programs in TypeScript of a page. */
function programsOf(page: string): string[] {
  return [...readFileSync(join(root, page), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text = '']) => text)
}

/** The programs of every page, as files that stand alone. */
function programs(): [name: string, text: string][] {
  const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)]
  return pages
    .filter((page) => page.endsWith('.md'))
    .flatMap((page) => {
      const found = programsOf(page)
      assert.equal(found.length, GIVEN[page]?.length ?? 0, `programs of ${page}`)
      return found.map((text, i): [string, string] => [
        `${page.replaceAll(/\W/g, '-')}-${i}.ts`,
        `${GIVEN[page]?.[i]}\n${text}\nexport {}\n`,
      ])
    })
}

const COMPILER =
  '--ignoreConfig --noEmit --strict --exactOptionalPropertyTypes --target es2022 --lib es2023,esnext.disposable --module nodenext --types node --skipLibCheck'

describe('the programs in TypeScript of the pages', function () {
  this.timeout('120s')
  needs('node')
  let folder = ''

  before(() => {
    // Not in the checkout, into which an ordinary user may not be able to write.
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-pages-'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(root, join(folder, 'node_modules', 'netlink-ts'))
    symlinkSync(join(root, 'node_modules', '@types'), join(folder, 'node_modules', '@types'))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('compile against the package', () => {
    const files = programs().map(([name, text]) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    })
    assert.ok(files.length > 5)
    const { stdout, status } = spawnSync(join(root, 'node_modules/.bin/tsc'), [...COMPILER.split(' '), ...files], {
      cwd: folder,
      encoding: 'utf8',
    })
    assert.equal(stdout, '')
    assert.equal(status, 0)
  })

  it('listen to the diagnostics channel as the page about it says', () => {
    const listening = programsOf('docs/debugging.md').find((text) => text.includes("'netlink-ts:request'"))
    assert.ok(listening !== undefined)
    const program = `${listening}
      import { addRoute, listLinks } from 'netlink-ts'
      await listLinks()
      await addRoute({ dst: '10.4.0.0/16', gateway: '99.0.0.1' }).catch(() => undefined)`
    const path = join(folder, 'channel.ts')
    writeFileSync(path, program)
    const argv = ['--net', '--mount', process.execPath, '--import', 'tsx', path]
    const { stdout, stderr } = spawnSync('unshare', argv, { cwd: root, encoding: 'utf8' })
    assert.equal(stderr, '')
    assert.match(stdout, /^listLinks ok [\d.]+\naddRoute ENETUNREACH [\d.]+\n$/)
  })
})
