/**
 * A trial in two steps: what comes before the clock (a handle, the input), and the work, which it returns. The work resolves with how
 * much it read, or with nothing where the kernel is asked how much there is.
 */
export type OwnTrial = (n: number) => Promise<() => Promise<number | undefined>>

/** The trials of one noun. */
export type OwnTrials = Readonly<Record<string, OwnTrial>>
