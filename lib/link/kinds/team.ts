import type { LinkOptions } from '../link.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'

/** Creates a team, whose mode and ports a user-space program (`teamd`) configures by generic netlink. */
export const createTeam = creator<'team', LinkOptions>('createTeam', 'team')

const kind: Kind = { lower: 'none' }
export default kind
