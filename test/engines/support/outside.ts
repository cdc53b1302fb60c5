import { until } from '../../support/until.ts'
import type { Machine } from './place.ts'

/** Another host, beyond a cable: the namespace `outside` of the machine. */
export interface Outside {
  /** The machine's own address on the cable. */
  readonly machine: '192.0.2.1'
  /** The address of the other host. */
  readonly address: '192.0.2.2'
  /** What a shell script prints there. */
  sh(script: string): string
}

/** Adds another host to a machine: it is part of the machine from then on. */
export function outsideHost(machine: Machine): Outside {
  machine.sh(`
    ip netns add outside
    ip link add uplink type veth peer name eth0 netns outside
    ip address add 192.0.2.1/24 dev uplink
    ip link set uplink up
    ip -n outside link set lo up
    ip -n outside address add 192.0.2.2/24 dev eth0
    ip -n outside link set eth0 up
    ip route add default via 192.0.2.2`)
  machine.settled()
  return {
    machine: '192.0.2.1',
    address: '192.0.2.2',
    sh: (script) => machine.out(['ip', 'netns', 'exec', 'outside', 'sh', '-ec', script]),
  }
}

/** Serves `text` over HTTP at a port of the machine, or of a namespace of it, until `stop`. */
export async function serve(
  machine: Machine,
  port: number,
  text: string,
  netns?: string,
): Promise<{ stop(): Promise<void> }> {
  const folder = `/run/www/${netns ?? 'host'}-${port}`
  machine.write(`${folder}/index.html`, text)
  const enter = netns === undefined ? [] : ['ip', 'netns', 'exec', netns]
  const child = machine.start([...enter, 'busybox', 'httpd', '-f', '-p', String(port), '-h', folder])
  const listening = ['sh', '-c', `${enter.join(' ')} ss -Hltn sport = :${port} | grep -q .`]
  await until(`a server at port ${port}`, () => machine.run(listening).status === 0)
  return { stop: () => machine.stop(child) }
}
