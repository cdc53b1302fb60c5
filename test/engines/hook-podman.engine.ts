import assert from 'node:assert/strict'
import { until } from '../support/until.ts'
import { programHook } from './support/bundle.ts'
import { outsideHost } from './support/outside.ts'
import { needsPackages } from './support/packages.ts'
import { eachMachine, type Machine } from './support/place.ts'
import { installPodman, podman, STATE_FOLDERS } from './support/podman.ts'
import { NETLINK_TS } from './support/runtime.ts'

const HOOKS = '/run/hooks.d'

/** A hook for the containers that have an annotation of ours: oci-hooks(5). */
function installHook(machine: Machine): void {
  const hook = { ...programHook(machine, 'netlink-ts', 'hook'), env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin'] }
  const when = { annotations: { '^netlink-ts\\.': '.*' } }
  const file = { version: '1.0.0', hook, when, stages: ['createRuntime', 'poststop'] }
  machine.write(`${HOOKS}/netlink-ts.json`, JSON.stringify(file))
}

const RUN = `--hooks-dir ${HOOKS} run -d --network none --cgroups=disabled --ulimit host`
const SERVE = `sh -c 'echo $(hostname) >/www/index.html; exec httpd -f -p 80 -h /www'`

describe('podman with the hook in --hooks-dir', () => {
  needsPackages('podman', 'crun', 'busybox-static', 'iptables')
  const machine = eachMachine('root', { covered: STATE_FOLDERS })

  it('connects the containers that have annotations, and no others', async () => {
    const outside = outsideHost(machine())
    installPodman(machine(), 'network_backend = "cni"')
    installHook(machine())
    // podman separates annotations at commas, as values of CSV, which a quotation mark holds together.
    const ports = `--annotation '"netlink-ts.ports=8000:80,0:80"'`
    podman(machine(), `${RUN} --name web --hostname web ${ports} busybox:1 ${SERVE}`)
    podman(machine(), `${RUN} --name two --hostname two --annotation netlink-ts.network=netlink-ts0 busybox:1 ${SERVE}`)
    podman(machine(), `${RUN} --name none --hostname none busybox:1 ${SERVE}`)
    const inside = (name: string, command: string) => podman(machine(), `exec ${name} ${command}`)
    assert.equal(inside('two', 'wget -qO- http://172.16.0.2/'), 'web')
    assert.equal(inside('web', 'wget -qO- http://172.16.0.3/'), 'two')
    assert.equal(inside('none', 'ip -o link').split('\n').length, 1)
    assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}:8000/`).trim(), 'web')
    const [network] = JSON.parse(machine().out([...NETLINK_TS, 'ls', '--json']))
    const chosen = network.endpoints[0].ports[1].host
    assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}:${chosen}/`).trim(), 'web')
    // Without the folder, podman would start it again without the hook.
    podman(machine(), `--hooks-dir ${HOOKS} restart -t 0 web`)
    const get = ['ip', 'netns', 'exec', 'outside', 'busybox', 'wget', '-qO-', `http://${outside.machine}:8000/`]
    await until('the server after its restart', () => machine().run(get).stdout.trim() === 'web')
    podman(machine(), 'rm -f -t 0 web two none')
    assert.deepEqual(JSON.parse(machine().out([...NETLINK_TS, 'ls', '--json']))[0].endpoints, [])
    machine().out([...NETLINK_TS, 'rm', 'netlink-ts0'])
  })
})
