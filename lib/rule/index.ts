export type { RuleAction, RuleRange } from './message.ts'
export * from './rule.ts'
