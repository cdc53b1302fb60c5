import type { Handle } from '../transport/handle.ts'

let open: (() => Handle) | undefined
let home: Handle | undefined

/** Sets how the home handle is opened; called by lib/netlink, which imports the verbs. */
export function bindHome(opener: () => Handle): void {
  open = opener
}

/** The handle in the namespace of this process, opened on first use. */
export function homeHandle(): Handle {
  if (home !== undefined) return home
  if (open === undefined) throw new Error('the home handle is opened by lib/netlink, which is not loaded')
  home = open()
  return home
}
