import type { Machine } from './place.ts'

/** Hosts on one link: each a namespace of the machine, with `eth0`, an address of 192.0.2.0/24, and a default route to `outside`. */
export interface Lan {
  /** Adds a host with the address 192.0.2.LAST. */
  host(name: string, last: number): string
  /** What a shell script prints on a host; it ends at its first failure. */
  sh(host: string, script: string): string
  /** Takes the cable of a host out, or puts it in. */
  cable(host: string, state: 'up' | 'down'): void
  /** Removes all hosts. */
  remove(): void
}

/** The host that is everyone's default gateway. */
export const OUTSIDE = '192.0.2.1'

export function makeLan(machine: Machine): Lan {
  const hosts = ['lan']
  machine.sh('ip netns add lan; ip -n lan link add lan0 type bridge; ip -n lan link set lan0 up')
  const lan: Lan = {
    host(name, last) {
      hosts.push(name)
      const address = `192.0.2.${last}`
      machine.sh(`
        ip netns add ${name}
        ip -n ${name} link set lo up
        ip -n lan link add ${name} type veth peer name eth0 netns ${name}
        ip -n lan link set ${name} master lan0 up
        ip -n ${name} address add ${address}/24 dev eth0
        ip -n ${name} link set eth0 up
        [ ${address} = ${OUTSIDE} ] || ip -n ${name} route add default via ${OUTSIDE}`)
      return address
    },
    sh: (host, script) => machine.out(['ip', 'netns', 'exec', host, 'sh', '-ec', script]),
    cable: (host, state) => {
      machine.sh(`ip -n lan link set ${host} ${state}`)
    },
    remove() {
      for (const host of hosts.splice(0)) machine.sh(`ip netns delete ${host}`)
    },
  }
  lan.host('outside', 1)
  return lan
}
