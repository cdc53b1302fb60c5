/** Typed builders of the JSON of libnftables-json(5); each returns plain data, exactly what `nft -j` reads. */
export * from './helper/command.ts'
export * from './helper/expression.ts'
export * from './helper/header.ts'
export * from './helper/known.ts'
export * from './helper/reset.ts'
export * from './helper/statement.ts'
export type * from './helper/target.ts'
