/** The JSON of libnftables-json(5), with the additions of nft 1.0.6 that the page does not document. */
export type * from './json/action.ts'
export type * from './json/command.ts'
export type * from './json/expression.ts'
export type * from './json/object.ts'
export type * from './json/selector.ts'
export type * from './json/stateful.ts'
export type * from './json/statement.ts'
