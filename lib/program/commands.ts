// The commands of netlink-ts, each in a module of its own that is loaded when it runs.
import type { Listed } from './command.ts'

export const commands: Readonly<Record<string, Listed>> = {
  cluster: {
    summary: 'keeps this host in a cluster whose containers reach each other',
    load: async () => (await import('./command/cluster.ts')).cluster,
  },
  check: {
    summary: 'reports what differs from what a network needs',
    load: async () => (await import('./command/check.ts')).check,
  },
  cni: {
    summary: 'the CNI plugin, run by container engines',
    load: async () => (await import('./command/cni.ts')).cni,
  },
  netavark: {
    summary: 'the netavark plugin, run by podman',
    load: async () => (await import('./command/netavark.ts')).netavark,
  },
}
