import { trace } from '@opentelemetry/api';
import { parseCookie } from 'cookie';
import type { Request, RequestHandler } from 'express';
import { type Session, type User, unauthorized } from './token.ts';

declare global {
  namespace Express {
    interface Request {
      /** Set by `authenticate`; read it through `caller`. */
      user?: User;
      /** The session of the user. */
      session?: Session;
      /** The verified token, to be forwarded to other services. */
      token?: string;
    }
  }
}

export interface AuthenticateOptions {
  /** Verifies tokens. */
  sessions: { verify(token: string): Promise<Session> };
  /** The cookie that may carry the token instead of the Authorization header. */
  cookie?: string;
}

/**
 * Creates middleware that requires a valid token of user-service, whose session has not ended, and responds with 401
 * otherwise.
 */
export function authenticate({ sessions, cookie }: AuthenticateOptions): RequestHandler {
  return async (request, _response, next) => {
    const token = bearerToken(request) ?? (cookie && parseCookie(request.headers.cookie ?? '')[cookie]);
    if (!token) throw unauthorized('Bearer', 'A bearer token is required.');
    request.session = await sessions.verify(token);
    request.user = request.session.user;
    request.token = token;
    trace.getActiveSpan()?.setAttribute('user.id', request.user.id);
    next();
  };
}

/** The user, the session and the token of a request. */
export interface Caller {
  user: User;
  session: Session;
  token: string;
}

/**
 * Returns the caller of an authenticated request.
 * @throws {Problem} 401 if the route does not run `authenticate`
 */
export function caller({ user, session, token }: Request): Caller {
  if (!user || !session || !token) throw unauthorized('Bearer', 'A bearer token is required.');
  return { user, session, token };
}

function bearerToken(request: Request): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}
