import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { needs } from '../support/needs.ts'

const root = join(import.meta.dirname, '..', '..')

/** What each example prints, in a fresh namespace. */
const PRINTS: Record<string, RegExp> = {
  'batch.ts': /^done\ndone\naddRoute .*EEXIST.*\naddRoute .*ENETUNREACH.*\n10\.0\.0\.0\/24 10\.1\.0\.0\/16\n$/,
  'container-host.ts': /^\[ 'apply', 'setSysctls' \]\nnftables\[0\] differs in chains.forward\ntrue\n$/,
  'container.ts': /^172\.18\.0\.2 says hello\n$/,
  'errors.ts':
    /^createLink: data\.id .*33554432\nENETUNREACH -101 addRoute undefined \| addRoute 10\.0\.0\.0\/8: Nexthop has .*\nENODEV -19 addRoute multipath\[1\]\.oif \| .*\n$/,
  'keep.ts': /^as wanted\nlinks\.keep0 is missing\nlinks\.keep0\.addresses\[0\] is missing\nas wanted again\n$/,
  'listen.ts': /^red\nblue\n$/,
  'listeners.ts': /^here: nothing listens\n/,
  'monitor.ts': /^added link lo down\ncomplete\nadded link br0 down\nchanged link br0 down\nremoved link br0 down\n$/,
  'nftables.ts':
    /^4 objects\n\{"rule":.*"masquerade":null\}\]\}\}\napply: no such file or directory \(ENOENT, nftables\[0\]\.add\.rule.*\)\n$/,
  'rollback.ts': /^addRoute ENETUNREACH everything is as before\ndefault 10\.0\.0\.0\/24\n$/,
  'routes.ts': /^10000 routes\n$/,
  'sysctl.ts': /^before 0\nafter 1\n$/,
  'topology.ts': /^ip netns add lab1\nlinks.br0 differs in up\ntrue\n$/,
  'wait-online.ts': /^eth0 has 2001:db8::1\/64, usable\n$/,
}

function run(example: string) {
  const argv = ['--net', '--mount', process.execPath, '--import', 'tsx', join(root, 'examples', example)]
  return spawnSync('unshare', argv, { cwd: root, encoding: 'utf8' })
}

describe('examples', () => {
  needs('node')

  it('are all run here', () => {
    const files = readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.ts'))
    assert.deepEqual(files.sort(), Object.keys(PRINTS))
  })

  for (const [example, prints] of Object.entries(PRINTS)) {
    it(`${example} prints what it says`, () => {
      const { status, stdout, stderr } = run(example)
      assert.equal(stderr, '')
      assert.match(stdout, prints)
      assert.equal(status, 0)
    })
  }

  it('the README begins with a program that plain Node.js runs, twice in one place', () => {
    const [, program] = readFileSync(join(root, 'README.md'), 'utf8').match(/```js\n([\s\S]*?)```/) ?? []
    assert.ok(program !== undefined)
    const once = ['--input-type=module', '--eval', program]
    // The kernel removes the namespace, and its end of the pair, in the background.
    const script = '"$@"; while ip link show veth-web >/dev/null 2>&1; do sleep 0.05; done; "$@"'
    const argv = ['--net', '--mount', 'sh', '-ec', script, 'twice', process.execPath, ...once]
    const { status, stdout, stderr } = spawnSync('unshare', argv, { cwd: root, encoding: 'utf8' })
    assert.equal(stderr, '')
    assert.equal(stdout.match(/dst: 'default'/g)?.length, 2)
    assert.equal(status, 0)
  })

  it('the README begins with a program that leaves nothing when it fails midway', () => {
    const [, program = ''] = readFileSync(join(root, 'README.md'), 'utf8').match(/```js\n([\s\S]*?)```/) ?? []
    const script = 'ip link add veth-web type veth peer name other; "$@" || true; ip -br link'
    const argv = [
      '--net',
      '--mount',
      'sh',
      '-ec',
      script,
      'fails',
      process.execPath,
      '--input-type=module',
      '--eval',
      program,
    ]
    const { status, stdout, stderr } = spawnSync('unshare', argv, { cwd: root, encoding: 'utf8' })
    assert.match(stderr, /createVeth veth-web: the name 'veth-web' is already in use \(EEXIST, name\)/)
    assert.match(stdout, /^veth-web@other /m)
    assert.doesNotMatch(stdout, /br0/)
    assert.equal(status, 0)
  })

  it('the README has a list that fits on a screen', () => {
    const [, program = ''] =
      [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```js\n([\s\S]*?)```/g)][1] ?? []
    const argv = ['--net', '--mount', process.execPath, '--input-type=module', '--eval', program]
    const { status, stdout, stderr } = spawnSync('unshare', argv, { cwd: root, encoding: 'utf8' })
    assert.equal(stderr, '')
    assert.match(stdout, /name: 'lo',\n/)
    assert.ok(stdout.split('\n').length <= 20, stdout)
    assert.equal(status, 0)
  })

  it('demo proves every step', () => {
    const { status, stdout, stderr } = run('demo/main.ts')
    assert.equal(stderr, '')
    assert.match(stdout, /all of them hold/)
    assert.ok(
      stdout.split('\n').every((line) => line.length <= 80),
      'a line is wider than 80 columns',
    )
    assert.equal(status, 0)
  })
})
