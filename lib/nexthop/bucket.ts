import { constants } from '../builtin.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Limits } from '../transport/limit.ts'
import type { Explanation } from '../transport/request-type.ts'
import { fieldsOf } from '../verb/filter.ts'
import { listing } from '../verb/listing.ts'
import type { Verdict } from '../wire/extack.ts'
import { limit, u32 } from '../wire/integers.ts'
import type { LinkRef } from '../wire/reference.ts'
import type { Value } from '../wire/type.ts'
import { bucket } from './message.ts'

type Report = Value<typeof bucket>

/** A bucket of a resilient group: a set of flows that use the same nexthop. */
export interface NexthopBucket {
  /** Id of the group. */
  id: number
  /** Position of the bucket in its group, from 0. */
  index: number
  /** Id of the nexthop that the bucket uses; iproute2: `nhid`. */
  nhId: number
  /** Time since the bucket last had traffic, in hundredths of a second. */
  idleTime: number
  /** State of the nexthop. */
  flags: Report['flags']
}

/** Selects the buckets to list. */
export interface NexthopBucketFilter extends Limits {
  /** Id of the group. */
  id?: number | undefined
  /** Id of the nexthop that the buckets use; iproute2: `nhid`. */
  nhId?: number | undefined
  /** Outgoing link of the nexthop; iproute2: `dev`. */
  oif?: LinkRef | undefined
  /** Bridge, bond or VRF that the outgoing link of the nexthop belongs to; iproute2: `master`, `vrf`. */
  master?: LinkRef | undefined
}

const request = rtnetlink.verbs('NEWNEXTHOPBUCKET', bucket)

/** The kernel has no sentence for a group that there is not. */
function explained({ error, msg }: Verdict, { id }: Readonly<Record<string, unknown>>): Explanation | undefined {
  if (error !== -constants.errno.ENOENT || msg !== undefined || id === undefined) return undefined
  return { reason: `no nexthop with id ${id}`, attribute: 'id' }
}

const id = limit(u32, 1, 0xffff_ffff)

/** The kernel applies all filters (nh_valid_dump_bucket_req in net/ipv4/nexthop.c). */
const buckets = listing<NexthopBucketFilter, Report, NexthopBucket>({
  request: () => (name, way, extras) => request(name, way, { explained, ...extras }),
  answer: ({ id, flags, resBucket }) =>
    ({ id, index: resBucket?.index, nhId: resBucket?.nhId, idleTime: resBucket?.idleTime, flags }) as NexthopBucket,
  filters: [
    { key: 'id', type: id },
    { key: 'nhId', type: id, iproute2: ['nhid'] },
    ...fieldsOf(bucket, 'oif', 'master'),
  ],
  fields: ({ nhId, ...others }) => ({ ...others, ...(nhId === undefined ? {} : { resBucket: { nhId } }) }),
})

/** Lists the buckets of resilient groups (`ip nexthop bucket show`); EINVAL if the group with this `id` is not resilient. */
export const listNexthopBuckets = buckets.list('listNexthopBuckets')
