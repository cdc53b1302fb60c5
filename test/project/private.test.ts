import assert from 'node:assert/strict'
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { ip } from '../support/ip.ts'
import { needs } from '../support/needs.ts'
import { name } from '../support/unique.ts'
import { root } from './support/checkout.ts'

const program = join(root, 'scripts', 'private')

/** What a shell says inside. */
function inside(options: string[], script: string, input = ''): SpawnSyncReturns<string> {
  return spawnSync(program, [...options, 'sh', '-c', script], { encoding: 'utf8', input })
}

for (const options of [[], ['--user']]) {
  describe(['scripts/private', ...options].join(' '), () => {
    needs('userns', 'command ip')

    it('is another network namespace, with nothing but lo, and that down', () => {
      const run = inside(options, 'readlink /proc/self/ns/net; ip -br link')
      const [netns, ...links] = run.stdout.trim().split('\n')
      assert.notEqual(netns, readlinkSync('/proc/self/ns/net'))
      assert.match(links.join(), /^lo +DOWN [^\n]*$/)
    })

    it('shows the links of that namespace in /sys', () => {
      const there = name('v')
      ip(`link add ${there} type veth`)
      assert.equal(inside(options, 'ls /sys/class/net').stdout.trim(), 'lo')
      ip(`link del ${there}`)
    })

    it('has named namespaces that are not visible elsewhere', () => {
      const netns = name('ns')
      assert.equal(inside(options, `ip netns add ${netns}; ip netns`).stdout.trim(), netns)
      assert.deepEqual(
        ip('-j netns').filter((entry) => `${entry.name}` === netns),
        [],
      )
    })

    it('passes on input, status and arguments', () => {
      const run = inside(options, 'cat; exit 7', 'a line')
      assert.deepEqual([run.stdout, run.status, run.stderr], ['a line', 7, ''])
      const echoed = spawnSync(program, [...options, 'printf', '[%s]', 'two words', ''], { encoding: 'utf8' })
      assert.equal(echoed.stdout, '[two words][]')
    })

    it('is the command itself, so that a signal reaches it', async () => {
      const child = spawn(program, [...options, 'sh', '-c', 'echo ready; exec sleep 60'])
      await once(child.stdout, 'data')
      child.kill('SIGTERM')
      const [status, signal] = await once(child, 'close')
      assert.deepEqual([status, signal], [null, 'SIGTERM'])
    })
  })
}

describe('scripts/private', () => {
  it('says how it is used when it is given nothing to run', () => {
    const run = spawnSync(program, ['--user'], { encoding: 'utf8' })
    assert.equal(run.status, 64)
    assert.match(run.stderr, /^usage: /)
  })
})

describe('scripts/private --user', () => {
  needs('userns')

  it('is root of a user namespace, not of the machine', () => {
    const [uid, map] = inside(['--user'], 'id -u; cat /proc/self/uid_map').stdout.trim().split('\n')
    assert.equal(uid, '0')
    assert.match(map ?? '', /^ +0 +\d+ +1$/)
  })
})
