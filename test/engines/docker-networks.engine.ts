import assert from 'node:assert/strict'
import { until } from '../support/until.ts'
import { DOCKER_FOLDERS, Docker } from './support/docker.ts'
import { PROGRAM } from './support/node.ts'
import { outsideHost, serve } from './support/outside.ts'
import { needsPackages } from './support/packages.ts'
import { eachMachine } from './support/place.ts'

describe('networks of Docker by this network driver', () => {
  needsPackages('docker.io', 'containerd', 'runc', 'iptables', 'busybox-static')
  const machine = eachMachine('root', { covered: DOCKER_FOLDERS })
  const create = (docker: Docker, options: string) => docker.run(`network create -d netlink-ts ${options}`)

  it('have both families, are internal, or keep their containers from each other', async () => {
    const outside = outsideHost(machine())
    const docker = await Docker.start(machine(), 'on')
    const there = await serve(machine(), 80, 'there', 'outside')
    create(docker, '--ipv6 --subnet 10.66.0.0/16 --subnet fd00:66::/64 six')
    create(docker, '--subnet 10.67.0.0/16 --internal inside')
    create(docker, '--subnet 10.68.0.0/16 -o com.docker.network.bridge.enable_icc=false apart')
    for (const network of ['six', 'inside', 'apart'])
      for (const n of [1, 2]) docker.serve(`${network}${n}`, `--network ${network}`)
    assert.equal(docker.get('six2', '[fd00:66::2]'), 'six1')
    assert.equal(docker.get('inside2', '10.67.0.2'), 'inside1')
    assert.match(docker.fails(`exec inside1 wget -qO- http://${outside.address}/`), /Network is unreachable/)
    assert.equal(docker.get('apart1', outside.address), 'there')
    assert.match(docker.fails('exec apart2 wget -qO- http://10.68.0.2/'), /No route to host/)
    docker.run('rm -f six1 six2 inside1 inside2 apart1 apart2')
    docker.run('network rm six inside apart')
    await there.stop()
    await docker.stop()
  }).timeout('120s')

  it('publish ports by the network that has the default route, and say which port is in use', async () => {
    const outside = outsideHost(machine())
    const docker = await Docker.start(machine(), 'on')
    create(docker, '--subnet 10.66.0.0/16 n')
    create(docker, '--subnet 10.67.0.0/16 m')
    docker.serve('web', '--network n -p 8000:80 -p 80')
    docker.run('network connect m web')
    const ask = () => outside.sh(`busybox wget -qO- http://${outside.machine}:8000/`).trim()
    assert.equal(ask(), 'web')
    docker.run('network disconnect n web')
    assert.equal(ask(), 'web')
    const [{ endpoints }] = JSON.parse(machine().out([...PROGRAM, 'ls', '--json'])).filter(
      (one: { endpoints: object[] }) => one.endpoints.length > 0,
    )
    const chosen = endpoints[0].ports.find(({ host }: { host: number }) => host !== 8000).host
    assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}:${chosen}/`).trim(), 'web')
    const taken = docker.fails('run -d --name other --network n -p 8000:80 busybox:1 sleep 1000')
    assert.match(taken, /ProgramExternalConnectivity: port 8000\/tcp is .*\(EADDRINUSE, HostPort\)/)
    const held = await serve(machine(), 9000, 'host')
    assert.match(
      docker.fails('run --rm --network n -p 9000:80 busybox:1 sleep 1000'),
      /port 9000\/tcp is in use on the host/,
    )
    assert.match(
      docker.fails('network create -d netlink-ts -o netlink-ts.color=blue x'),
      /unknown option 'netlink-ts\.color'; known are /,
    )
    await held.stop()
    docker.run('rm -f web other')
    docker.run('network rm n m')
    await docker.stop()
  }).timeout('120s')

  it('are there again after dockerd was killed with their containers, and after a reboot', async () => {
    const docker = await Docker.start(machine(), 'on')
    create(docker, '--subnet 10.66.0.0/16 -o com.docker.network.bridge.name=br9 n')
    docker.serve('web', '--network n -p 8000:80 --restart always')
    docker.serve('db', '--network n --restart always')
    const connected = () =>
      until('the containers', () => {
        const asked = machine().run('docker exec db wget -qO- http://web/')
        return (
          asked.stdout.trim() === 'web' && machine().run('busybox wget -qO- http://127.0.0.1:8000/').stdout === 'web\n'
        )
      })
    await connected()
    await docker.stopDaemon('SIGKILL')
    await docker.startDaemon()
    await connected()
    await docker.stopDaemon()
    await docker.stopDriver('SIGKILL')
    machine().sh('ip link delete br9; nft flush ruleset; rm -r /run/netlink-ts/br9; sysctl -qw net.ipv4.ip_forward=0')
    await docker.startDriver()
    await docker.startDaemon()
    await connected()
    docker.run('rm -f web db')
    docker.run('network rm n')
    await docker.stop()
  }).timeout('120s')

  it('have a unit that starts the driver before Docker', () => {
    const path = machine()
      .out([...PROGRAM, 'install', 'docker', '/run/systemd/system'])
      .trim()
    const unit = machine().read(path)
    assert.equal(path, '/run/systemd/system/netlink-ts-docker.service')
    assert.match(unit, /^Before=docker\.service$/m)
    const [, node, program] = /^ExecStart="(\/.*)" "(\/.*)" docker$/m.exec(unit) ?? []
    assert.equal(
      machine().out([node ?? '', program ?? '', 'docker', '--help']),
      machine().out([...PROGRAM, 'docker', '--help']),
    )
  })
})
