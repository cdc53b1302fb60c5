/**
 * The whole border between TypeScript and the addon `netlink` (native/netlink). Nothing else crosses it.
 *
 * Numbers called `error` are 0 or a negative errno. Every `done` is called once, later, on the JavaScript thread,
 * and never after `close()` of the environment. Buffers handed in belong to the addon until `done`.
 */

/** An owned file descriptor: closed by `close()`, or when it is garbage-collected. */
export class Descriptor {
  private constructor()
  /** The number, or -1 once closed. */
  readonly fd: number
  /** Inode of the namespace, or 0 once closed. */
  readonly inode: bigint
  /** Another owner of the same descriptor, which is closed when all of its owners have closed it; undefined once closed. */
  share(): Descriptor | undefined
  /** Closing twice does nothing. */
  close(): void
}

/** What one exchange brought back. */
export interface Exchanged {
  /**
   * Reply messages that say something, each at a multiple of four: `NLMSG_ERROR` with an error or with extended-ack
   * attributes, and every message that is not control (echoes, answers to gets). Their `nlmsg_seq` names the request.
   */
  replies: ArrayBuffer | undefined
  /**
   * Requests without an answer of the kernel, as triples `[seq, error, name]`: `name` is the index of the link name that
   * did not resolve (error -ENODEV), else -1 (-ENOBUFS: executed, but its reply was lost; -EMSGSIZE: larger than the send
   * buffer may become; -EBADF: the socket is closed; else why it did not open, or what sending said).
   */
  faults: Int32Array | undefined
  /** How many requests, from the front, have a result: all of them, but with `stop` none behind the first that failed. */
  tried: number
}

/** How a netlink protocol numbers its messages, as far as the addon depends on it. */
export interface Numbering {
  /** NETLINK_* */
  readonly number: number
  /** Requests whose `type & objectMask` is `objectBits` are answered with an object, which takes more of the receive buffer. */
  readonly objectMask: number
  readonly objectBits: number
  /** Types of messages after which a link's name may belong to another link. */
  readonly linkChanges: readonly number[]
  /**
   * How the settings of a link are changed: the type of the message, the size of its fixed header, and the attributes that give the link another
   * name or move it to another namespace. Without these attributes, names stay.
   */
  readonly linkSettings?:
    | { readonly type: number; readonly headerSize: number; readonly moves: readonly number[] }
    | undefined
}

/** A request socket and the queue of its work: jobs of one socket run in order, on threads of the addon's own pool. */
export class Socket {
  /**
   * Opens a netlink socket in `netns` (in the namespace where the addon was loaded when undefined), on a thread of the
   * pool: bound, EXT_ACK, CAP_ACK and GET_STRICT_CHK on, buffers raised. Later calls wait for it; when opening failed
   * they fail with the same error. `netns` may be closed right after the call: the socket keeps a duplicate.
   */
  constructor(protocol: Numbering, netns: Descriptor | undefined, opened: (error: number) => void)

  /** `SO_SNDBUF` and `SO_RCVBUF` as read back (0 before it is open), and the port id. */
  readonly sendBuffer: number
  readonly receiveBuffer: number
  readonly portId: number

  /**
   * Sends `requests[0..length)`, netlink messages each at a multiple of four, in as few datagrams as the kernel allows
   * and in order, and collects the answers.
   *
   * `fixups` holds pairs `[at, name]` in the order of `at`: the u32 at byte `at` is overwritten by the interface index of
   * `names[name]` (an alternative name may be longer than 15 bytes), resolved after everything in front of its message
   * that may have changed what the name means was executed. `stop` is 0 to send everything, 1 to send nothing after a datagram with a failure, 2 to send one message a datagram and nothing
   * after the first failure.
   *
   * A RangeError where messages or fixups do not lie in order within the bytes, or sequence numbers do not count up.
   * NLM_F_ACK is the addon's affair. The bytes are changed: flags and fixups.
   */
  exchange(
    requests: Uint8Array,
    length: number,
    fixups: Uint32Array | undefined,
    names: string[] | undefined,
    stop: 0 | 1 | 2,
    done: (result: Exchanged) => void,
  ): void

