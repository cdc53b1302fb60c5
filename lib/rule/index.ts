export type { RuleAction } from './message.ts'
export * from './rule.ts'
