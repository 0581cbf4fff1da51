import { z } from 'zod';
import { readConfig } from '#telemetry/read-config.ts';
import { flag } from '../process/config.ts';
import { processes } from './definitions.ts';
import { Faults } from './faults.ts';

const { FAULTS_ENABLED } = readConfig(
  z.object({
    /** True if faults can be switched on. */
    FAULTS_ENABLED: flag(false),
  }),
);
const name = processes.find((process) => process === globalThis.process.env['OTEL_SERVICE_NAME']);

/**
 * The faults of this process. Undefined unless FAULTS_ENABLED is true, so that a process without faults runs none of
 * their code.
 */
export const faults: Faults | undefined = FAULTS_ENABLED && name !== undefined ? new Faults(name) : undefined;
