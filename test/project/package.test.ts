import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, text } from './support/checkout.ts'

interface Manifest {
  gypfile: boolean
  sideEffects: boolean
  scripts: Record<string, string>
  exports: Record<string, string | { types: string; default: string }>
  bin: Record<string, string>
  files: string[]
}

describe('package.json', () => {
  const manifest = JSON.parse(text('package.json')) as Manifest

  it('runs nothing when it is installed', () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare']
    assert.deepEqual(
      hooks.filter((hook) => hook in manifest.scripts),
      [],
    )
    assert.equal(manifest.gypfile, false)
    assert.ok(!manifest.files.includes('binding.gyp'), 'npm builds a package that has a binding.gyp at its root')
  })

  it('has no run-time dependency', () => {
    const kinds = ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies']
    assert.deepEqual(
      kinds.filter((kind) => kind in manifest),
      [],
    )
  })

  it('exports what lib/ has', () => {
    const targets = Object.values(manifest.exports).flatMap((to) => (typeof to === 'string' ? [] : [to]))
    for (const { types, default: code } of targets) {
      assert.equal(types.replace(/\.d\.ts$/, ''), code.replace(/\.js$/, ''))
      assert.ok(existsSync(join(root, code.replace('./dist', 'lib').replace(/\.js$/, '.ts'))), `${code} has no source`)
    }
  })

  it('has the programs of lib/program', () => {
    const programs = Object.entries(manifest.bin)
    for (const [name, file] of programs) {
      assert.equal(file, `./dist/bin/${name}.cjs`)
      assert.match(text(`lib/program/${name}.ts`), /^#!\/usr\/bin\/env node\n/)
    }
  })
})
