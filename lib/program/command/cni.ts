// netlink-ts cni: the CNI plugin.
import { run, unreadable } from '../../cni/run.ts'
import type { Command } from '../command.ts'
import { printError, printOut, readInput } from '../standard.ts'

export const cni: Command = {
  usage: '',
  about: `The CNI plugin, specification 0.3.1 to 1.1.0: ADD, DEL, CHECK, GC, STATUS and
VERSION. Container engines run it with the parameters in environment variables
(CNI_COMMAND, CNI_CONTAINERID, CNI_NETNS, CNI_IFNAME, CNI_ARGS, CNI_PATH) and the
network configuration on standard input. Results and errors are JSON objects on
standard output.

netlink-ts install cni DIR makes DIR/netlink-ts, which engines run for a network
of type "netlink-ts". Keys: bridge, subnet, gateway, subnet6, gateway6, mtu, mode,
parent, ipMasq, macspoofchk, isDefaultGateway, isolate, internal, remoteSubnets,
state, ipam, dns. Capabilities: portMappings, ips, mac, dns.`,
  async run() {
    const { stdout, stderr, status } = await readInput().then((stdin) => run({ env: process.env, stdin }), unreadable)
    printError(stderr)
    printOut(stdout)
    return status
  },
}
