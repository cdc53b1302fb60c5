import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { needs } from '../support/needs.ts'
import { isRoot } from '../support/private.ts'

const root = join(import.meta.dirname, '..', '..')
const page = readFileSync(join(root, 'docs', 'namespaces.md'), 'utf8')

/** What each program of the page prints, in its order. */
const PRINTS = [
  'hello from inside\n',
  'a datagram from 127.0.0.1\n',
  '10.9.8.7 lo true\n',
  'true\n',
  '1\nTypeError\n',
  'true\n',
] as const

const programs = [...page.matchAll(/```js\n([\s\S]*?)```/g)].map(([, program = '']) => program)

const node = (program: string) => [process.execPath, '--input-type=module', '--eval', program]

describe('the page about namespaces', function () {
  this.timeout('60s')
  needs('node')

  it('has no program that is not run here', () => {
    assert.equal(programs.length, PRINTS.length)
  })

  for (const [i, prints] of PRINTS.entries()) {
    it(`has a program ${i + 1} that prints ${JSON.stringify(prints)}`, () => {
      const argv = ['--net', '--mount', ...node(programs[i] as string)]
      const { status, stdout, stderr } = spawnSync('unshare', argv, { cwd: root, encoding: 'utf8' })
      assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: prints, stderr: '' })
    })
  }

  it('has a recipe without root, in which namespaces have names', () => {
    const [, recipe = ''] = page.match(/```sh\n([\s\S]*?)```/) ?? []
    const script = recipe.replace('node program.mjs', '"$@"')
    const drop = isRoot() ? ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'] : []
    const [command, ...args] = [...drop, 'sh', '-ec', script, 'sh', ...node(programs.at(-1) as string)] as [
      string,
      ...string[],
    ]
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: PRINTS.at(-1), stderr: '' })
  })
})
