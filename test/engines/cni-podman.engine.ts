import assert from 'node:assert/strict'
import { deleteNetwork, installPlugin, PLUGIN_FOLDERS } from './support/cni.ts'
import { outsideHost } from './support/outside.ts'
import { needsPackages } from './support/packages.ts'
import { eachMachine, type Machine } from './support/place.ts'
import { installPodman, podman, STATE_FOLDERS } from './support/podman.ts'

const NETWORK = {
  cniVersion: '1.0.0',
  name: 'nlts',
  plugins: [
    {
      type: 'netlink-ts',
      bridge: 'nlts0',
      subnet: '10.77.0.0/16',
      capabilities: { portMappings: true, ips: true, mac: true },
    },
  ],
}

function furnish(machine: Machine): void {
  installPlugin(machine)
  machine.write('/run/cninet/10-nlts.conflist', JSON.stringify(NETWORK))
  installPodman(
    machine,
    `network_backend = "cni"
cni_plugin_dirs = ${JSON.stringify(PLUGIN_FOLDERS)}
network_config_dir = "/run/cninet"`,
  )
}

const RUN = 'run -d --network nlts --cgroups=disabled --ulimit host'
const SERVE = `sh -c 'echo $(hostname) >/www/index.html; exec httpd -f -p 80 -h /www'`

describe('podman, whose networks are those of CNI', () => {
  needsPackages('podman', 'crun', 'busybox-static', 'iptables')
  const machine = eachMachine('root', { covered: STATE_FOLDERS })

  it('runs containers that reach each other and other hosts, and publishes their ports', () => {
    const outside = outsideHost(machine())
    furnish(machine())
    const asked = '--ip 10.77.0.99 --mac-address 02:00:00:00:00:99'
    podman(machine(), `${RUN} --name web --hostname web -p 8000:80 busybox:1 ${SERVE}`)
    podman(machine(), `${RUN} --name two --hostname two ${asked} busybox:1 ${SERVE}`)
    const inside = (name: string, command: string) => podman(machine(), `exec ${name} ${command}`)
    assert.match(
      inside('two', 'ip address show dev eth0'),
      /link\/ether 02:00:00:00:00:99[\s\S]*inet 10\.77\.0\.99\/16/,
    )
    assert.equal(inside('two', 'wget -qO- http://10.77.0.2/'), 'web')
    assert.equal(inside('web', 'wget -qO- http://10.77.0.99/'), 'two')
    assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}:8000/`).trim(), 'web')
    assert.equal(machine().out('busybox wget -qO- http://127.0.0.1:8000/').trim(), 'web')
    podman(machine(), 'restart -t 0 web')
    assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}:8000/`).trim(), 'web')
    podman(machine(), 'rm -f -t 0 web two')
    assert.deepEqual(machine().sh('ls /run/netlink-ts/nlts0').trim().split('\n'), ['network.json'])
    deleteNetwork(machine(), 'nlts0')
  })
})