  /**
   * Sends `batch[0..length)` as one datagram (an nfnetlink batch), with `SO_SNDBUF` raised to hold it and `SO_RCVBUF` to hold
   * `replies` answers, and brings back every message that came, as {@link Exchanged.replies} without any filter.
   * `error` is -EMSGSIZE where the buffer cannot be raised, -ENOBUFS where answers were lost (those that came are there).
   */
  transact(
    batch: Uint8Array,
    length: number,
    replies: number,
    done: (error: number, replies: ArrayBuffer | undefined) => void,
  ): void

  /**
   * A dump on a socket of its own in the same namespace; it starts with the first `next`, after the work in front of it. `fixups` and
   * `names` as in {@link exchange}; a name that does not resolve ends the dump with -ENODEV.
   */
  dump(request: Uint8Array, fixups: Uint32Array | undefined, names: string[] | undefined): Dump

  /**
   * A socket of multicast groups in the same namespace; it opens after the work in front of it. The arguments are those of
   * {@link Listener.change}; with `allNsid`, it also receives the events of all namespaces that have an id in this one (-EPERM without
   * CAP_NET_BROADCAST).
   */
  listen(
    groups: Uint32Array,
    filter: Uint8Array | undefined,
    room: number,
    allNsid: boolean,
    opened: (error: number) => void,
  ): Listener

  /** The namespace in which it was opened: undefined where none was given, and once it is closed. */
  netns(): Descriptor | undefined

  /** Closes when the work already given is done. Closing twice calls back again. */
  close(done: () => void): void
}

export class Dump {
  private constructor()
  /**
   * Receives whole datagrams into `into` (at least 128 KiB) until it is full or the dump has ended. `length` is how many bytes
   * are there, or a negative errno; `ended` is true when NLMSG_DONE or NLMSG_ERROR (then the last message) was received.
   */
  next(into: Uint8Array, done: (length: number, ended: boolean) => void): void
  /** Gives the socket back (when ended) or closes it. */
  close(): void
}

/**
 * A socket that receives what the kernel sends to multicast groups. All of one environment share a thread, which exists while there
 * is one. It is read only when JavaScript asks: what is not read stays in its receive buffer.
 */
export class Listener {
  private constructor()
  /** `SO_RCVBUF` as read back; 0 before it is open. */
  readonly receiveBuffer: number
  /**
   * Joins exactly these groups. `filter` is a program of classic BPF, 8 bytes an instruction, over whole datagrams: those for which it returns
   * 0 are never queued. `room` is the size of the receive buffer, as read back; without CAP_NET_ADMIN, as much of it as the system allows.
   */
  change(groups: Uint32Array, filter: Uint8Array | undefined, room: number, done: (error: number) => void): void
  /**
   * Waits until datagrams are queued and receives them into `into` (more than 64 KiB), each after 8 bytes: the id of its namespace as
   * s32 (-1: that of the socket) and its size; the next one begins at a multiple of four. `length` is how many bytes there are, or a negative
   * errno: -EBADF when it was closed, -EBUSY when another read is in progress.
   *
   * `flags`: 1, datagrams were lost after those received so far (an overrun: nothing is queued until the queue was read empty, which it was;
   * or one was larger than 64 KiB); 2, the queue was empty at the end; 4, {@link flush} was called before. With `discard`, what an overrun left
   * in the queue is dropped.
   */
  read(into: Uint8Array, discard: boolean, done: (length: number, flags: number) => void): void
  /** The read in progress completes even if nothing is queued; if there is none, the next one. */
  flush(): void
  /** Whether it keeps the process alive; a read in progress does not. */
  hold(on: boolean): void
  /** Closing twice does nothing. */
  close(): void
}

/**
 * Reads an IP address, with or without a prefix length: -1 if the text is none. IPv4: the address as a number, plus 2^32 times the prefix
 * length plus one. IPv6: -2 minus the prefix length plus one, and the address is in {@link address}. A text without a prefix length counts 0 there.
 */
export function parseAddress(text: string): number

/** The sixteen bytes of the IPv6 address that {@link parseAddress} read last. */
export const address: Uint8Array

