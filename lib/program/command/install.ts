// netlink-ts install: what an engine runs, in the folder where it looks.
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { makeFolder } from '../../container/state/files.ts'
import { type Call, type Command, UsageError } from '../command.ts'

interface Kind {
  readonly file: string
  /** The command that it runs. */
  readonly command: string
  /** A line of the help. */
  readonly about: string
}

const KINDS: Readonly<Record<string, Kind>> = {
  cni: { file: 'netlink-ts', command: 'cni', about: 'a CNI plugin: /opt/cni/bin, /usr/lib/cni' },
  netavark: { file: 'netlink-ts', command: 'netavark', about: 'a netavark plugin: netavark_plugin_dirs' },
  hook: { file: 'netlink-ts-hook', command: 'hook', about: 'an OCI hook' },
  docker: { file: 'netlink-ts-docker.service', command: 'docker', about: 'a unit: /etc/systemd/system' },
}
const LINES = Object.entries(KINDS).map(([name, { file, about }]) => `  ${name.padEnd(9)} FOLDER/${file}, ${about}`)

/** By what a file of an earlier installation is known. */
const MARK = '# Written by netlink-ts install'

export const install: Command = {
  usage: `[--force] ${Object.keys(KINDS).join('|')} FOLDER`,
  about: `Writes the file through which a container engine runs netlink-ts into FOLDER, with
the absolute paths of Node.js and of this package:
${LINES.join('\n')}
Prints the path of the file. Run it again after Node.js or the package has moved.`,
  options: { force: { short: 'f', help: 'Replaces a file that netlink-ts install did not write, too.' } },
  positionals: [2, 2],
  async run(call: Call) {
    const [name, folder] = call.positionals as [string, string]
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined
    if (kind === undefined) throw new UsageError(`expected one of ${Object.keys(KINDS).join(', ')}, got '${name}'`)
    const path = join(resolve(folder), kind.file)
    if (!call.flag('force')) checkOrigin(path, kind)
    makeFolder(resolve(folder))
    writeWhole(path, name === 'docker' ? unit(kind.command) : wrapper(kind.command), name === 'docker' ? 0o644 : 0o755)
    call.print(path)
  },
}

/** The plugins of CNI and of netavark have the same name: in one folder, the second would take the place of the first. */
function checkOrigin(path: string, { command }: Kind): void {
  const text = textOf(path)
  if (text === undefined) return
  if (!text.includes(MARK))
    throw new Error(`${path} exists and was not written by netlink-ts install; --force replaces it`)
  const other = Object.keys(KINDS).find((name) => name !== command && text.includes(` ${name} "$@" ${MARK}`))
  if (other !== undefined) throw new Error(`${path} is the plugin for ${other}; --force replaces it`)
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw thrown
  }
}

/** An engine that runs it meanwhile finds the old one or the new one. */
function writeWhole(path: string, text: string, mode: number): void {
  const draft = `${path}.${process.pid}`
  try {
    writeFileSync(draft, text, { flag: 'wx' })
    chmodSync(draft, mode)
    renameSync(draft, path)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(draft, { force: true })
    throw thrown
  }
}

const program = () => [process.execPath, resolve(process.argv[1] as string)] as const

function wrapper(command: string): string {
  const [node, file] = program().map((path) => `'${path.replaceAll("'", `'\\''`)}'`)
  return `#!/bin/sh\nexec ${node} ${file} ${command} "$@" ${MARK}\n`
}

function unit(command: string): string {
  const [node, file] = program().map((path) => `"${path.replaceAll(/["\\$%]/g, (sign) => ESCAPES[sign] as string)}"`)
  return `${MARK}
[Unit]
Description=Network driver netlink-ts for Docker
Before=docker.service

[Service]
ExecStart=${node} ${file} ${command}
Restart=on-failure

[Install]
WantedBy=multi-user.target
`
}

/** What systemd.service(5) reads otherwise within quotes. */
const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', $: '$$', '%': '%%' }
