/** The names of all kinds of faults, as `--faults` takes them. */
export const kindNames = [
  'kill',
  'crash after commit',
  'freeze',
  'latency',
  'reset',
  'partition',
  'refuse',
  'duplicate',
  'rewind',
  'poison',
  'jam',
  'rebalance storm',
  'disk full',
  'collector down',
  'collector slow',
  'collector full',
] as const;
