// A broker with one more listener, as for clients on other machines: TLS, with a certificate of a self-made CA.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { createBroker, withAdmin } from '#events/broker.ts';
import type { Security } from '#events/security.ts';
import { kafka } from '../ops/stack/components/kafka.ts';
import { securityOf } from '../ops/stack/kafka/credentials.ts';
import { type StackPaths, stackPathsIn } from '../ops/stack/paths.ts';
import { Stack } from '../ops/stack/supervisor/stack.ts';
// Fails unless `npm test` runs this file, because `npm test` builds the programs.
import './support/environment.ts';

const password = 'only-for-this-test';
const keytool = async (...args: string[]) => {
  await promisify(execFile)('keytool', [...args, '-storetype', 'PKCS12', '-storepass', password]);
};

/** Creates a CA, and a key store of the broker whose certificate it has signed. Returns their files. */
async function createCertificates(folder: string): Promise<{ caFile: string; keyStore: string }> {
  const [ca, keyStore] = [join(folder, 'ca.p12'), join(folder, 'broker.p12')];
  const [caFile, request, certificate] = ['ca.pem', 'broker.csr', 'broker.pem'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const pair = ['-genkeypair', '-keyalg', 'EC', '-validity', '1'];
  await keytool(...pair, '-keystore', ca, '-alias', 'ca', '-dname', 'CN=ca', '-ext', 'bc:c');
  await keytool('-exportcert', '-rfc', '-keystore', ca, '-alias', 'ca', '-file', caFile);
  await keytool(...pair, '-keystore', keyStore, '-alias', 'broker', '-dname', 'CN=broker');
  await keytool('-certreq', '-keystore', keyStore, '-alias', 'broker', '-file', request);
  const signing = ['-gencert', '-rfc', '-validity', '1', '-ext', 'san=ip:127.0.0.1'];
  await keytool(...signing, '-keystore', ca, '-alias', 'ca', '-infile', request, '-outfile', certificate);
  await keytool('-importcert', '-noprompt', '-keystore', keyStore, '-alias', 'ca', '-file', caFile);
  await keytool('-importcert', '-noprompt', '-keystore', keyStore, '-alias', 'broker', '-file', certificate);
  return { caFile, keyStore };
}

/** Starts a broker with a TLS listener. Returns the port of that listener. */
async function startBroker(t: TestContext, paths: StackPaths, keyStore: string): Promise<number> {
  const { ports, data } = paths;
  const port = ports.kafka + 5;
  const clients = `CLIENTS://127.0.0.1:${ports.kafka},TLS://127.0.0.1:${port}`;
  const properties = [
    `listeners=${clients},CONTROLLER://127.0.0.1:${ports.kafkaController}`,
    `advertised.listeners=${clients}`,
    'listener.security.protocol.map=CLIENTS:SASL_PLAINTEXT,TLS:SASL_SSL,CONTROLLER:SASL_PLAINTEXT',
    'listener.name.tls.sasl.enabled.mechanisms=SCRAM-SHA-512',
    `ssl.keystore.location=${keyStore}`,
    `ssl.keystore.password=${password}`,
    'ssl.keystore.type=PKCS12',
    '',
  ];
  const components = kafka(paths, { brokers: 1, proxied: false }).map((component) => ({
    ...component,
    prepare: async (...args: Parameters<NonNullable<typeof component.prepare>>) => {
      await component.prepare?.(...args);
      await appendFile(join(data, 'kafka.properties'), properties.join('\n'));
    },
  }));
  const stack = new Stack(components, paths, { onChange: () => undefined, report: t.diagnostic.bind(t) });
  t.after(() => stack.stop());
  await stack.start();
  return port;
}

test('a client trusts only a broker whose certificate the given CA has signed for its address', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'kafka-tls-'));
  t.after(() => rm(folder, { recursive: true }));
  const paths = stackPathsIn(folder, 12_000);
  const { caFile, keyStore } = await createCertificates(folder);
  const other = await mkdtemp(join(folder, 'other-'));
  const { caFile: otherCaFile } = await createCertificates(other);
  const port = await startBroker(t, paths, keyStore);

  const topics = (host: string, security: Security) =>
    withAdmin(createBroker({ brokers: [`${host}:${port}`], clientId: 'tls', security }), (admin) => admin.listTopics());
  const frontend = securityOf(paths, 'frontend');
  assert.deepEqual((await topics('127.0.0.1', { ...frontend, caFile })).sort(), ['faults', 'orders']);
  await assert.rejects(topics('127.0.0.1', { ...frontend, caFile: otherCaFile }), /certificate/);
  await assert.rejects(topics('localhost', { ...frontend, caFile }), /altnames/);
  await assert.rejects(topics('127.0.0.1', frontend), { name: /^KafkaJS/ });
  await assert.rejects(topics('127.0.0.1', { caFile }), { name: /^KafkaJS/ });
});
