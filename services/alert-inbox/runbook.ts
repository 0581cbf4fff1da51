import { readFile } from 'node:fs/promises';
import { Problem } from '#platform/http/problem.ts';
import type { Pages } from './pages.ts';

/**
 * Returns the text of a runbook. Without Grafana, it names no pages that only the containers have: those of Grafana and Jaeger.
 * @throws {Problem} 404 if there is no such runbook
 */
export async function readRunbook(file: string, { grafana, operations }: Pages): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Problem(404) : error;
  });
  if (grafana !== undefined) return text;
  return text
    .replaceAll(/ · in containers: .*/g, '')
    .replaceAll(/\[([^\]]+)\]\(http:\/\/127\.0\.0\.1:(?:3000|16686)\/[^)]*\)/g, '$1')
    .replaceAll('http://127.0.0.1:5000/operations', operations);
}
