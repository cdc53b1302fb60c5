/** The verbs of a room, out of the module that has them. A literal of them would have the same type, less what is said about each. */
export function verbs<M extends object, K extends keyof M>(module: M, ...names: readonly K[]): Pick<M, K> {
  return Object.fromEntries(names.map((name) => [name, module[name]])) as Pick<M, K>
}
