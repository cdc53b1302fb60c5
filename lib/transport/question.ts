import { readAnswers } from './answer.ts'
import type { Batch } from './batch.ts'
import type { Exchanged } from './native.ts'

/**
 * include/uapi/linux/netlink.h. The kernel acknowledges such a message and does nothing (netlink_rcv_skb in
 * net/netlink/af_netlink.c).
 */
const NLMSG_NOOP = 1

/**
 * The request of a dump, which `batch` holds alone, in a buffer of its own. Where it names links, it travels as a message without
 * effect first: on its way the names become indices, after everything asked before, as those of any request.
 */
export async function settled(batch: Batch, exchange: (done: (result: Exchanged) => void) => void): Promise<Uint8Array> {
  const { writer } = batch
  if (writer.places.length === 0) return writer.u8.slice(0, writer.at)
  const [type, flags] = [writer.u16[2] as number, writer.u16[3] as number]
  writer.u16[2] = NLMSG_NOOP
  const result = await new Promise<Exchanged>((resolve) => exchange(resolve))
  writer.u16[2] = type
  writer.u16[3] = flags
  const error = readAnswers(batch, result).errors?.get(0)
  if (error !== undefined) throw error
  return writer.u8.slice(0, writer.at)
}
