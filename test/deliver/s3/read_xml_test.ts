import assert from "node:assert/strict";
import { readXml } from "../../../src/deliver/s3/read_xml.ts";

const head = `<?xml version="1.0" encoding="UTF-8"?>\n`;
const ns = `xmlns="http://s3.amazonaws.com/doc/2006-03-01/"`;

const name = "InitiateMultipartUploadResult";

Deno.test("answers of stores are read with and without prefixes, declarations and entities", () => {
  for (
    const text of [
      `${head}<${name} ${ns}><UploadId>a&amp;b 7</UploadId></${name}>`,
      `<p:${name} xmlns:p="x"><p:Key>k</p:Key><p:UploadId>a&amp;b 7</p:UploadId></p:${name}>`,
    ]
  ) {
    const { root, text: textOf } = readXml(text);
    assert.deepEqual([root, textOf("UploadId"), textOf("None")], [name, "a&b 7", ""]);
  }
  assert.equal(readXml(`${head}<Error><Code>NoSuchKey</Code></Error>`).text("Code"), "NoSuchKey");
  assert.equal(readXml("<a><Code>00123</Code></a>").text("Code"), "00123", "texts stay texts");
});

Deno.test("what is not one whole answer has no root, so it confirms nothing", () => {
  for (
    const text of [
      "",
      "out of order",
      `{"Code":"x"}`,
      "<CompleteMultipartUploadResult><Key>k</Key>",
      "<CompleteMultipartUploadResult",
      `<!DOCTYPE a [<!ENTITY b "c">]><CompleteMultipartUploadResult/>`,
      "text <!-- <CompleteMultipartUploadResult/> -->",
      "<a><b></a></b>",
    ]
  ) assert.equal(readXml(text).root, "", text);
  assert.equal(
    readXml("<Error><Message>no CompleteMultipartUploadResult</Message></Error>").root,
    "Error",
    "status 200 with an error in it",
  );
});
