/** A network namespace: an object with a descriptor (`Netns`), a name in /run/netns, an absolute path, a process, or a listed namespace. */
export type NetnsRef = string | NetnsDescriptor | NetnsOfProcess | NamedNetns

/** A namespace, given by an open descriptor such as that of a `Netns`. */
export interface NetnsDescriptor {
  /** Open descriptor of the namespace. */
  readonly fd: number
}

/** The namespace of a process. */
export interface NetnsOfProcess {
  /** Id of the process. */
  readonly pid: number
}

/** A namespace with a name, such as a listed one. */
export interface NamedNetns {
  /** Name: the file in /run/netns. */
  readonly name: string
}

/** A descriptor that must stay open until the message that contains it has been answered. */
export interface Held {
  readonly fd: number
  close(): void
}

/** Opens the namespace of a reference, or throws. */
export type Opener = (netns: NetnsRef) => Held
