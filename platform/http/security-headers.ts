import helmet from 'helmet';

/** Pages may load scripts, styles and images of their own origin only, and nothing inline. */
const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  connectSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** Middleware that sets the security headers of every response. */
export const securityHeaders = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy },
  // With `no-referrer`, browsers would also leave out the origin of a form, which same-site checks need.
  referrerPolicy: { policy: 'same-origin' },
});
