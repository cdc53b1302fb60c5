export * from './bucket.ts'
export type { NexthopMember, NexthopMemberOptions, ResilientGroup, ResilientGroupOptions } from './message.ts'
export * from './nexthop.ts'
