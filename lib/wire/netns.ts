/** A network namespace: an object with a descriptor (`Netns`), a name below /run/netns, an absolute path, a process, or a listed namespace. */
export type NetnsRef = string | { readonly fd: number } | { readonly pid: number } | { readonly name: string }

/** A descriptor that must stay open until the message that contains it has been answered. */
export interface Held {
  readonly fd: number
  close(): void
}

/** Opens the namespace of a reference, or throws what is wrong with it. */
export type Opener = (netns: NetnsRef) => Held
