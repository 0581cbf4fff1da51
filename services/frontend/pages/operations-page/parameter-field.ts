import type { Parameter } from '#events/switches/describe.ts';
import type { FaultName } from '#platform/faults/definitions.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/** Returns the field of a form for a parameter of a fault, with its bounds and its default. */
export function parameterField(
  { words }: PageContext,
  fault: FaultName,
  [name, { type, default: preset, enum: choices, ...bounds }]: [string, Parameter],
): Html {
  const id = `${fault}-${name}`;
  const label = words.operations.faults.parameters[name] ?? name;
  return html`
                <div>
                  <label class="form-label" for="${id}">${label}</label>
                  ${choices === undefined ? input(id, name, type, preset, bounds) : select(id, name, choices, preset)}
                </div>`;
}

function input(
  id: string,
  name: string,
  type: string,
  preset: Parameter['default'],
  { minimum, exclusiveMinimum, maximum }: Pick<Parameter, 'minimum' | 'exclusiveMinimum' | 'maximum'>,
): Html {
  if (type === 'string') return html`<input class="form-control" id="${id}" name="${name}" value="${preset ?? ''}">`;
  const step = type === 'integer' ? '1' : 'any';
  return html`<input class="form-control" id="${id}" name="${name}" type="number" step="${step}" min="${minimum ?? exclusiveMinimum ?? 0}" max="${maximum ?? ''}" value="${preset ?? ''}">`;
}

const select = (
  id: string,
  name: string,
  choices: NonNullable<Parameter['enum']>,
  preset: Parameter['default'],
): Html => html`<select class="form-select" id="${id}" name="${name}">
                    ${preset === undefined && html`<option value="">–</option>`}
                    ${choices.map((choice) => html`<option value="${choice}"${choice === preset && ' selected'}>${choice}</option>`)}
                  </select>`;
