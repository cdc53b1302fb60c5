import assert from 'node:assert/strict'
import { until } from '../support/until.ts'
import { deleteNetwork, installPlugin } from './support/cni.ts'
import { outsideHost, serve } from './support/outside.ts'
import { needsPackages } from './support/packages.ts'
import { eachMachine, type Machine } from './support/place.ts'
import { installPodman, podman, STATE_FOLDERS } from './support/podman.ts'

const NETWORK = {
  cniVersion: '1.0.0',
  name: 'nlts',
  plugins: [{ type: 'netlink-ts', bridge: 'nlts0', subnet: '10.77.0.0/16', dns: { nameservers: ['192.0.2.2'] } }],
}

/** `ctr run --cni` finds network and plugin in two folders that cannot be chosen. */
async function startContainerd(machine: Machine): Promise<{ stop(): Promise<void> }> {
  installPodman(machine, '')
  podman(machine, 'save --format oci-archive -o /run/busybox.tar busybox:1')
  podman(machine, 'rmi busybox:1')
  machine.write('/etc/cni/net.d/10-nlts.conflist', JSON.stringify(NETWORK))
  machine.sh(`mkdir -p /opt/cni; ln -s ${installPlugin(machine)} /opt/cni/bin`)
  machine.write('/run/containerd.toml', 'version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n')
  const daemon = machine.start('containerd --config /run/containerd.toml')
  await until('containerd', () => machine.run('ctr version').status === 0)
  machine.out('ctr images import --snapshotter native /run/busybox.tar')
  return { stop: () => machine.stop(daemon) }
}

const RUN = 'ctr run --snapshotter native --cni --cgroup= --cpu-shares 0'

describe('containerd, by ctr run --cni', () => {
  needsPackages('containerd', 'runc', 'podman', 'crun', 'busybox-static')
  const machine = eachMachine('root', { covered: STATE_FOLDERS })

  it('runs containers that reach each other and other hosts, and detaches them without their namespaces', async () => {
    const outside = outsideHost(machine())
    const daemon = await startContainerd(machine())
    const there = await serve(machine(), 80, 'there', 'outside')
    const serving = 'echo one >/www/index.html; exec httpd -f -p 80 -h /www'
    const one = machine().start([...RUN.split(' '), 'localhost/busybox:1', 'c1', 'sh', '-c', serving])
    await until('the server of c1', () => machine().run('busybox wget -qO- http://10.77.0.2/').stdout.trim() === 'one')
    const ask = `ip address show dev eth0; wget -qO- http://10.77.0.2/; wget -qO- http://${outside.address}/`
    const two = machine().out([...RUN.split(' '), '--rm', 'localhost/busybox:1', 'c2', 'sh', '-c', ask])
    assert.match(two, /inet 10\.77\.0\.3\/16[\s\S]*\none\nthere$/)
    machine().out('ctr task kill --signal KILL c1')
    await until('the end of c1', () => one.exitCode !== null)
    machine().out('ctr container delete c1')
    await there.stop()
    await daemon.stop()
    deleteNetwork(machine(), 'nlts0')
  })
})
