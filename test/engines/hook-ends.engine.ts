import assert from 'node:assert/strict'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { programHook } from './support/bundle.ts'
import { needsPackages } from './support/packages.ts'
import { eachMachine, type Machine } from './support/place.ts'
import { NETLINK_TS, Runtime } from './support/runtime.ts'

/** Milliseconds after which a hook is killed: from its start to its end, also on a slow machine. */
const MOMENTS = Array.from({ length: 12 }, (_, i) => 60 + i * 30)

/** A namespace with a process, as a runtime has before its hooks run; its number inside the machine. */
async function container(machine: Machine, id: string): Promise<number> {
  machine.start(['unshare', '--net', 'sh', '-c', `echo $$ >/run/${id}.pid; exec sleep 1000`])
  return Number(machine.sh(`while [ ! -s /run/${id}.pid ]; do sleep 0.01; done; cat /run/${id}.pid`))
}

describe('netlink-ts hook, killed or run twice', () => {
  needsPackages('runc', 'busybox-static')
  const machine = eachMachine('root')
  const netlink = (...args: readonly string[]) => machine().out([...NETLINK_TS, ...args])

  it('leaves nothing that collect does not remove, whenever it is killed', async () => {
    const annotations = { 'netlink-ts.ports': '8000:80' }
    for (const [i, moment] of MOMENTS.entries()) {
      const id = `c${i}`
      const pid = await container(machine(), id)
      const hook = machine().start([...NETLINK_TS, 'hook'])
      hook.stdin?.end(JSON.stringify({ id, status: 'created', pid, annotations }))
      const ended = once(hook, 'exit')
      await setTimeout(moment)
      await machine().stop(hook, 'SIGKILL')
      await ended
      machine().sh(`kill -9 ${pid}; while [ -e /proc/${pid}/ns/net ]; do sleep 0.01; done`)
      // Creating it again finishes or takes back what was begun.
      netlink('create', 'netlink-ts0', '--subnet', '172.16.0.0/24')
      netlink('collect')
      assert.deepEqual(JSON.parse(netlink('ls', '--json'))[0].endpoints, [], `killed after ${moment} ms`)
      assert.equal(netlink('check', 'netlink-ts0'), '', `killed after ${moment} ms`)
    }
    netlink('rm', 'netlink-ts0')
  }).timeout('120s')

  it('has no effect the second time: configured for two stages, and at the end', () => {
    const runtime = new Runtime(machine(), 'runc')
    const hook = programHook(machine(), 'netlink-ts', 'hook')
    const hooks = { prestart: [hook], createRuntime: [hook], poststart: [hook], poststop: [hook, hook] }
    runtime.start('c1', { hooks, annotations: { 'netlink-ts.ports': '8000:80' } })
    assert.equal(machine().ip('-j link show type veth').length, 1)
    assert.equal(runtime.address('c1'), '172.16.0.2')
    runtime.delete('c1')
    assert.equal(machine().ip('-j link show type veth').length, 0)
    assert.equal(netlink('check', 'netlink-ts0'), '')
    netlink('rm', 'netlink-ts0')
  })
})
