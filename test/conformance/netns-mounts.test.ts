import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { programOf } from '../support/program.ts'

/** Where /run/netns may stand before the first namespace has a name. */
const grounds = {
  'a folder that is not there': 'mount -t tmpfs tmpfs /run',
  'a folder': 'mount -t tmpfs tmpfs /run; mkdir /run/netns',
  'a mount of its own': 'mount -t tmpfs tmpfs /run; mkdir /run/netns; mount -t tmpfs tmpfs /run/netns',
  'a shared mount':
    'mount -t tmpfs tmpfs /run; mkdir /run/netns; mount -t tmpfs tmpfs /run/netns; mount --make-shared /run/netns',
}

/** What a shell prints in a mount namespace of its own. */
function mounted(script: string): string {
  const run = spawnSync('unshare', ['--mount', '--propagation', 'private', 'sh', '-ec', script], { encoding: 'utf8' })
  assert.equal(run.status, 0, run.stderr)
  return run.stdout
}

const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' ')

/** The mounts below /run in /proc/self/mountinfo, without the numbers that are another each time: proc_pid_mountinfo(5). */
function mounts(make: string): string[] {
  const lines = mounted(`{ ${make}; } >/dev/null; grep ' /run' /proc/self/mountinfo`).trim().split('\n')
  return lines.map((line) => {
    const [, , , root, at, options, ...rest] = line.split(' ')
    const steady = rest.join(' ').replace(/:\d+/g, ':N')
    return [root?.replace(/\[\d+\]/, '[N]'), at, options, steady].join(' ')
  })
}

describe('the mounts of named namespaces', () => {
  for (const [what, ground] of Object.entries(grounds)) {
    it(`are those of ip netns add where /run/netns is ${what}`, () => {
      const ours = mounts(`${ground}; ${quoted(programOf('create-netns', 'one', 'two'))}`)
      const theirs = mounts(`${ground}; ip netns add one; ip netns add two`)
      assert.ok(theirs.length >= 3)
      assert.deepEqual(ours, theirs)
    })
  }

  it('may be made by us first and by ip afterwards, and the other way round', () => {
    const ground = grounds['a folder that is not there']
    const program = quoted(programOf('create-netns', 'ours'))
    const expected = mounts(`${ground}; ip netns add ours; ip netns add theirs`)
    assert.deepEqual(mounts(`${ground}; ${program}; ip netns add theirs`), expected)
    assert.deepEqual(mounts(`${ground}; ip netns add theirs; ${program}`).sort(), expected.sort())
  })

  it('are an empty list where none was created', () => {
    const printed = mounted(`mount -t tmpfs tmpfs /run; ${quoted(programOf('create-netns'))}; ls /run`)
    assert.equal(printed, 'before: \nafter: \n')
  })

  it('are gone when the namespace is deleted by ip', () => {
    const program = quoted(programOf('create-netns', 'one'))
    assert.equal(mounted(`mount -t tmpfs tmpfs /run; ${program} >/dev/null; ip netns delete one; ls /run/netns`), '')
  })
})
