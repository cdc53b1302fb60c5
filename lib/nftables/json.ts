/** The JSON of libnftables-json(5), and what nft 1.0.6 reads and prints beyond that page. */
export type * from './json/action.ts'
export type * from './json/command.ts'
export type * from './json/expression.ts'
export type * from './json/object.ts'
export type * from './json/selector.ts'
export type * from './json/stateful.ts'
export type * from './json/statement.ts'
