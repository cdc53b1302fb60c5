/** What podman is shown: a sentence. */
export class PluginError extends Error {}

/** The object of an error. */
export interface NetavarkFailure {
  /** Description of the error, as one sentence. */
  readonly error: string
}
