// netlink-ts rootless: runs a command as root of new namespaces, as an ordinary user.
import { type OutsideDriver, type OutsidePort, runRootless } from '../../rootless/index.ts'
import { type Call, type Command, UsageError } from '../command.ts'

export const rootless: Command = {
  usage: '[OPTION...] -- COMMAND [ARGUMENT...]',
  about: `Runs COMMAND as root of new user, network and mount namespaces, connected to the
network of the host by slirp4netns or pasta. An ordinary user can do this: COMMAND
may create container networks, and nothing on the host changes. Everything ends
with COMMAND, whose exit status is that of this program.

COMMAND finds a socket in NETLINK_TS_OUTSIDE by which openOutside() of
netlink-ts/rootless publishes further ports (not with pasta).`,
  options: {
    publish: {
      short: 'p',
      value: 'PORT',
      multiple: true,
      help: 'Publishes a port: [ADDRESS:]HOST:CONTAINER[/udp], where CONTAINER is a port inside.',
    },
    driver: { value: 'DRIVER', help: 'slirp (slirp4netns) or pasta (passt); slirp unless given.' },
    mtu: { value: 'BYTES', help: 'MTU of the link to the outside; 65520 unless given.' },
    'host-loopback': { help: "Lets COMMAND reach the host's 127.0.0.1 at the address of its gateway." },
  },
  positionals: [1, Number.POSITIVE_INFINITY],
  async run(call: Call) {
    const mtu = call.number('mtu')
    return await runRootless(call.positionals, {
      ports: call.texts('publish').map(portOf),
      hostLoopback: call.flag('host-loopback'),
      ...(mtu === undefined ? {} : { mtu }),
      ...(call.text('driver') === undefined ? {} : { driver: call.text('driver') as OutsideDriver }),
    })
  },
}

/** `127.0.0.1:8080:80/udp` */
function portOf(text: string): OutsidePort {
  const match = /^(?:([\d.]+):)?(\d{1,5}):(\d{1,5})(?:\/(tcp|udp))?$/.exec(text)
  if (match === null) throw new UsageError(`--publish must be [ADDRESS:]HOST:CONTAINER[/udp], not '${text}'`)
  const [, address, host, container, protocol = 'tcp'] = match
  const port = { host: Number(host), container: Number(container), protocol: protocol as 'tcp' | 'udp' }
  return address === undefined ? port : { ...port, address }
}