/** Opens a namespace file (O_RDONLY | O_CLOEXEC), at once. A negative errno; -EINVAL where it is not a network namespace. */
export function openNetns(path: string): Descriptor | number

/**
 * Makes a namespace on a thread of the pool. With a path: the file is created (-EEXIST) and the namespace mounted on it, its folder
 * being made a shared mount before, as `ip netns add` does. `step` names the system call that failed ('mkdir', 'mount',
 * 'open', 'unshare'), or is 'thread' where the system gave us none.
 */
export function createNetns(
  path: string | undefined,
  done: (error: number, step: string, netns: Descriptor | undefined) => void,
): void

/**
 * Mounts a namespace on a new file, as {@link createNetns} does with a path, or on one that is there without a namespace. `step` is 'mkdir',
 * 'mount', 'open' or 'thread'.
 */
export function nameNetns(netns: Descriptor, path: string, done: (error: number, step: string) => void): void

/** Unmounts (detached) and removes the file, also one on which nothing is mounted. `step` is 'umount' or 'unlink'. */
export function deleteNetns(path: string, done: (error: number, step: string) => void): void

/**
 * Runs `fn` with this thread in `netns` and comes back, however `fn` ends; what it throws passes through. A negative errno
 * when it could not enter. The process is aborted should it not be able to come back.
 */
export function run(netns: Descriptor, fn: () => void): number

/**
 * Reads (value undefined) or writes a file below /proc/sys, by a thread inside `netns` (home when undefined). `path` is
 * relative to /proc/sys, or whole; -EINVAL where it leads elsewhere. What is read comes without the newline at its end. `step` is 'setns',
 * 'thread', 'open', 'read' or 'write'.
 */
export function sysctl(
  netns: Descriptor | undefined,
  path: string,
  value: string | undefined,
  done: (error: number, step: string, value: string) => void,
): void

/**
 * Locks a whole file, flock(2) with LOCK_EX, synchronously and without waiting: -EWOULDBLOCK (-EAGAIN) if it is locked already. With `create`,
 * a missing file is created with `mode` (minus the umask); -ELOOP for a symbolic link, -EINVAL for anything but a regular
 * file. The lock is released by `close()` of the returned object, when that is garbage-collected, or when the process exits; child processes
 * do not inherit it.
 */
export function lockFile(path: string, create: boolean, mode: number): Descriptor | number

/** 1 where the file is locked, 0 where it is not, or a negative errno. */
export function isFileLocked(path: string): number

/**
 * Writes files below /proc/sys, by a thread that enters `netns` once: `values[i]` into `paths[i]`, in order, each whether or not the one
 * before it could be written. `errors[i]` is 0 or the negative errno.
 */
export function sysctls(
  netns: Descriptor,
  paths: readonly string[],
  values: readonly string[],
  done: (errors: Int32Array) => void,
): void

/**
 * A socket made by a thread inside `netns`, non-blocking and close-on-exec, as a bare descriptor that the caller owns.
 * `backlog` has a stream listen; `peer` is an address that it will be connected to, which ties it to the link of a link-local
 * address. Scopes (`fe80::1%eth0`, `%2`) are those of the namespace. `step` names the system call that failed, or is 'address' where that
 * is none of the family, or its link is not there (-ENODEV, -ENXIO). `fd` is -1 after an error.
 */
export function openSocket(
  netns: Descriptor,
  options: {
    family: 4 | 6
    type: 'stream' | 'datagram'
    bind?: { address: string; port: number; ipv6Only: boolean; reuseAddress: boolean; reusePort: boolean }
    backlog?: number
    peer?: string
  },
  done: (error: number, step: string, fd: number) => void,
): void

/**
 * Delivers completions: calls the callbacks of finished jobs. Returns true while a single job is pending that started a moment ago. The
 * caller must then call again in the next iteration of the event loop, because until then no thread wakes it. This delivers a
 * reply much sooner than waking a sleeping event loop. Never true on a single processor.
 */
export function poll(): boolean

/**
 * For tests: live threads of this environment's pool, its pending jobs, and the file descriptors that the addon owns in
 * this process: one per environment (its home namespace), and those of sockets and namespaces.
 */
export function stats(): { threads: number; jobs: number; descriptors: number }
