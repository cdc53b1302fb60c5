import assert from 'node:assert/strict'
import { container } from '../support/netavark.ts'
import { until } from '../support/until.ts'
import { deleteNetwork } from './support/cni.ts'
import { outsideHost, serve } from './support/outside.ts'
import { needsPackages } from './support/packages.ts'
import { CHECKOUT, eachMachine, type Machine } from './support/place.ts'

/** Runs the plugin as podman does. */
function plugin(machine: Machine, args: readonly string[], stdin: unknown) {
  const command = [process.execPath, `${CHECKOUT}/dist/bin/netlink-ts.cjs`, 'netavark', ...args]
  const { status, stdout, stderr } = machine.run(command, { input: JSON.stringify(stdin) })
  assert.equal(stderr, '')
  return { status, answer: stdout === '' ? undefined : JSON.parse(stdout) }
}

describe('the netavark plugin, called as podman 5 does', () => {
  needsPackages('busybox-static')
  const machine = eachMachine('root')

  it('attaches containers, publishes a range of ports that podman holds, and detaches them', async () => {
    const outside = outsideHost(machine())
    machine().sh('ip netns add c1; ip netns add c2')
    const ports = [{ container_port: 90, host_ip: '', host_port: 9000, protocol: 'tcp', range: 3 }]
    const held = machine().start('busybox nc -l -p 9001')
    await until('the listener', () => machine().run(['sh', '-c', 'ss -Hltn sport = :9001 | grep -q .']).status === 0)
    const answers = [
      plugin(machine(), ['setup', '/run/netns/c1'], container('c1', '10.71.0.2', ports)),
      plugin(machine(), ['setup', '/run/netns/c2'], container('c2', '10.71.0.9')),
    ]
    const macOf = (name: string) =>
      machine().ip<{ ifname: string; address: string }>(`-n ${name} -j link show eth0`)[0]?.address
    assert.deepEqual(
      answers,
      ['10.71.0.2', '10.71.0.9'].map((ip, i) => ({
        status: 0,
        answer: {
          dns_search_domains: [],
          dns_server_ips: [],
          interfaces: {
            eth0: { mac_address: macOf(`c${i + 1}`), subnets: [{ ipnet: `${ip}/16`, gateway: '10.71.0.1' }] },
          },
        },
      })),
    )
    const servers = [
      await serve(machine(), 91, 'one', 'c1'),
      await serve(machine(), 92, 'two', 'c1'),
      await serve(machine(), 80, 'there', 'outside'),
    ]
    assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}:9001/`), 'one')
    assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}:9002/`), 'two')
    assert.equal(machine().out('ip netns exec c2 busybox wget -qO- http://10.71.0.2:91/'), 'one')
    assert.equal(machine().out(`ip netns exec c2 busybox wget -qO- http://${outside.address}/`), 'there')
    for (const server of servers) await server.stop()
    await machine().stop(held)
    machine().sh('ip netns delete c2')
    for (const id of ['c1', 'c2', 'c1'])
      assert.deepEqual(plugin(machine(), ['teardown', `/run/netns/${id}`], container(id, '')), {
        status: 0,
        answer: undefined,
      })
    assert.deepEqual(machine().sh('ls /run/netlink-ts/nl4813353e49').trim().split('\n'), ['network.json'])
    machine().sh('ip netns delete c1')
    deleteNetwork(machine(), 'nl4813353e49')
    assert.equal(plugin(machine(), ['teardown', '/run/netns/c1'], container('c1', '')).status, 0)
  })

  it('reports an error as JSON, and leaves no network', () => {
    const { status, answer } = plugin(machine(), ['setup', '/run/netns/none'], container('c1', '10.71.0.2'))
    assert.equal(status, 1)
    assert.match(answer.error, /^\/run\/netns\/none: no such file or directory \(ENOENT/)
    machine().sh('test ! -e /run/netlink-ts/nl4813353e49')
  })
})
