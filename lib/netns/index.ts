export { Netns } from './netns.ts'
export * from './verbs.ts'
