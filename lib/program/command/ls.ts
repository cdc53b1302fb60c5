// netlink-ts ls: networks and the containers attached to them.
import { type EndpointRecord, listNetworks, type Network } from '../../container/index.ts'
import type { Call, Command } from '../command.ts'
import { portsText } from '../ports.ts'
import { tableText } from '../table.ts'
import { JSON_OPTION, openNamed, STATE_OPTION } from './network-options.ts'

interface Row extends Pick<Network, 'name' | 'mode' | 'subnet' | 'gateway' | 'subnet6' | 'gateway6'> {
  readonly endpoints: readonly EndpointRecord[]
}

export const ls: Command = {
  usage: '[OPTION...] [NETWORK...]',
  about: `Lists the networks of this namespace, or those that are named, and the containers
attached to them, each by the id that its engine gave it.`,
  options: { ...JSON_OPTION, ...STATE_OPTION },
  positionals: [0, Number.POSITIVE_INFINITY],
  async run(call: Call) {
    const names = call.positionals.length > 0 ? call.positionals : (await listNetworks()).map((one) => one.name)
    const rows: Row[] = []
    for (const name of names) {
      await using network = await openNamed(call, name)
      const { mode, subnet, gateway, subnet6, gateway6 } = network
      const addresses = { ...(subnet && { subnet, gateway }), ...(subnet6 && { subnet6, gateway6 }) }
      rows.push({ name, mode, ...addresses, endpoints: await network.endpoints() } as Row)
    }
    call.report(rows, () => [networkTable(rows), ...endpointTable(rows)].join('\n\n'))
  },
}

function networkTable(rows: readonly Row[]): string {
  const cells = rows.map(({ name, mode, subnet, subnet6, gateway, gateway6, endpoints }) => [
    name,
    mode,
    listed(subnet, subnet6),
    listed(gateway, gateway6),
    String(endpoints.length),
  ])
  return tableText(['NETWORK', 'MODE', 'SUBNET', 'GATEWAY', 'CONTAINERS'], cells)
}

function endpointTable(rows: readonly Row[]): string[] {
  const cells = rows.flatMap(({ name, endpoints }) =>
    endpoints.map(({ id, interface: own = '', address, address6, ports }) => [
      name,
      shortened(id ?? '-'),
      own,
      listed(address, address6),
      portsText(ports),
    ]),
  )
  return cells.length === 0 ? [] : [tableText(['NETWORK', 'CONTAINER', 'LINK', 'ADDRESS', 'PORTS'], cells)]
}

const listed = (...texts: (string | undefined)[]) => texts.filter((text) => text !== undefined).join(',')

/** Ids of 64 hexadecimal digits are known by their first twelve. */
const shortened = (id: string) => (/^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id)
