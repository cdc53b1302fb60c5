// netlink-ts netavark: the netavark plugin.
import { runNetavark } from '../../netavark/index.ts'
import type { Call, Command } from '../command.ts'
import { printOut, readInput } from '../standard.ts'
import { version } from '../version.ts'

export const netavark: Command = {
  usage: 'info | create | setup NETNS | teardown NETNS',
  about: `The netavark plugin, API 1.0.0: podman runs it with JSON on standard input, and
reads JSON on standard output, errors too.

netlink-ts install netavark DIR makes DIR/netlink-ts, where DIR is one of
netavark_plugin_dirs of containers.conf. Then
podman network create --driver netlink-ts --subnet 10.71.0.0/16 NETWORK.
Options (-o KEY=VALUE): mode, parent, mtu, isolate, masquerade.`,
  positionals: [1, 2],
  async run({ positionals: args }: Call) {
    const { stdout, status } = await runNetavark({ args, stdin: await readInput(), version: version() })
    printOut(stdout)
    return status
  },
}
