import { join } from 'node:path'
import { NetlinkError } from '../errors.ts'
import type { NetnsRef } from '../wire/netns.ts'
import type { Port } from './options.ts'
import { Outside } from './outside.ts'
import { prepare } from './preparation.ts'
import type { Target } from './target.ts'
import { startTethered } from './tether.ts'
import type { OutsideOptions } from './types.ts'

const PROGRAM = { name: 'pasta', package: 'passt' }

/** The address at which pasta answers for the name server of the host: a link-local one, which no network has otherwise. */
const DNS = '169.254.1.1'

/** pasta returns when it is ready, and stays when the namespace has ended: its process is ended by the number in its file. */
const SCRIPT = `folder=$1; shift
"$@" || { status=$?; rm -rf "$folder"; exit $status; }
echo ready >&3
read -r _ <&4
pid=$(cat "$folder/pid")
kill "$pid"
while kill -0 "$pid"; do sleep 0.01; done 2>/dev/null
rm -rf "$folder"`

/**
 * Connects a namespace to the network of the host by pasta, as an ordinary user: the namespace gets a link with the address and the gateway of
 * the host. `netns` is as for {@link attachSlirp}. Ports are fixed when pasta starts. ENOENT if pasta is not installed (package passt).
 */
export async function attachPasta(netns: NetnsRef, options: OutsideOptions = {}): Promise<Outside> {
  const prepared = prepare('attachPasta', PROGRAM, netns, options)
  const { ports, mtu, hostLoopback, limits, target, program, folder } = prepared
  const command = [
    ...[program, '--quiet', '--config-net', '--pid', join(folder, 'pid'), '--mtu', String(mtu), '--dns-forward', DNS],
    ...(hostLoopback ? [] : ['--no-map-gw']),
    ...portArguments(ports),
    ...targetArguments(target),
  ]
  const { ended, release: end } = await startTethered('attachPasta', PROGRAM, folder, SCRIPT, command, limits)
  return new Outside({ driver: 'pasta', dns: DNS, forwarder: FIXED, ended, end })
}

const FIXED = {
  add: () => Promise.reject(fixed()),
  remove: () => Promise.reject(fixed()),
}

function fixed(): NetlinkError {
  const reason = 'the ports of pasta are fixed when it starts; pass them to attachPasta'
  return new NetlinkError({ code: 'EOPNOTSUPP', operation: 'publish', reason })
}

/** Nothing is forwarded but what is given: neither to the namespace (-t, -u) nor from it (-T, -U). */
function portArguments(ports: readonly Port[]): string[] {
  const of = (protocol: 'tcp' | 'udp', option: string) => {
    const given = ports.filter((port) => port.protocol === protocol)
    return given.length === 0 ? [option, 'none'] : given.flatMap((port) => [option, portArgument(port)])
  }
  return [...of('tcp', '-t'), ...of('udp', '-u'), '-T', 'none', '-U', 'none']
}

function portArgument({ host, container, address }: Port): string {
  return `${address === undefined ? '' : `${address}/`}${host}:${container}`
}

function targetArguments(target: Target): string[] {
  return 'pid' in target ? [String(target.pid)] : ['--netns-only', '--netns', target.path]
}
