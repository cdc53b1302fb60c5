import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { NETLINK_TS } from '../support/program.ts'

const MISUSED = 64

function run(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [NETLINK_TS, ...args], { encoding: 'utf8', input })
  return { status, stdout, stderr }
}

describe('netlink-ts', () => {
  it('rejects wrong arguments with one sentence and status 64', () => {
    const hook = '{"id":"c1","status":"created","pid":4711}'
    for (const [args, sentence] of [
      [[], 'netlink-ts: expected a command (see netlink-ts --help)'],
      [['lss'], "netlink-ts: unknown command 'lss'; did you mean 'ls'? (see netlink-ts --help)"],
      [['help', 'creat'], "netlink-ts: unknown command 'creat'; did you mean 'create'? (see netlink-ts --help)"],
      [['frobnicate'], "netlink-ts: unknown command 'frobnicate' (see netlink-ts --help)"],
      [
        ['create', 'br0', '--subnet', '10.0.0.0/24', '--mtu', '20'],
        'netlink-ts create: mtu must be a whole number from 68 to 65535, not 20 (see netlink-ts create --help)',
      ],
      [
        ['create', 'br0', '--subnet', '10.0.0.0/24,10.1.0.0/24'],
        /^netlink-ts create: --subnet: expected one of each family at most, got '10\.0\.0\.0\/24,10\.1\.0\.0\/24' \(see /,
      ],
      [['rm', 'a/b'], /^netlink-ts rm: name must be an interface name, not 'a\/b'/],
      [['check', 'br0', '--state', 'run'], /^netlink-ts check: state must be an absolute path, not 'run'/],
      [['hook', '--network', 'much-too-long-a-name'], /^netlink-ts hook: --network: must be at most 15 bytes long/],
      [['hook', '--ports', '80'], /^netlink-ts hook: --ports: expected \[ADDRESS:\]HOST/],
    ] as const) {
      const { status, stdout, stderr } = run(args, hook)
      assert.deepEqual([status, stdout], [MISUSED, ''], stderr)
      if (typeof sentence === 'string') assert.equal(stderr, `${sentence}\n`)
      else assert.match(stderr, sentence)
    }
  })

  it('does not call the state of a container a wrong argument', () => {
    const { status, stderr } = run(
      ['hook'],
      '{"id":"c1","status":"created","pid":4711,"annotations":{"netlink-ts.mtu":"x"}}',
    )
    assert.deepEqual(
      [status, stderr],
      [1, "netlink-ts hook: annotation netlink-ts.mtu: expected a whole number, got 'x'\n"],
    )
    assert.equal(run(['hook'], '{').status, 1)
  })

  it('explains a command in three ways', () => {
    const { status, stdout } = run(['create', '--help'])
    assert.equal(status, 0)
    assert.match(stdout, /^usage: netlink-ts create /)
    assert.equal(run(['help', 'create']).stdout, stdout)
    assert.equal(run(['create', '-h']).stdout, stdout)
    assert.match(run(['help']).stdout, /^usage: netlink-ts COMMAND/)
  })
})
