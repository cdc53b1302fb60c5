import assert from 'node:assert/strict'
import { until } from '../support/until.ts'
import { outsideHost } from './support/outside.ts'
import { needsPackages } from './support/packages.ts'
import { eachMachine } from './support/place.ts'
import { NETLINK_TS, Runtime } from './support/runtime.ts'

/** Serves three ports, each with its number. */
const WEB = [
  'sh',
  '-c',
  'for port in 80 81 82; do mkdir -p /tmp/$port; echo $port >/tmp/$port/index.html; httpd -p $port -h /tmp/$port; done; exec sleep 1000',
]

describe('ports in the annotation of a container', () => {
  needsPackages('runc', 'crun', 'busybox-static')
  const machine = eachMachine('root')

  for (const name of ['runc', 'crun'] as const)
    it(`${name}: ranges are published port by port, and port 0 is chosen and printed`, async () => {
      const outside = outsideHost(machine())
      const runtime = new Runtime(machine(), name)
      const annotations = { 'netlink-ts.ports': '8000-8002:80-82,0:81', 'run.oci.hooks.stdout': '/run/printed' }
      runtime.start('c1', { annotations, command: WEB })
      const asked = (port: number | string) =>
        machine()
          .run(['ip', 'netns', 'exec', 'outside', 'busybox', 'wget', '-qO-', `http://${outside.machine}:${port}/`])
          .stdout.trim()
      await until('the last server', () => asked(8002) === '82')
      assert.deepEqual([8000, 8001, 8002, 8003].map(asked), ['80', '81', '82', ''])
      const listed = /8000-8002:80-82,(\d+):81$/m.exec(machine().out([...NETLINK_TS, 'ls']))
      assert.ok(listed !== null)
      assert.equal(asked(listed[1] as string), '81')
      // runc discards what hooks print.
      const printed = name === 'crun' ? `${listed[0]}\n` : ''
      assert.equal(machine().sh('[ ! -e /run/printed ] || cat /run/printed'), printed)
      assert.equal(machine().read('/run/bundles/c1/log'), '')
      runtime.delete('c1')
      machine().out([...NETLINK_TS, 'rm', 'netlink-ts0'])
    })

  it('keep it from starting where they are wrong, and the message names the annotation', () => {
    const runtime = new Runtime(machine(), 'runc')
    const { status, stdout } = runtime.tryStart('c1', { annotations: { 'netlink-ts.ports': '8000-8010:80-89' } })
    assert.notEqual(status, 0)
    assert.match(stdout, /annotation netlink-ts\.ports: expected ranges of the same length, got '8000-8010:80-89'/)
  })
})
