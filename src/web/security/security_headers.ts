import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

const self = ["'self'"];
const none = ["'none'"];

/** The policy of pages: no content from other hosts, no inline scripts or styles, no eval. */
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
 * The policy of the worker that decodes compressed pixel data. Its libraries create functions from
 * text. The worker has no access to a page, nor to other hosts.
 */
const ofDecoder = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: none,
    scriptSrc: [...self, "'unsafe-eval'"],
    connectSrc: self,
  },
  strictTransportSecurity: false,
});

/** Adds the security headers to every response. */
export function securityHeaders(): MiddlewareHandler {
  return (c, next) => {
    const policy = /^\/assets\/[^/]+\/decoder\.js$/.test(c.req.path) ? ofDecoder : ofPages;
    return policy(c, next);
  };
}
