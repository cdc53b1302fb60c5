/**
 * Modules of Node.js that few programs need, loaded when they are first used: imported, they would take 1.7 of the 24 ms in which a program
 * that lists the links is over. process.getBuiltinModule is there in every version that package.json admits.
 */
export const builtin = {
  childProcess: (): typeof import('node:child_process') => process.getBuiltinModule('node:child_process'),
  cluster: (): { readonly isWorker: boolean } => process.getBuiltinModule('node:cluster') as never,
  dns: (): typeof import('node:dns') => process.getBuiltinModule('node:dns'),
  files: (): typeof import('node:fs/promises') => process.getBuiltinModule('node:fs/promises'),
  net: (): typeof import('node:net') => process.getBuiltinModule('node:net'),
}
