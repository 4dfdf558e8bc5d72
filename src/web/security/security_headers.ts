import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

const self = ["'self'"];
const none = ["'none'"];

/**
 * The policy of pages: nothing comes from another host, no script or style is inline, no text
 * becomes code.
 */
const ofPages = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: none,
    scriptSrc: self,
    styleSrc: self,
    imgSrc: self,
    connectSrc: self,
    formAction: self,
    baseUri: none,
    frameAncestors: none,
  },
  xFrameOptions: "DENY",
  referrerPolicy: "same-origin",
  strictTransportSecurity: false,
});

/**
 * That of the thread which decodes compressed pixel data: its WebAssembly needs functions made of
 * text. A thread has no page, and reaches no other host either.
 */
const ofDecoder = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: none,
    scriptSrc: [...self, "'unsafe-eval'"],
    connectSrc: self,
  },
  strictTransportSecurity: false,
});

/** What every answer tells browsers to refuse. */
export function securityHeaders(): MiddlewareHandler {
  return (c, next) => {
    const policy = /^\/assets\/[^/]+\/decoder\.js$/.test(c.req.path) ? ofDecoder : ofPages;
    return policy(c, next);
  };
}
