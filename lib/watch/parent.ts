import type { Consumer } from './consumer.ts'
import type { Source } from './source.ts'

/** The watch of several namespaces, each of which has a source. */
export interface Parent {
  readonly consumers: Set<Consumer>
  /** Whether what is listed first is new, because the namespace is. */
  readonly late: boolean
  /** The replica is complete, or again after events were lost. */
  synced(source: Source, lost: boolean): void
}
