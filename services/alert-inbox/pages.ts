/** The addresses of the pages that alerts link to, for browsers. */
export interface Pages {
  /** Undefined if the stack has no Grafana. */
  grafana: string | undefined;
  operations: string;
}
