/**
 * How a change is undone:
 *
 * - `exact`: its inverse follows from the request and from the object that it replaced or deleted; nothing else changes with it.
 * - `scope`: other objects vanish or change with it (those of a link that goes down), which its inverse does not bring back.
 * - `none`: the kernel cannot bring back what it discards.
 */
export type Undo = 'exact' | 'scope' | 'none'

/** The option among the arguments of a verb that makes a call irreversible; undefined if there is none. */
export type Irreversible = (...args: readonly unknown[]) => string | undefined
