// dockerd of Debian in a machine, the network driver of this checkout, and an image of nothing but busybox.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { until } from '../../support/until.ts'
import { installPlugin, withTables } from './cni.ts'
import { PROGRAM } from './node.ts'
import type { Machine } from './place.ts'
import { changeableEtc } from './podman.ts'

/** Folders that a machine with Docker covers. */
export const DOCKER_FOLDERS = ['/var/lib']

/** Whether Docker has its own firewall, and a bridge of its own. */
export type Firewall = 'on' | 'off'

const FLAGS: Readonly<Record<Firewall, readonly string[]>> = {
  on: [],
  off: ['--bridge=none', '--iptables=false', '--ip6tables=false'],
}
const DATA = '/run/docker-data'

/** Docker and the driver on one machine. Either can be ended and started again. */
export class Docker {
  readonly #machine: Machine
  readonly #flags: readonly string[]
  #daemon: ChildProcess | undefined
  #driver: ChildProcess | undefined

  private constructor(machine: Machine, flags: readonly string[]) {
    this.#machine = machine
    this.#flags = flags
  }

  /** Starts both, the driver first, and makes the image. */
  static async start(machine: Machine, firewall: Firewall, ...flags: readonly string[]): Promise<Docker> {
    changeableEtc(machine)
    // With it come iptables' usual names.
    installPlugin(machine)
    const docker = new Docker(machine, [...FLAGS[firewall], ...flags])
    await docker.startDriver()
    await docker.startDaemon()
    makeImage(machine)
    docker.run('import /run/image.tar busybox:1')
    return docker
  }

  async startDriver(): Promise<void> {
    const driver = this.#machine.start([...PROGRAM, 'docker'])
    const lines = createInterface({ input: driver.stdout as NodeJS.ReadableStream })
    let complaints = ''
    driver.stderr?.on('data', (chunk) => {
      complaints += chunk
    })
    const first = await Promise.race([once(lines, 'line'), once(driver, 'close').then(() => undefined)])
    if (first === undefined) throw new Error(`the driver does not start: ${complaints}`)
    this.#driver = driver
  }

  /** Ends the driver, and returns its exit status. */
  async stopDriver(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const driver = this.#driver as ChildProcess
    await this.#machine.stop(driver, signal)
    return driver.exitCode
  }

  async startDaemon(): Promise<void> {
    const flags = ['--storage-driver=vfs', `--data-root=${DATA}`, '-H', 'unix:///run/docker.sock', ...this.#flags]
    const line = `exec dockerd ${flags.join(' ')} >>/run/dockerd.log 2>&1`
    const daemon = this.#machine.start(withTables(['sh', '-c', line]))
    this.#daemon = daemon
    await until('dockerd', () => {
      if (daemon.exitCode !== null) throw new Error(this.#machine.sh('tail -n 20 /run/dockerd.log'))
      return this.#machine.run('docker version').status === 0
    })
  }

  async stopDaemon(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.#machine.stop(this.#daemon as ChildProcess, signal)
  }

  /** What `docker` prints, without the blanks around it. */
  run(command: string): string {
    return this.#machine.sh(`docker ${command}`, { timeout: 60_000 }).trim()
  }

  /** What `docker` says when it fails. */
  fails(command: string): string {
    const { status, stdout, stderr } = this.#machine.run(['sh', '-ec', `docker ${command}`])
    if (status === 0) throw new Error(`docker ${command} did not fail: ${stdout}`)
    return stderr.trim()
  }

  /** Runs a container that serves its own name at port 80. */
  serve(name: string, options: string): void {
    const server = 'mkdir -p /www; hostname >/www/index.html; exec httpd -f -p 80 -h /www'
    this.run(`run -d --init --name ${name} --hostname ${name} ${options} busybox:1 sh -c '${server}'`)
  }

  /** What a container gets from a server. */
  get(container: string, host: string): string {
    return this.run(`exec ${container} wget -qO- http://${host}/`)
  }

  /** Ends both, and removes what Docker never removes itself. */
  async stop(): Promise<void> {
    await this.stopDaemon()
    await this.stopDriver()
    this.#machine.sh(`
      ! ip link show docker0 >/dev/null 2>&1 || ip link delete docker0
      for family in ip ip6; do for table in nat filter; do nft delete table $family $table 2>/dev/null || true; done; done
      ! [ -d /sys/fs/cgroup/docker ] || rmdir /sys/fs/cgroup/docker`)
  }
}

function makeImage(machine: Machine): void {
  machine.sh(`mkdir -p /run/image/bin /run/image/etc /run/image/www
    # One that needs no libraries: other tests may have fetched the package busybox.
    for one in "$(command -v busybox)" /bin/busybox /usr/bin/busybox; do
      cp "$one" /run/image/bin/busybox && ! chroot /run/image /bin/busybox true 2>/dev/null || break
    done
    for name in sh wget httpd sleep ip hostname mkdir ping nslookup; do ln -s busybox /run/image/bin/$name; done
    tar -C /run/image -c . -f /run/image.tar`)
}
