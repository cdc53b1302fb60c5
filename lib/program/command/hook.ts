// netlink-ts hook: the OCI hook.
import { runHook } from '../../oci/index.ts'
import { type Call, type Command, UsageError } from '../command.ts'
import { portsText } from '../ports.ts'
import { printError, readInput } from '../standard.ts'

export const hook: Command = {
  usage: '[OPTION...] <STATE',
  about: `Attaches a container of an OCI runtime (runc, crun, podman) to a network, or
detaches it: a hook for the stages createRuntime (or prestart) and poststop.
STATE is the JSON that the runtime writes to standard input. Doing either twice
has no effect; a container is known by its id.

Settings come from annotations of the container, or from options where it has
none:
  netlink-ts.network     netlink-ts.subnet     netlink-ts.gateway
  netlink-ts.address     netlink-ts.ports      netlink-ts.mtu
  netlink-ts.interface

A network that does not exist is created, and stays when its containers have
left. If the container cannot be attached, what was done for it is undone. The
remains of killed containers are removed by: netlink-ts collect NETWORK

Prints the published ports, those that were chosen for port 0 among them. Runtimes
discard that (crun writes it to the file in the annotation run.oci.hooks.stdout);
netlink-ts ls prints them, too.`,
  options: {
    network: { value: 'NAME', help: 'Network, and name of its bridge; netlink-ts0 by default.' },
    subnet: {
      value: 'CIDR[,CIDR]',
      help: 'Subnet of a network that is created, IPv4, IPv6 or both; by default the first free /24 of 172.16.0.0/12.',
    },
    gateway: { value: 'ADDRESS[,ADDRESS]', help: 'Address of the host in it; the first one by default.' },
    address: { value: 'ADDRESS[,ADDRESS]', help: 'Address of the container; the next free one by default.' },
    ports: {
      value: 'LIST',
      help: 'Ports to publish, [ADDRESS:]HOST:CONTAINER[/tcp|udp|sctp],...: 8000:80,5353:53/udp,127.0.0.1:8080:80. Ranges: 8000-8010:80-90. HOST 0: one is chosen.',
    },
    mtu: { value: 'BYTES', help: 'MTU of a network that is created.' },
    interface: { value: 'NAME', help: 'Link in the container; eth0 by default.' },
    state: { value: 'FOLDER', help: 'State folder of the network; /run/netlink-ts/NETWORK by default.' },
    timeout: { value: 'MS', help: 'How long to wait for other processes; 30000 by default.' },
  },
  async run(call: Call) {
    const { network, subnet, gateway, address, ports, mtu, state } = call.all()
    const timeout = call.number('timeout')
    const settings = { network, subnet, gateway, address, ports, mtu, interface: call.text('interface'), state }
    const limits = timeout === undefined ? {} : { timeout }
    const result = await runHook(await readInput(), { ...settings, ...limits }).catch((thrown: unknown) => {
      throw isOfOption(thrown) ? new UsageError(`--${thrown.message}`, { cause: thrown }) : thrown
    })
    if (result.ports !== undefined && result.ports.length > 0) printPorts(call, portsText(result.ports))
  },
}

/** Most runtimes discard what a hook prints: a container that is attached is not refused because of it. */
function printPorts(call: Call, text: string): void {
  try {
    call.print(text)
  } catch (thrown) {
    printError(`netlink-ts hook: the published ports cannot be printed: ${(thrown as Error).message}\n`)
  }
}

/** An option with an impossible value; what the state or an annotation has is not the caller's. */
function isOfOption(thrown: unknown): thrown is Error {
  if (!(thrown instanceof TypeError || thrown instanceof RangeError)) return false
  const name = /^(\w+): /.exec(thrown.message)?.[1]
  return name !== undefined && name !== 'state' && Object.hasOwn(hook.options ?? {}, name)
}
