import assert from 'node:assert/strict'
import { until } from '../support/until.ts'
import { outsideHost, serve } from './support/outside.ts'
import { needsPackages } from './support/packages.ts'
import { eachMachine } from './support/place.ts'
import { NETLINK_TS, Runtime } from './support/runtime.ts'

const AT_ONCE = 8

for (const who of ['root', 'user'] as const)
  for (const name of ['runc', 'crun'] as const)
    describe(`netlink-ts hook with ${name} as ${who}`, () => {
      needsPackages('runc', 'crun', 'busybox-static')
      const machine = eachMachine(who)
      const runtime = () => new Runtime(machine(), name)
      const netlink = (...args: readonly string[]) => machine().out([...NETLINK_TS, ...args])
      const get = (id: string, url: string) => runtime().exec(id, 'wget', '-qO-', url).trim()
      /** The web server inside has begun. */
      const ready = (...ids: readonly string[]) =>
        Promise.all(
          ids.map((id) =>
            until(
              `the server of ${id}`,
              () => machine().run([name, 'exec', id, 'wget', '-qO-', 'http://127.0.0.1/']).status === 0,
            ),
          ),
        )

      it('connects containers to each other, to the outside and from it, and takes everything back', async () => {
        const outside = outsideHost(machine())
        const server = await serve(machine(), 80, 'outside', 'outside')
        runtime().start('c1', { annotations: { 'netlink-ts.ports': '8000:80' } })
        runtime().start('c2')
        await ready('c1', 'c2')
        const [one, two] = [runtime().address('c1'), runtime().address('c2')]
        assert.deepEqual([one, two], ['172.16.0.2', '172.16.0.3'])
        assert.match(runtime().exec('c1', 'ping', '-c1', '-W2', two), / 0% packet loss/)
        assert.equal(get('c1', `http://${two}/`), 'c2')
        assert.equal(get('c2', `http://${one}/`), 'c1')
        assert.equal(get('c1', `http://${outside.address}/`), 'outside')
        assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}:8000/`).trim(), 'c1')
        assert.equal(machine().out('busybox wget -qO- http://127.0.0.1:8000/').trim(), 'c1')
        assert.match(netlink('ls'), /c1 +eth0 +172\.16\.0\.2 +8000:80\n.*c2 +eth0 +172\.16\.0\.3$/m)
        runtime().delete('c1', 'c2')
        assert.equal(netlink('check', 'netlink-ts0'), '')
        assert.deepEqual(machine().ip('-j link show type veth').length, 1)
        netlink('rm', 'netlink-ts0')
        await server.stop()
      })

      it(`gives ${AT_ONCE} containers that start at once, with no network yet, different addresses`, async () => {
        const ids = Array.from({ length: AT_ONCE }, (_, i) => `c${i}`)
        // The bundles come first, then all runtimes at once.
        for (const id of ids) runtime().prepare(id)
        machine().sh(`
          for id in ${ids.join(' ')}; do (cd /run/bundles/$id; ${name} run --detach $id </dev/null >log 2>&1; echo $? >status) & done; wait
          for id in ${ids.join(' ')}; do [ "$(cat /run/bundles/$id/status)" = 0 ] || { cat /run/bundles/$id/log; exit 1; }; done`)
        const addresses = ids.map((id) => runtime().address(id))
        assert.equal(new Set(addresses).size, AT_ONCE)
        assert.ok(addresses.every((address) => address.startsWith('172.16.0.')))
        machine().sh(`for id in ${ids.join(' ')}; do ${name} delete --force $id & done; wait`)
        assert.equal(JSON.parse(netlink('ls', '--json'))[0].endpoints.length, 0)
        netlink('rm', 'netlink-ts0')
      })

      it('keeps a container from starting when a port is taken, names it, and leaves nothing of it', async () => {
        const server = await serve(machine(), 8000, 'host')
        const { status, stdout } = runtime().tryStart('c1', { annotations: { 'netlink-ts.ports': '8000:80' } })
        assert.notEqual(status, 0)
        // crun says only how a hook ended.
        const said = {
          runc: /netlink-ts hook: annotation netlink-ts\.ports: port 8000\/tcp is in use/,
          crun: /exit code: 1/,
        }
        assert.match(stdout, said[name])
        machine().run([name, 'delete', '--force', 'c1'])
        // The hook had created the network as well.
        assert.deepEqual(JSON.parse(netlink('ls', '--json')), [])
        await server.stop()
      })

      it('leaves to collect what a container leaves that was killed with its runtime', async () => {
        runtime().start('c1', { annotations: { 'netlink-ts.ports': '8000:80,5353:53/udp' } })
        machine().sh(`kill -9 ${runtime().pid('c1')}; rm -r /run/${name}/c1`)
        await until('the cable to go', () => machine().ip('-j link show type veth').length === 0)
        assert.match(netlink('collect'), /^netlink-ts0 +172\.16\.0\.2 +veth\w+$/m)
        assert.equal(netlink('check', 'netlink-ts0'), '')
        netlink('rm', 'netlink-ts0')
        machine().run('rmdir /sys/fs/cgroup/c1')
      })
    })
