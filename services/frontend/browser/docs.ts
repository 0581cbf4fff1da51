// The script of /docs: shows openapi.json and asyncapi.json with Scalar, whose script runs first.

interface Scalar {
  createApiReference(selector: string, options: object): void;
}

const { Scalar } = globalThis as unknown as { Scalar: Scalar };

// Before Scalar changes the address.
const chosen = new URLSearchParams(location.search).get('api') ?? 'http';
document.querySelector(`[data-api="${CSS.escape(chosen)}"]`)?.setAttribute('aria-current', 'page');

Scalar.createApiReference('#docs', {
  sources: [
    { url: '/openapi.json', title: 'HTTP API', slug: 'http' },
    { url: '/asyncapi.json', title: 'Events', slug: 'events' },
  ],
  // Nothing is loaded from elsewhere, and nothing is sent elsewhere.
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
});
