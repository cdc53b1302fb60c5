// The commands of netlink-ts, each in a module of its own that is loaded when it runs.
import type { Listed } from './command.ts'

export const commands: Readonly<Record<string, Listed>> = {
  create: { summary: 'creates a network', load: async () => (await import('./command/create.ts')).create },
  ls: { summary: 'lists networks and their containers', load: async () => (await import('./command/ls.ts')).ls },
  check: {
    summary: 'reports what differs from what a network needs',
    load: async () => (await import('./command/check.ts')).check,
  },
  repair: { summary: 'restores what check reports', load: async () => (await import('./command/repair.ts')).repair },
  collect: {
    summary: 'removes what is left of containers that are gone',
    load: async () => (await import('./command/collect.ts')).collect,
  },
  rm: { summary: 'deletes networks', load: async () => (await import('./command/rm.ts')).rm },
  inspect: {
    summary: 'shows the network of the host as a tree',
    load: async () => (await import('./command/inspect.ts')).inspect,
  },
  apply: {
    summary: 'makes namespaces what a topology in a file says',
    load: async () => (await import('./command/apply.ts')).apply,
  },
  plan: {
    summary: 'prints the commands that apply would run',
    load: async () => (await import('./command/plan.ts')).plan,
  },
  diff: {
    summary: 'prints what differs from a topology',
    load: async () => (await import('./command/diff.ts')).diff,
  },
  capture: {
    summary: 'prints what is there as a topology',
    load: async () => (await import('./command/capture.ts')).capture,
  },
  remove: {
    summary: 'deletes what apply has made',
    load: async () => (await import('./command/remove.ts')).remove,
  },
  install: {
    summary: 'writes the file through which an engine runs this program',
    load: async () => (await import('./command/install.ts')).install,
  },
  hook: {
    summary: 'the OCI hook: attaches containers of runc, crun and podman',
    load: async () => (await import('./command/hook.ts')).hook,
  },
  cni: {
    summary: 'the CNI plugin, run by container engines',
    load: async () => (await import('./command/cni.ts')).cni,
  },
  netavark: {
    summary: 'the netavark plugin, run by podman',
    load: async () => (await import('./command/netavark.ts')).netavark,
  },
  docker: {
    summary: "Docker's network driver, in the foreground",
    load: async () => (await import('./command/docker.ts')).docker,
  },
  cluster: {
    summary: 'keeps routes to the containers of the other hosts of a cluster',
    load: async () => (await import('./command/cluster.ts')).cluster,
  },
  rootless: {
    summary: 'runs a command in namespaces of an ordinary user, connected to the network',
    load: async () => (await import('./command/rootless.ts')).rootless,
  },
}
