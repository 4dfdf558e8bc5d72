// Run by Node, whose HTTP/2 server bears closing its sessions in the middle of requests:
// node http2_server.mjs <certificate> <key>. A DICOMweb server that closes its connection (GOAWAY)
// at every seventh request. Prints its port, then "<SHA-256> <SOPInstanceUID>" of what it stores.
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureServer } from "node:http2";
import process from "node:process";

const [cert, key] = process.argv.slice(2).map((path) => readFileSync(path));
const server = createSecureServer({ cert, key });
let requests = 0;

server.on("stream", (stream, headers) => {
  stream.on("error", () => {});
  if (++requests % 7 === 3) {
    stream.session.goaway(2);
    stream.session.destroy();
    return;
  }
  if (headers[":method"] === "GET") { // it knows no studies
    stream.respond({ ":status": 204 }, { endStream: true });
    return;
  }
  const pieces = [];
  stream.on("data", (piece) => pieces.push(piece));
  stream.on("end", () => {
    const body = Buffer.concat(pieces);
    const tail = `\r\n--${/boundary=(\S+)/.exec(headers["content-type"])[1]}--\r\n`;
    if (body.subarray(-tail.length).toString() !== tail) return; // it was cut off
    const image = body.subarray(body.indexOf("\r\n\r\n") + 4, -tail.length);
    const element = image.indexOf(Buffer.from([0x08, 0x00, 0x18, 0x00, 0x55, 0x49]));
    const [uid] = /[0-9.]+/.exec(image.toString("latin1", element + 8, element + 72));
    process.stdout.write(`${createHash("sha256").update(image).digest("hex")} ${uid}\n`);
    stream.respond({ ":status": 200, "content-type": "application/dicom+json" });
    stream.end(JSON.stringify({ "00081199": { Value: [{ "00081155": { Value: [uid] } }] } }));
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
