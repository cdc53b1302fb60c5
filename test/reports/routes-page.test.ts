import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { needs } from '../support/needs.ts'

const root = join(import.meta.dirname, '..', '..')
const page = readFileSync(join(root, 'docs', 'routes.md'), 'utf8')

/** What each program of the page prints, in its order. */
const PRINTS = [
  'default via 10.0.1.254 dev eth1\n10.9.0.0/16 via 10.0.1.2 dev eth1, via 10.0.2.2 dev eth2\n',
  'via 10.0.1.254 dev eth1 table 101\nvia 10.0.2.254 dev eth2 table 102\nvia 10.0.2.254 dev eth2 table 102\n',
  '1000 eth2\n',
  '[ 6, 2 ]\n',
] as const

const programs = [...page.matchAll(/```js\n([\s\S]*?)```/g)].map(([, program = '']) => program)

describe('the page about routes', function () {
  this.timeout('60s')
  needs('node')

  it('has no program that is not run here', () => {
    assert.equal(programs.length, PRINTS.length)
  })

  for (const [i, prints] of PRINTS.entries()) {
    it(`has a program ${i + 1} that prints ${JSON.stringify(prints)}`, () => {
      const node = [process.execPath, '--input-type=module', '--eval', programs[i] as string]
      const { status, stdout, stderr } = spawnSync('unshare', ['--net', '--mount', ...node], {
        cwd: root,
        encoding: 'utf8',
      })
      assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: prints, stderr: '' })
    })

    it(`says what its program ${i + 1} prints`, () => {
      const said = page.split('```js\n')[i + 1]?.split('```')[1]?.replaceAll('\n', ' ') ?? ''
      for (const line of prints.trim().split('\n')) assert.ok(said.includes(`\`${line}\``), line)
    })
  }
})
