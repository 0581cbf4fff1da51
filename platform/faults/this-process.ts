import { z } from 'zod';
import { readConfig } from '#telemetry/read-config.ts';
import { flag } from '../process/config.ts';
import { processes } from './definitions.ts';
import { Faults } from './faults.ts';

const { FAULTS_ENABLED } = readConfig(
  z.object({
    /** Whether faults can be switched on. */
    FAULTS_ENABLED: flag(false),
  }),
);
const name = processes.find((process) => process === globalThis.process.env['OTEL_SERVICE_NAME']);

/** The faults of this process; undefined where none can be switched on: then nothing is wrapped, followed or measured. */
export const faults: Faults | undefined = FAULTS_ENABLED && name !== undefined ? new Faults(name) : undefined;
