import { z } from "zod";
import { seconds } from "./quantities.ts";
import { setting } from "./setting_meta.ts";

const path = z.string().min(1, "is empty");

/** Where Batches are sent beside OUTPUT_BASE, and with how much patience. */
export const deliverySettings = {
  deliverTo: setting(
    path.optional(),
    "DELIVER_TO",
    "urls",
    "targets for every Batch, separated by commas: file:///directory, s3://bucket/prefix, " +
      "dicomweb+https://host/path, dimse://AET@host:port",
  ),
  pack: setting(
    z.enum(["none", "tar.gz", "zip"], "is not none, tar.gz or zip").default("none"),
    "PACK",
    "how",
    "what file:// and s3:// targets receive: files (none), or an archive per Batch (tar.gz, zip)",
  ),
  deliverCredentials: setting(
    path.optional(),
    "DELIVER_CREDENTIALS",
    "file",
    "a file of mode 0600: host basic user:password, host bearer token or host s3 key:secret per line",
  ),
  deliveryTimeout: setting(
    seconds.refine((s) => s >= 1, "is below 1 second").default(60),
    "DELIVERY_TIMEOUT",
    "seconds",
    "how long a target may take to respond, plus one second for each megabyte",
  ),
  deliveryPatience: setting(
    seconds.default(600),
    "DELIVERY_PATIENCE",
    "seconds",
    "how long delivery to an unavailable target is retried; then the Batch becomes ERROR",
  ),
  webListen: setting(
    z.string().regex(/^(\[[0-9a-f:]+\]|[^:\s]+):\d{1,5}$/i, "is not host:port").default(
      "127.0.0.1:8480",
    ),
    "WEB_LISTEN",
    "host:port",
    "the address of the web page; any address other than loopback requires WEB_USERS",
  ),
  webUsers: setting(
    path.optional(),
    "WEB_USERS",
    "file",
    "accounts and tokens of the web page, a file of mode 0600 that web-user writes",
  ),
  webCert: setting(
    path.optional(),
    "WEB_CERT",
    "file",
    "the server's certificate chain (PEM): the page is served over https",
  ),
  webKey: setting(
    path.optional(),
    "WEB_KEY",
    "file",
    "the private key of WEB_CERT (PEM), a file of mode 0600",
  ),
};
