import assert from 'node:assert/strict'
import { programHook } from './support/bundle.ts'
import { needsPackages } from './support/packages.ts'
import { CHECKOUT, eachMachine } from './support/place.ts'
import { Runtime } from './support/runtime.ts'

describe('netns, as genuinetools/netns', () => {
  needsPackages('runc', 'busybox-static')
  const machine = eachMachine('root')
  const netns = (...args: readonly string[]) => machine().out(['node', `${CHECKOUT}/dist/bin/netns.cjs`, ...args])
  const STATE = '/run/github.com/genuinetools/netns'

  it('plays the session of its page: containers with a prestart hook, ls, rm', () => {
    const runtime = new Runtime(machine(), 'runc')
    const prestart = { hooks: { prestart: [programHook(machine(), 'netns')] } }
    for (const id of ['c1', 'c2']) runtime.start(id, prestart)
    assert.equal(machine().read('/run/bundles/c1/.ip'), '172.19.0.2')
    assert.equal(runtime.address('c2'), '172.19.0.3')
    assert.match(runtime.exec('c2', 'ping', '-c1', '-W2', '172.19.0.2'), / 0% packet loss/)
    const [heading, ...rows] = netns('ls').trimEnd().split('\n')
    assert.equal(heading, 'IP                  LOCAL VETH          PID                 STATUS              NS FD')
    assert.deepEqual(
      rows.map((row) => row.split(/ +/).filter((_, column) => column !== 1 && column !== 4)),
      [
        ['172.19.0.2', String(runtime.pid('c1')), 'running'],
        ['172.19.0.3', String(runtime.pid('c2')), 'running'],
      ],
    )
    assert.match(machine().out('ip -d address show netns0'), /mtu 1500.*inet 172\.19\.0\.1\/16 /s)
    runtime.delete('c1', 'c2')
    assert.equal(netns('rm'), 'deleted bridge: netns0\n')
    machine().sh(`rmdir -p ${STATE} || true`)
  })

  it('gives an address back at poststop, which the model keeps for ever', () => {
    const runtime = new Runtime(machine(), 'runc')
    const hook = programHook(
      machine(),
      'netns',
      '-bridge',
      'br7',
      '--ip=10.7.0.1/29',
      '--iface',
      'net0',
      '--state-dir',
      '/run/own',
      '--ipfile',
      'address',
    )
    const hooks = { prestart: [hook], poststop: [hook] }
    // More than the network has addresses.
    for (const id of ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7']) {
      runtime.start(id, { hooks, command: ['sleep', '1000'] })
      assert.match(runtime.exec(id, 'ip', 'address', 'show', 'net0'), /inet 10\.7\.0\.\d\/29 /)
      runtime.delete(id)
    }
    assert.equal(netns('ls', '--bridge', 'br7', '--state-dir', '/run/own').trimEnd().split('\n').length, 1)
    netns('rm', '--bridge', 'br7', '--state-dir', '/run/own')
  })

  it('creates the bridge by its flags, and says what is wrong with them', () => {
    assert.equal(
      netns('create', '--bridge', 'br8', '--ip', '10.8.3.1/22', '--mtu', '1400', '-d'),
      'created bridge: br8\n',
    )
    assert.match(machine().out('ip -d address show br8'), /mtu 1400.*inet 10\.8\.3\.1\/22 /s)
    const refused = machine().run([
      'node',
      `${CHECKOUT}/dist/bin/netns.cjs`,
      'create',
      '--bridge',
      'br9',
      '--ip',
      '10.9.0.1',
    ])
    assert.deepEqual(
      [refused.status, refused.stderr],
      [64, "netns: --ip must be an address with a prefix length, not '10.9.0.1' (see netns --help)\n"],
    )
    netns('rm', '--bridge', 'br8')
    machine().sh(`rmdir -p ${STATE} || true`)
  })
})
