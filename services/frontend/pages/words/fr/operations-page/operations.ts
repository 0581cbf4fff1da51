import { alerts } from './alerts.ts';
import { audit } from './audit.ts';
import { charts } from './charts.ts';
import { letters } from './dead-letters.ts';
import { faults } from './faults.ts';
import { objectives } from './objectives.ts';
import { orders } from './orders.ts';
import { overview } from './overview.ts';
import { tables } from './tables.ts';

export const operations = { ...overview, alerts, audit, charts, objectives, orders, ...tables, faults, letters };
