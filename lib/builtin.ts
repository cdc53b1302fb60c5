/**
 * Modules of Node.js, without importing them: an import evaluates everything that a module exports, and so loads the streams for
 * node:buffer, the parser of arguments for node:util, and more, for a tenth of what a program takes to list the links once.
 * process.getBuiltinModule exists in every version that package.json allows.
 */
export const { Buffer } = process.getBuiltinModule('node:buffer')
export const { channel } = process.getBuiltinModule('node:diagnostics_channel')
export const {
  access,
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
  constants: fileConstants,
} = process.getBuiltinModule('node:fs')
export const { createRequire } = process.getBuiltinModule('node:module')
export const { constants } = process.getBuiltinModule('node:os')
export const { basename, dirname, join, resolve } = process.getBuiltinModule('node:path')
export const { setImmediate } = process.getBuiltinModule('node:timers')
export const { fileURLToPath } = process.getBuiltinModule('node:url')
export const { debuglog, getSystemErrorMap, inspect, isDeepStrictEqual } = process.getBuiltinModule('node:util')

/** Those that few programs need, loaded on first use. */
export const builtin = {
  childProcess: (): typeof import('node:child_process') => process.getBuiltinModule('node:child_process'),
  crypto: (): typeof import('node:crypto') => process.getBuiltinModule('node:crypto'),
  cluster: (): { readonly isWorker: boolean } => process.getBuiltinModule('node:cluster') as never,
  dns: (): typeof import('node:dns') => process.getBuiltinModule('node:dns'),
  watch: (): typeof import('node:fs').watch => process.getBuiltinModule('node:fs').watch,
  files: (): typeof import('node:fs/promises') => process.getBuiltinModule('node:fs/promises'),
  net: (): typeof import('node:net') => process.getBuiltinModule('node:net'),
  timers: (): typeof import('node:timers/promises') => process.getBuiltinModule('node:timers/promises'),
}
