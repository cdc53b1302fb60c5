// podman of Debian in a machine, and an image of nothing but busybox.
import { withTables } from './cni.ts'
import { type Machine, PACKAGES } from './place.ts'

/** Folders that a machine with podman or containerd covers. */
export const STATE_FOLDERS = ['/var/lib', '/var/tmp', '/opt']

/** Settings under [network]; those under [engine] are given. */
export function installPodman(machine: Machine, network: string): void {
  changeableEtc(machine)
  machine.write('/etc/containers/policy.json', '{"default":[{"type":"insecureAcceptAnything"}]}')
  machine.write(
    '/etc/containers/containers.conf',
    `[network]
${network}
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
conmon_path = ["${PACKAGES}/usr/bin/conmon"]
[engine.runtimes]
crun = ["/run/bin/crun"]
`,
  )
  // conmon starts it without the environment by which it finds its libraries.
  machine.sh(`mkdir -p /run/home /run/bin /var/lib/containers
    printf '#!/bin/sh\\nLD_LIBRARY_PATH=%s exec %s "$@"\\n' "$LD_LIBRARY_PATH" ${PACKAGES}/usr/bin/crun >/run/bin/crun
    chmod 755 /run/bin/crun`)
  importImage(machine)
}

/** Lays a layer over /etc, so that settings of engines can be written. */
export function changeableEtc(machine: Machine): void {
  machine.sh(`mkdir -p /run/etc/upper /run/etc/work
    mountpoint -q /etc || mount -t overlay overlay -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work /etc`)
}

function importImage(machine: Machine): void {
  machine.sh(`mkdir -p /run/image/bin /run/image/etc /run/image/www
    cp "$(command -v busybox)" /run/image/bin/busybox
    for name in sh wget httpd sleep ip hostname; do ln -s busybox /run/image/bin/$name; done
    tar -C /run/image -c . -f /run/image.tar`)
  podman(machine, 'import /run/image.tar busybox:1')
}

/** What podman prints, without the blanks around it. */
export function podman(machine: Machine, command: string): string {
  const line = `podman --runtime crun --storage-driver vfs ${command}`
  return machine.out(withTables(['sh', '-ec', line]), { timeout: 60_000 }).trim()
}
