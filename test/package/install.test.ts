import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '../support/needs.ts'
import { type Manager, managers, Project, workshop } from './support/manager.ts'

/** Uses the kernel through every entry point, and reports which files were loaded for it. */
const body = `
async function main() {
  await createVeth({ name: 'v0', up: true, peer: { name: 'v1', up: true } })
  await addAddress({ link: 'v0', address: '10.9.0.1/24' })
  const routes = await listRoutes({ family: 'inet' })
  const nft = await openNftables()
  await nft.apply([{ add: { table: { family: 'inet', name: 'package' } } }])
  const { nftables } = await nft.list()
  await nft.flushRuleset()
  await nft.close()
  await deleteLink('v0')
  const loaded = readFileSync('/proc/self/maps', 'utf8').match(/\\/.*(netlink|nftables).*\\.node$|\\/.*libmnl.*$/gm)
  console.log(JSON.stringify({
    routes: routes.map(({ dst }) => dst),
    tables: nftables.flatMap((object) => 'table' in object ? [object.table.name] : []),
    network: typeof createNetwork,
    loaded: [...new Set(loaded)],
  }))
}
main()`

const modules = {
  'esm.mjs': `
import { readFileSync } from 'node:fs'
import { addAddress, createVeth, deleteLink, listRoutes } from 'netlink-ts'
import { createNetwork } from 'netlink-ts/container'
import { openNftables } from 'netlink-ts/nftables'
${body}`,
  'common.cjs': `
const { readFileSync } = require('node:fs')
const { addAddress, createVeth, deleteLink, listRoutes } = require('netlink-ts')
const { createNetwork } = require('netlink-ts/container')
const { openNftables } = require('netlink-ts/nftables')
${body}`,
}

interface Said {
  routes: string[]
  tables: string[]
  network: string
  loaded: string[]
}

/** The files of the package that a program has loaded, less the folder where the package was found. */
function used({ loaded }: Said): string[] {
  return loaded.map((file) => file.replace(/^.*\/prebuilds\//, 'prebuilds/')).sort()
}

function check(project: Project, runtime: readonly [string, ...string[]], file: string): void {
  const { stdout, stderr, status } = project.run(...runtime, `./${file}`)
  assert.equal(status, 0, stderr)
  const said = JSON.parse(stdout) as Said
  assert.deepEqual([said.routes, said.tables, said.network], [['10.9.0.0/24'], ['package'], 'function'])
  const folder = `prebuilds/linux-${process.arch}`
  assert.deepEqual(used(said), [
    `${folder}/libmnl.so.0`,
    `${folder}/netlink.glibc.node`,
    `${folder}/nftables.glibc.node`,
  ])
}

/** Runs the programs of the package, as `npx` does. */
function checkPrograms(project: Project): void {
  const run = (file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const path = `./node_modules/netlink-ts/dist/bin/${file}`
    const { stdout, stderr, status } = project.run(
      'env',
      ...Object.entries(env).map(([k, v]) => `${k}=${v}`),
      process.execPath,
      path,
      ...args,
    )
    assert.deepEqual([status, stderr], [0, ''])
    return stdout
  }
  assert.match(run('netlink-ts.cjs', ['--version']), /^\d+\.\d+\.\d+\S*\n$/)
  assert.match(run('netlink-ts.cjs', ['ls']), /^NETWORK +MODE +SUBNET +GATEWAY +CONTAINERS\n$/)
  const { supportedVersions } = JSON.parse(run('netlink-ts.cjs', ['cni'], { CNI_COMMAND: 'VERSION' }))
  assert.deepEqual(supportedVersions, ['0.3.1', '0.4.0', '1.0.0', '1.1.0'])
  assert.match(run('netns.cjs', ['--help']), /^usage: netns /)
}

/** The shell of a test: an empty project into which the package was installed. */
function withProject(folder: string, manager: Manager, use: (project: Project) => void): void {
  const temporary = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  try {
    const project = new Project(temporary)
    assert.equal(project.install(folder, manager), undefined)
    for (const [file, text] of Object.entries(modules)) project.write(file, text)
    use(project)
  } finally {
    rmSync(temporary, { recursive: true })
  }
}

/** How the reporter finds what a suite lacked: see test/support/needs.ts. */
const lack = Symbol.for('netlink-ts lack')

describe('the packed package, installed without a compiler and without network', () => {
  before(function () {
    if (workshop !== undefined) return
    Object.assign(this.test?.parent ?? {}, { [lack]: 'package managers (run by scripts/check-package)' })
    this.skip()
  })
  needs('veth', 'nftables')
  const folder = workshop ?? ''

  for (const [name, manager] of Object.entries(managers)) {
    it(`by ${name} works from modules of both sorts`, function () {
      this.timeout('120s')
      withProject(folder, manager, (project) => {
        const runtime: [string, ...string[]] = [process.execPath, ...(manager.node ?? [])]
        for (const file of Object.keys(modules)) check(project, runtime, file)
        if (manager.node === undefined) checkPrograms(project)
        assert.ok(!project.has('node_modules/netlink-ts/build') && !project.has('node_modules/netlink-ts/native/build'))
      })
    })
  }

  it('by bun works in bun', function () {
    this.timeout('120s')
    withProject(folder, managers.bun as Manager, (project) => {
      const bun = join(folder, 'node_modules', (managers.bun as Manager).program)
      for (const file of Object.keys(modules)) check(project, [bun], file)
    })
  })
})
