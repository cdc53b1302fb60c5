// The commands of netlink-ts, each in a module of its own that is loaded when it runs.
import type { Listed } from './command.ts'

export const commands: Readonly<Record<string, Listed>> = {
  cluster: {
    summary: 'keeps this host in a cluster whose containers reach each other',
    load: async () => (await import('./command/cluster.ts')).cluster,
  },
  hook: {
    summary: 'the OCI hook: attaches containers of runc, crun and podman',
    load: async () => (await import('./command/hook.ts')).hook,
  },
  ls: { summary: 'networks and their containers', load: async () => (await import('./command/ls.ts')).ls },
  check: {
    summary: 'reports what a network lacks',
    load: async () => (await import('./command/check.ts')).check,
  },
  cni: {
    summary: 'the CNI plugin, run by container engines',
    load: async () => (await import('./command/cni.ts')).cni,
  },
  docker: {
    summary: "Docker's network driver, in the foreground",
    load: async () => (await import('./command/docker.ts')).docker,
  },
  netavark: {
    summary: 'the netavark plugin, run by podman',
    load: async () => (await import('./command/netavark.ts')).netavark,
  },
  repair: { summary: 'restores what check reports', load: async () => (await import('./command/repair.ts')).repair },
  collect: {
    summary: 'removes what is left of containers that are gone',
    load: async () => (await import('./command/collect.ts')).collect,
  },
  create: { summary: 'creates a network', load: async () => (await import('./command/create.ts')).create },
  rm: { summary: 'deletes networks', load: async () => (await import('./command/rm.ts')).rm },
  rootless: {
    summary: 'runs a command in namespaces of an ordinary user, with a way out',
    load: async () => (await import('./command/rootless.ts')).rootless,
  },
  install: {
    summary: 'writes the file by which an engine runs this program',
    load: async () => (await import('./command/install.ts')).install,
  },
  inspect: {
    summary: 'the whole picture of a host, as a tree',
    load: async () => (await import('./command/inspect.ts')).inspect,
  },
}
