import { listNeighbours } from '../../../lib/neighbour/neighbour.ts'
import { golden } from './golden.ts'

const RTM_DELNEIGH = 29
const AF_BRIDGE = '07'
const NUD_PERMANENT = 0x80

/**
 * Neighbours, captured where v0 is link 10, v1 link 11, the bridge br0 12, the VXLANs vx0 13 and vx1 14. Deleting looks at no state, and
 * NUD_NOARP, which `bridge` adds, makes an entry of a forwarding table no more permanent than it is.
 */
export const neighbours = golden('neighbours', {
  layout: { header: 12, nests: ['14'] },
  meaning({ type, header, ...others }) {
    const state = Number.parseInt(header.slice(16, 18), 16)
    const permanent = header.startsWith(AF_BRIDGE) && (state & NUD_PERMANENT) !== 0
    const kept = type === RTM_DELNEIGH ? undefined : permanent ? NUD_PERMANENT : state
    return { ...others, type, state: kept, header: `${header.slice(0, 16)}..${header.slice(18)}` }
  },
  list: (from) => from.on(listNeighbours)({ state: 'all' }),
})
