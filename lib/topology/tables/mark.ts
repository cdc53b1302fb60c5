import type { Owner } from '../owner.ts'

/** The comment of a table of the owner: `TAG:`, and the comment of the topology. */
export function marked(comment: string | undefined, { prefix }: Owner): string {
  if (comment === undefined || comment === '') return prefix
  return isMarked(comment, { prefix }) ? comment : `${prefix} ${comment}`
}

/** Whether a table belongs to the owner. */
export function isMarked(comment: string | undefined, { prefix }: Pick<Owner, 'prefix'>): boolean {
  return comment?.startsWith(prefix) === true
}

/** The comment without the mark. */
export function unmarked(comment: string | undefined, owner: Owner): string | undefined {
  const rest = isMarked(comment, owner) ? comment?.slice(owner.prefix.length).trimStart() : comment
  return rest === '' ? undefined : rest
}
