import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRoot } from '../../support/private.ts'
import { name } from '../../support/unique.ts'
import { NOBODY } from './nobody.ts'

/** Moves itself into the machine's cgroup, then becomes the command. */
export const joining = (cgroup: string | undefined) =>
  `${cgroup === undefined ? '' : `echo 0 >'${cgroup}/cgroup.procs'; `}exec "$@"`

/** Engines make cgroups: root of the machine gives each test's machine one, so that it sees no other. */
export function ownCgroup(who: 'root' | 'user'): string | undefined {
  if (!isRoot()) return undefined
  // scripts/private has laid a sysfs of its own over that of the machine, and its cgroups with it.
  const mounted = '/run/netlink-ts/cgroup'
  const mount = `mkdir -p ${mounted}; mountpoint -q ${mounted} || mount -t cgroup2 none ${mounted}`
  if (spawnSync('sh', ['-ec', mount]).status !== 0) return undefined
  const path = join(mounted, name('netlink-'))
  mkdirSync(path)
  if (who === 'user') spawnSync('chown', ['-R', `${NOBODY}:${NOBODY}`, path])
  return path
}

/** Its processes are being killed. */
export async function removeCgroup(path: string): Promise<void> {
  if (existsSync(join(path, 'cgroup.kill'))) writeFileSync(join(path, 'cgroup.kill'), '1')
  for (let tries = 0; ; tries++) {
    try {
      for (const folder of cgroupsBelow(path)) rmdirSync(folder)
      return
    } catch (thrown) {
      if (tries === 200) throw thrown
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

/** The deepest first. */
function cgroupsBelow(path: string): string[] {
  const folders = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return [...folders.flatMap(({ name }) => cgroupsBelow(join(path, name))), path]
}
