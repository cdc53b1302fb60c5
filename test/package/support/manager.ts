import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where `scripts/check-package` has laid the packed package and the package managers; undefined in other runs. */
export const workshop = process.env.NETLINK_TS_PACKAGE

/** What stands behind one way to install a package. */
export interface Manager {
  /** Its program below the managers' node_modules. */
  readonly program: string
  /** The arguments that add a tarball to a project. */
  readonly add: (tarball: string) => string[]
  /** Files that the project has before, beside package.json. */
  readonly files?: Record<string, string>
  /** The arguments of node, where it takes more than a file to find packages. */
  readonly node?: readonly string[]
}

const yarn4 = '@yarnpkg/cli-dist/bin/yarn.js'
const yarnrc = (linker: string) =>
  `nodeLinker: ${linker}\nenableGlobalCache: false\nenableTelemetry: false\nenableNetwork: false\n`

/** None may ask a registry for anything: the package needs no other, and the tests have no network. */
export const managers: Record<string, Manager> = {
  npm: { program: 'npm/bin/npm-cli.js', add: (file) => ['install', '--offline', file] },
  pnpm: { program: 'pnpm/bin/pnpm.cjs', add: (file) => ['add', '--offline', '--store-dir', 'store', file] },
  'yarn 1': { program: 'yarn/bin/yarn.js', add: (file) => ['add', '--offline', '--cache-folder', 'cache', file] },
  'yarn 4': {
    program: yarn4,
    add: (file) => ['add', `netlink-ts@file:${file}`],
    files: { '.yarnrc.yml': yarnrc('node-modules') },
  },
  'yarn 4 (pnp)': {
    program: yarn4,
    add: (file) => ['add', `netlink-ts@file:${file}`],
    files: { '.yarnrc.yml': yarnrc('pnp') },
    node: ['--require', './.pnp.cjs', '--loader', './.pnp.loader.mjs', '--no-warnings'],
  },
  bun: {
    program: `@oven/bun-linux-${process.arch === 'arm64' ? 'aarch64' : process.arch}/bin/bun`,
    add: (file) => ['add', file],
  },
}

/** The packed package. */
export function tarball(folder: string): string {
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'))
  if (name === undefined) throw new Error(`no tarball in ${folder}`)
  return join(folder, name)
}

/** An empty project, and a PATH with nothing but node and a shell: no compiler, no make, no Python. */
export class Project {
  readonly folder: string
  readonly #environment: NodeJS.ProcessEnv

  constructor(folder: string) {
    this.folder = join(folder, 'project')
    const path = join(folder, 'bin')
    for (const made of [this.folder, path, join(folder, 'home')]) mkdirSync(made)
    symlinkSync(process.execPath, join(path, 'node'))
    for (const shell of ['sh', 'env']) symlinkSync(join('/bin', shell), join(path, shell))
    this.#environment = { PATH: path, HOME: join(folder, 'home'), LANG: 'C', CI: '1' }
    this.write('package.json', '{ "name": "empty", "version": "1.0.0", "private": true }')
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text)
  }

  /** Installs; what was said, where that failed. */
  install(folder: string, { program, add, files }: Manager): string | undefined {
    for (const [file, text] of Object.entries(files ?? {})) this.write(file, text)
    const binary = join(folder, 'node_modules', program)
    const { status, stdout, stderr } = this.run(
      ...((binary.endsWith('js') ? [process.execPath, binary] : [binary]) as [string, ...string[]]),
      ...add(tarball(folder)),
    )
    return status === 0 ? undefined : `${stdout}${stderr}`
  }

  run(command: string, ...args: string[]) {
    return spawnSync(command, args, { cwd: this.folder, encoding: 'utf8', env: this.#environment })
  }

  has(path: string): boolean {
    return existsSync(join(this.folder, path))
  }
}
