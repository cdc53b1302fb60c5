import assert from 'node:assert/strict'
import { DOCKER_FOLDERS, Docker, type Firewall } from './support/docker.ts'
import { outsideHost, serve } from './support/outside.ts'
import { needsPackages } from './support/packages.ts'
import { eachMachine } from './support/place.ts'

for (const firewall of ['on', 'off'] as const satisfies readonly Firewall[])
  describe(`Docker with its own firewall ${firewall}, and this network driver`, () => {
    needsPackages('docker.io', 'containerd', 'runc', 'iptables', 'busybox-static')
    const machine = eachMachine('root', { covered: DOCKER_FOLDERS })
    const ask = (url: string) => machine().out(`busybox wget -qO- ${url}`).trim()

    it('connects containers by name and address, to other hosts, and from other hosts by published ports', async () => {
      const outside = outsideHost(machine())
      const docker = await Docker.start(machine(), firewall)
      const there = await serve(machine(), 80, 'there', 'outside')
      const drops = machine().run('nft list chain ip filter FORWARD').stdout.includes('policy drop')
      assert.equal(drops, firewall === 'on')
      docker.run('network create -d netlink-ts --subnet 10.66.0.0/16 -o com.docker.network.driver.mtu=1400 n')
      docker.serve('web', '--network n -p 8000:80 -p 127.0.0.1:8001:80')
      docker.serve('db', '--network n --ip 10.66.0.9 --mac-address 02:11:22:33:44:55')
      for (const host of ['web', '10.66.0.2']) assert.equal(docker.get('db', host), 'web', host)
      for (const host of ['db', '10.66.0.9']) assert.equal(docker.get('web', host), 'db', host)
      assert.equal(docker.get('web', outside.address), 'there')
      assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}:8000/`).trim(), 'web')
      assert.equal(ask('http://127.0.0.1:8001/'), 'web')
      assert.match(docker.run('exec db ip link show eth0'), /mtu 1400[\s\S]*02:11:22:33:44:55/)
      docker.run('rm -f web db')
      docker.run('network rm n')
      assert.equal(machine().sh('ls /var/lib/netlink-ts/docker').trim(), 'lock')
      await there.stop()
      await docker.stop()
    })

    it('keeps connections while it is restarted, after kill -9 too, and while dockerd is', async () => {
      const outside = outsideHost(machine())
      const docker = await Docker.start(machine(), firewall, '--live-restore')
      docker.run('network create -d netlink-ts --subnet 10.66.0.0/16 n')
      docker.serve('web', '--network n -p 8000:80')
      docker.serve('db', '--network n')
      const connected = (...names: readonly string[]) => {
        for (const one of names) for (const other of names) assert.equal(docker.get(one, other), other)
        assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}:8000/`).trim(), 'web')
      }
      assert.equal(await docker.stopDriver('SIGTERM'), 0)
      assert.equal(machine().sh('ls /run/docker/plugins').trim(), '')
      connected('web', 'db')
      await docker.startDriver()
      docker.serve('third', '--network n')
      connected('web', 'db', 'third')
      await docker.stopDriver('SIGKILL')
      connected('web', 'db', 'third')
      await docker.startDriver()
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        await docker.stopDaemon(signal)
        await docker.startDaemon()
        connected('web', 'db', 'third')
        docker.run('restart -t 0 web db')
        connected('web', 'db', 'third')
      }
      docker.run('rm -f web db third')
      docker.run('network rm n')
      await docker.stop()
    }).timeout('120s')
  })
