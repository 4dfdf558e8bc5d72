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
    "also send every Batch to these, comma-separated: file:///directory, s3://bucket/prefix, " +
      "dicomweb+https://host/path, dimse://AET@host:port",
  ),
  pack: setting(
    z.enum(["none", "tar.gz", "zip"], "is not none, tar.gz or zip").default("none"),
    "PACK",
    "how",
    "what file:// and s3:// targets get: the files of a Batch (none), or one archive: tar.gz, zip",
  ),
  deliverCredentials: setting(
    path.optional(),
    "DELIVER_CREDENTIALS",
    "file",
    "a line a host: host basic user:password, host bearer token, host s3 key:secret; mode 0600",
  ),
  deliveryTimeout: setting(
    seconds.refine((s) => s >= 1, "is below 1 second").default(60),
    "DELIVERY_TIMEOUT",
    "seconds",
    "how long a target may take to answer, besides a second for each megabyte",
  ),
  deliveryPatience: setting(
    seconds.default(600),
    "DELIVERY_PATIENCE",
    "seconds",
    "how long a target may be away before its Batch ends as ERROR",
  ),
  webListen: setting(
    z.string().regex(/^(\[[0-9a-f:]+\]|[^:\s]+):\d{1,5}$/i, "is not host:port").default(
      "127.0.0.1:8480",
    ),
    "WEB_LISTEN",
    "host:port",
    "where the web page is; other than loopback needs WEB_USERS",
  ),
  webUsers: setting(
    path.optional(),
    "WEB_USERS",
    "file",
    "who may log in and with which tokens, written by web-user; mode 0600",
  ),
  webCert: setting(path.optional(), "WEB_CERT", "file", "a certificate (PEM): the page is https"),
  webKey: setting(path.optional(), "WEB_KEY", "file", "its private key (PEM); mode 0600"),
};
