import { nfnetlink } from '../../protocol/nfnetlink.ts'
import { traceTable } from '../trace.ts'
import { messageNames, SUBSYSTEM } from './number.ts'

/** The messages of nftables. */
export const nftables = nfnetlink({ number: SUBSYSTEM, messages: messageNames, messageOf: traceTable })
