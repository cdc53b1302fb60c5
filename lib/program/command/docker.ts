// netlink-ts docker: Docker's remote network driver, in the foreground.
import { once } from 'node:events'
import { serveDocker } from '../../docker/index.ts'
import type { Call, Command } from '../command.ts'

export const docker: Command = {
  usage: '[OPTION...]',
  about: `Docker's remote network driver, in the foreground until SIGTERM or SIGINT. Networks
and containers stay connected while it does not run, and it takes them over when
it starts again; meanwhile, Docker cannot start or stop containers of its networks.

The name of the driver is that of its socket, without .sock:
  docker network create -d netlink-ts --subnet 10.66.0.0/16 NETWORK
  docker run --network NETWORK -p 8000:80 IMAGE
netlink-ts install docker /etc/systemd/system writes a unit that starts it before
Docker.

Options of a network (-o KEY=VALUE):
  com.docker.network.bridge.name                  name of the bridge
  com.docker.network.driver.mtu                   MTU of the links, in bytes
  com.docker.network.bridge.enable_icc            false: containers do not reach
                                                  each other
  com.docker.network.bridge.enable_ip_masquerade  true unless given
  com.docker.network.bridge.host_binding_ipv4     address for -p without one
  com.docker.network.container_iface_prefix       eth unless given
  netlink-ts.isolate         other networks cannot reach it; true unless given
  netlink-ts.spoof-guard     containers send with no addresses but their own;
                             true unless given
  netlink-ts.allow-forward   passes Docker's firewall, by rules in DOCKER-USER;
                             true unless given
  netlink-ts.remote-subnets  SUBNET,...: containers of other hosts
--internal, --ipv6, --gateway, --ip, --mac-address and -p work as with Docker's own
networks. docker ps shows no published ports: netlink-ts ls does.`,
  options: {
    socket: { value: 'FILE', help: 'Socket to listen on; /run/docker/plugins/netlink-ts.sock unless given.' },
    state: {
      value: 'FOLDER',
      help: 'Folder for the networks that Docker has created; /var/lib/netlink-ts/docker unless given.',
    },
  },
  async run(call: Call) {
    const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
    const driver = await serveDocker({
      socket: call.text('socket'),
      state: call.text('state'),
      onProblem: ({ message }) => process.stderr.write(`netlink-ts docker: ${message}\n`),
    })
    call.print(`listening on ${driver.socket}`)
    await stopped
    await driver.close()
  },
}
