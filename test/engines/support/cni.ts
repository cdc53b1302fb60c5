// A runtime that executes network configurations: section 3 of the CNI specification.
import { CHECKOUT, type Machine, PACKAGES } from './place.ts'

/** Where the plugin of this library is, as `type` names it. */
const FOLDER = '/run/cni/bin'
/** iptables by its usual names, which Debian lays by its alternatives when it is installed. */
const TABLES = '/run/cni/sbin'
const DEBIAN = `${PACKAGES}/usr/lib/cni`

/** One plugin's part of a network configuration. */
export interface PluginConfig {
  readonly type: string
  readonly capabilities?: Readonly<Record<string, boolean>>
  readonly [key: string]: unknown
}

export interface NetworkList {
  readonly cniVersion: string
  readonly name: string
  readonly plugins: readonly PluginConfig[]
}

/** What a plugin was called for. */
export interface Attachment {
  readonly container: string
  /** Path of the namespace; empty where the runtime knows none any more. */
  readonly netns: string
  readonly ifname?: string
  /** CNI_ARGS. */
  readonly args?: string
  /** What the capabilities of the plugins get. */
  readonly capabilities?: Readonly<Record<string, unknown>>
}

export interface Answer {
  readonly status: number | null
  /** What was printed on standard output, parsed. */
  // biome-ignore lint/suspicious/noExplicitAny: a test names what it expects
  readonly object: any
  readonly stderr: string
}

export class CniRuntime {
  readonly #machine: Machine
  readonly #list: NetworkList
  readonly #results = new Map<string, unknown>()

  constructor(machine: Machine, list: NetworkList) {
    this.#machine = machine
    this.#list = list
    installPlugin(machine)
  }

  /** Adds an attachment: every plugin gets the result of the one before it. The last answer, or the first error. */
  add(attachment: Attachment): Answer {
    let answer: Answer = { status: 0, object: undefined, stderr: '' }
    for (const plugin of this.#list.plugins) {
      answer = this.call('ADD', plugin, attachment, answer.object)
      if (answer.status !== 0) return answer
    }
    this.#results.set(keyOf(attachment), answer.object)
    return answer
  }

  /** Deletes it, in reverse order. */
  del(attachment: Attachment): Answer {
    const answer = this.#each('DEL', attachment, [...this.#list.plugins].reverse())
    if (answer.status === 0) this.#results.delete(keyOf(attachment))
    return answer
  }

  /** Checks it, by every plugin but those named. */
  check(attachment: Attachment, ...except: readonly string[]): Answer {
    const plugins = this.#list.plugins.filter(({ type }) => !except.includes(type))
    return this.#each('CHECK', attachment, plugins)
  }

  #each(command: string, attachment: Attachment, plugins: readonly PluginConfig[]): Answer {
    let answer: Answer = { status: 0, object: undefined, stderr: '' }
    for (const plugin of plugins) {
      answer = this.call(command, plugin, attachment, this.#results.get(keyOf(attachment)))
      if (answer.status !== 0) return answer
    }
    return answer
  }

  /** Runs one plugin once. */
  call(command: string, plugin: PluginConfig, attachment: Partial<Attachment> = {}, prevResult?: unknown): Answer {
    const { container = '', netns = '', ifname = 'eth0', args = '' } = attachment
    const path = `${FOLDER}:${DEBIAN}`
    const env = {
      CNI_COMMAND: command,
      CNI_CONTAINERID: container,
      CNI_NETNS: netns,
      CNI_IFNAME: ifname,
      CNI_ARGS: args,
      CNI_PATH: path,
    }
    const input = JSON.stringify(this.#execution(plugin, attachment, prevResult))
    const folder = plugin.type === 'netlink-ts' ? FOLDER : DEBIAN
    const { status, stdout, stderr } = this.#machine.run(withTables([`${folder}/${plugin.type}`]), { env, input })
    return { status, object: stdout.trim() === '' ? undefined : JSON.parse(stdout), stderr }
  }

  /** The configuration of one execution (section "Deriving execution configuration from plugin configuration"). */
  #execution({ capabilities = {}, ...plugin }: PluginConfig, attachment: Partial<Attachment>, prevResult: unknown) {
    const { cniVersion, name } = this.#list
    const sent = Object.entries(attachment.capabilities ?? {}).filter(([key]) => capabilities[key] === true)
    return {
      ...plugin,
      cniVersion,
      name,
      ...(sent.length > 0 && { runtimeConfig: Object.fromEntries(sent) }),
      ...(prevResult !== undefined && { prevResult }),
    }
  }
}

const keyOf = ({ container, ifname = 'eth0' }: Attachment) => `${container} ${ifname}`

/** Lays the plugin where engines look for it; the folder. */
export function installPlugin(machine: Machine): string {
  machine.out([process.execPath, `${CHECKOUT}/dist/bin/netlink-ts.cjs`, 'install', 'cni', FOLDER])
  machine.sh(`mkdir -p ${TABLES}
    for name in iptables ip6tables iptables-save ip6tables-save iptables-restore ip6tables-restore; do
      ln -sf ${PACKAGES}/usr/sbin/xtables-nft-multi ${TABLES}/$name
    done`)
  return FOLDER
}

/** The command with iptables on its PATH. */
export function withTables(command: readonly string[]): string[] {
  const script = `export PATH=${TABLES}:$PATH XTABLES_LIBDIR=$(echo ${PACKAGES}/usr/lib/*/xtables); exec "$@"`
  return ['sh', '-c', script, 'sh', ...command]
}

/** Folders of plugins for an engine's settings. */
export const PLUGIN_FOLDERS = [FOLDER, DEBIAN]

/** Deletes a network, and the tables that iptables makes for Debian's plugins, which these never delete. */
export function deleteNetwork(machine: Machine, name: string): void {
  const program = `import('${CHECKOUT}/dist/container/index.js').then(async ({ createNetwork }) => (await createNetwork({ name: '${name}' })).delete())`
  machine.out([process.execPath, '-e', program])
  for (const line of machine.out('nft list tables').split('\n')) {
    const [, family, table] = line.split(' ')
    if (table !== undefined && /^(nat|filter|mangle|raw)$/.test(table))
      machine.run(['nft', 'delete', 'table', family ?? '', table])
  }
}
