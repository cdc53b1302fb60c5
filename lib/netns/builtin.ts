/**
 * Modules of Node.js that few programs need, loaded on first use: importing them takes 1.7 of the 24 ms of a program that lists the links.
 * process.getBuiltinModule exists in every version that package.json allows.
 */
export const builtin = {
  childProcess: (): typeof import('node:child_process') => process.getBuiltinModule('node:child_process'),
  cluster: (): { readonly isWorker: boolean } => process.getBuiltinModule('node:cluster') as never,
  dns: (): typeof import('node:dns') => process.getBuiltinModule('node:dns'),
  files: (): typeof import('node:fs/promises') => process.getBuiltinModule('node:fs/promises'),
  net: (): typeof import('node:net') => process.getBuiltinModule('node:net'),
}
