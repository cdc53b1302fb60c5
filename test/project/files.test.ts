import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { sources, text } from './support/checkout.ts'

/** Hosts that serve packages: a lock file or an .npmrc with one works in one place only. */
const registry =
  /\b(registry|npm|pypi|artifactory|nexus|verdaccio|goproxy)\.[a-z0-9-]+\.[a-z]{2,}|\b(npmjs|yarnpkg|pypi|jfrog)\.(org|com|io)\b/

/** Folders of one machine. */
const elsewhere = /(^|[\s'"`=:(])\/(root|home|work|farm|Users|mnt)\/[\w.-]+/m

const longest = 300

describe('the files of the project', () => {
  needs('command git')
  const texts = () => sources().filter((file) => !/\.(bin|pcap|png|gz)$/.test(file))

  it('name no host of a package registry', () => {
    assert.deepEqual(
      texts().filter((file) => registry.test(text(file))),
      [],
    )
  })

  it('name no folder of a developer’s machine', () => {
    assert.deepEqual(
      texts().filter((file) => elsewhere.test(text(file))),
      [],
    )
  })

  it(`have at most ${longest} lines in lib/ and native/`, () => {
    const lines = (file: string) => text(file).split('\n').length - 1
    const long = sources('lib', 'native').filter((file) => lines(file) > longest)
    assert.deepEqual(
      long.map((file) => `${file}: ${lines(file)} lines`),
      [],
    )
  })
})
