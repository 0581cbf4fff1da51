import { alerts } from './alerts.ts';
import { charts } from './charts.ts';
import { letters } from './dead-letters.ts';
import { faults } from './faults.ts';
import { objectives } from './objectives.ts';
import { overview } from './overview.ts';
import { tables } from './tables.ts';

export const operations = { ...overview, alerts, charts, objectives, ...tables, faults, letters };
