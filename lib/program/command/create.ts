// netlink-ts create: creates a network.
import type { NetworkMode } from '../../container/index.ts'
import { openOrCreate } from '../../oci/open-or-create.ts'
import { byFamily } from '../../oci/settings.ts'
import { type Call, type Command, UsageError } from '../command.ts'
import { STATE_OPTION } from './network-options.ts'

export const create: Command = {
  usage: '[OPTION...] NETWORK',
  about: `Creates a network for containers: in mode bridge, a bridge of that name with the
gateway's address, and the rules of the firewall. A network that exists already
with the same options is left as it is. Prints its subnets.`,
  options: {
    subnet: { value: 'CIDR[,CIDR]', help: 'IPv4, IPv6 or both; by default the first free /24 of 172.16.0.0/12.' },
    gateway: { value: 'ADDRESS[,ADDRESS]', help: 'Address of the host in it; the first one by default.' },
    mode: { value: 'MODE', help: 'bridge (by default), ptp, macvlan, ipvlan, host or none.' },
    parent: {
      value: 'LINK',
      help: 'Link of the host on which modes macvlan and ipvlan put containers; they require it.',
    },
    mtu: { value: 'BYTES', help: 'MTU of the links.' },
    'no-masquerade': { help: 'Packets to other hosts keep the addresses of containers.' },
    'no-isolate': {
      help: 'Containers of other networks with this option can reach those of this one, and vice versa.',
    },
    ...STATE_OPTION,
  },
  positionals: [1, 1],
  async run(call: Call) {
    const { subnet, gateway, mode, parent, state } = call.all()
    const mtu = call.number('mtu')
    if (parent !== undefined && subnet === undefined)
      throw new UsageError('--parent requires --subnet: that of the network outside')
    const name = call.positionals[0] as string
    const options = {
      name,
      ...(subnet === undefined ? {} : families('subnet', subnet)),
      ...(gateway === undefined ? {} : families('gateway', gateway)),
      ...(mode === undefined ? {} : { mode: mode as NetworkMode }),
      ...(parent === undefined ? {} : { parent }),
      ...(mtu === undefined ? {} : { mtu }),
      ...(call.flag('no-masquerade') ? { masquerade: false } : {}),
      ...(call.flag('no-isolate') ? { isolate: false } : {}),
      ...(state === undefined ? {} : { state }),
    }
    await using network = await openOrCreate(options)
    call.print([network.subnet, network.subnet6].filter(Boolean).join(' '))
  },
}

/** The value of an option that may have one of each family. */
function families<N extends string>(option: N, text: string): { [K in N | `${N}6`]?: string } {
  try {
    return byFamily(option, text)
  } catch (thrown) {
    throw new UsageError(`--${option}: ${(thrown as Error).message}`, { cause: thrown })
  }
}
