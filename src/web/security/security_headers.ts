import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

const self = ["'self'"];
const none = ["'none'"];

/**
 * Adds the security headers to every response: no content from other hosts, no inline scripts or
 * styles, no eval, no WebAssembly.
 */
export function securityHeaders(): MiddlewareHandler {
  return secureHeaders({
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
}
