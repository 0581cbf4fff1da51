/** A message of a channel (Message Object of AsyncAPI). */
export interface Message {
  name: string;
  title: string;
  summary?: string;
  contentType: string;
  headers?: object;
  payload: object;
  correlationId?: { description: string; location: string };
  bindings: { kafka: { key: object; bindingVersion: '0.5.0' } };
}
