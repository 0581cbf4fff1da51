import { z } from 'zod';

const address = z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).transform(withoutSlash);

/** The channels for notifications, from environment variables. The inbox always receives all; other channels are optional. */
export const channels = z.object({
  /** The address of the inbox. */
  ALERT_INBOX_URL: address.default('http://127.0.0.1:5016'),
  /** The token that the inbox expects. */
  ALERT_INBOX_TOKEN: z.string().optional(),
  /** The address of Grafana, as a browser reaches it. Without it, notifications link to the operations page instead. */
  ALERT_GRAFANA_URL: address.optional(),
  /** The addresses of the operations page and of the folder that contains runbooks/, as a browser reaches them. */
  ALERT_OPERATIONS_URL: address.default('http://127.0.0.1:5000/operations'),
  ALERT_RUNBOOKS_URL: address.default('http://127.0.0.1:5016'),
  /** An incoming webhook of Slack. */
  ALERT_SLACK_URL: address.optional(),
  /** The integration key of a PagerDuty service (Events API v2). */
  ALERT_PAGERDUTY_KEY: z.string().optional(),
  ALERT_EMAIL_TO: z.email().optional(),
  ALERT_EMAIL_FROM: z.email().default('orderflow@localhost.localdomain'),
  /** The mail server, `host:port`. */
  ALERT_SMTP_HOST: z
    .string()
    .regex(/^[^\s:]+:\d+$/, 'must be host:port')
    .default('127.0.0.1:25'),
  ALERT_SMTP_USERNAME: z.string().optional(),
  ALERT_SMTP_PASSWORD: z.string().optional(),
});

export type Channels = z.output<typeof channels>;

function withoutSlash(url: string): string {
  return url.replace(/\/$/, '');
}

/** Returns the receivers that routing.yml names, in the format of Alertmanager's configuration. */
export function receivers(env: Channels) {
  const title = '{{ template "orderflow.title" . }}';
  const inbox = {
    webhook_configs: [
      {
        url: `${env.ALERT_INBOX_URL}/api/notifications`,
        send_resolved: true,
        ...(env.ALERT_INBOX_TOKEN && { http_config: { authorization: { credentials: env.ALERT_INBOX_TOKEN } } }),
      },
    ],
  };
  const slack = env.ALERT_SLACK_URL && {
    slack_configs: [
      { api_url: env.ALERT_SLACK_URL, send_resolved: true, title, text: '{{ template "orderflow.text" . }}' },
    ],
  };
  const pagerDuty = env.ALERT_PAGERDUTY_KEY && {
    pagerduty_configs: [
      {
        routing_key: env.ALERT_PAGERDUTY_KEY,
        severity: 'critical',
        description: title,
        details: { text: '{{ template "orderflow.text" . }}' },
      },
    ],
  };
  const email = env.ALERT_EMAIL_TO && {
    email_configs: [
      {
        to: env.ALERT_EMAIL_TO,
        from: env.ALERT_EMAIL_FROM,
        smarthost: env.ALERT_SMTP_HOST,
        ...(env.ALERT_SMTP_USERNAME && {
          auth_username: env.ALERT_SMTP_USERNAME,
          auth_password: env.ALERT_SMTP_PASSWORD ?? '',
        }),
        // A mail server on this machine has no certificate; Alertmanager sends no password without TLS.
        require_tls: env.ALERT_SMTP_USERNAME !== undefined,
        headers: { subject: title },
        html: '{{ template "orderflow.html" . }}',
        text: '{{ template "orderflow.text" . }}',
        send_resolved: true,
      },
    ],
  };
  return [
    { name: 'critical', ...inbox, ...slack, ...pagerDuty },
    { name: 'warning', ...inbox, ...slack },
    { name: 'info', ...inbox, ...email },
    { name: 'watchdog', ...inbox },
  ];
}
