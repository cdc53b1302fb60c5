import { CHECKOUT, type Machine } from './place.ts'

/** A hook of the OCI runtime specification. */
export interface Hook {
  readonly path: string
  readonly args?: readonly string[]
  readonly env?: readonly string[]
  readonly timeout?: number
}

export interface BundleOptions {
  /** What the container runs; busybox's commands are there. */
  readonly command: readonly string[]
  readonly annotations?: Readonly<Record<string, string>>
  /** By stage: createRuntime, poststop, ... */
  readonly hooks?: Readonly<Record<string, readonly Hook[]>>
}

const ROOTFS = '/run/rootfs'

/** A root of busybox, one for all bundles of a machine. runc refuses one that is a symbolic link. */
function makeRootfs(machine: Machine): void {
  machine.sh(`
    [ ! -e ${ROOTFS} ] || exit 0
    mkdir -p ${ROOTFS}.new/bin ${ROOTFS}.new/proc ${ROOTFS}.new/sys ${ROOTFS}.new/dev ${ROOTFS}.new/etc ${ROOTFS}.new/tmp ${ROOTFS}.new/www
    cp "$(command -v busybox)" ${ROOTFS}.new/bin/busybox
    chroot ${ROOTFS}.new /bin/busybox true
    for applet in $(busybox --list); do [ $applet = busybox ] || ln -s busybox ${ROOTFS}.new/bin/$applet; done
    mv ${ROOTFS}.new ${ROOTFS}`)
}

/** Makes the bundle of a container in /run/bundles, for runc and crun alike; its folder. */
export function makeBundle(machine: Machine, id: string, options: BundleOptions): string {
  makeRootfs(machine)
  const folder = `/run/bundles/${id}`
  machine.write(`${folder}/config.json`, JSON.stringify(specOf(machine, id, options), undefined, 2))
  return folder
}

const NAMESPACES = ['pid', 'network', 'ipc', 'uts', 'mount', 'cgroup']

/** Without resources: crun would ask for what cgroups of version 2 alone do not grant in a user namespace. */
function specOf(machine: Machine, id: string, { command, annotations = {}, hooks = {} }: BundleOptions) {
  const capabilities = [
    'CAP_KILL',
    'CAP_NET_BIND_SERVICE',
    'CAP_NET_RAW',
    'CAP_NET_ADMIN',
    'CAP_SETUID',
    'CAP_SETGID',
    'CAP_CHOWN',
  ]
  const sets = ['bounding', 'effective', 'permitted', 'inheritable']
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      user: { uid: 0, gid: 0 },
      args: command,
      env: ['PATH=/bin', 'HOME=/'],
      cwd: '/',
      capabilities: Object.fromEntries(sets.map((set) => [set, capabilities])),
      noNewPrivileges: true,
    },
    root: { path: ROOTFS, readonly: false },
    hostname: id,
    mounts: mountsOf(machine.who === 'user'),
    annotations,
    hooks,
    linux: { cgroupsPath: `/${id}`, namespaces: NAMESPACES.map((type) => ({ type })) },
  }
}

/** In the machine of an ordinary user only the groups and users 0 exist. */
function mountsOf(mapped: boolean) {
  return [
    { destination: '/proc', type: 'proc', source: 'proc' },
    { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755', 'size=65536k'] },
    {
      destination: '/dev/pts',
      type: 'devpts',
      source: 'devpts',
      options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', ...(mapped ? [] : ['gid=5'])],
    },
    { destination: '/sys', type: 'sysfs', source: 'sysfs', options: ['nosuid', 'noexec', 'nodev', 'ro'] },
  ]
}

/** The program of this checkout as a hook. */
export function programHook(machine: Machine, program: 'netlink-ts' | 'netns', ...args: readonly string[]): Hook {
  const path = machine.out(['sh', '-c', 'command -v node']).trim()
  return { path, args: [path, `${CHECKOUT}/dist/bin/${program}.cjs`, ...args] }
}
