/** What crosses between the compiler, the decompiler and the addon. */
export type * from './bytecode/expression.ts'
export type * from './bytecode/object.ts'
