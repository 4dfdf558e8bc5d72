import assert from "node:assert/strict";
import { groups as documentGroups } from "../../scripts/setting_groups.ts";
import { readCommandLine } from "../../src/cli/command_line.ts";
import { commandGroups } from "../../src/cli/commands/command_groups.ts";
import { commandHelp, programHelp } from "../../src/cli/help.ts";
import { settingGroups } from "../../src/cli/setting_groups.ts";
import { settingsSchema } from "../../src/cli/settings.ts";
import { plainText } from "../../src/cli/terminal.ts";

const groups = await commandGroups();
const commands = groups.flatMap((group) => group.commands);
const phone = { columns: 60, hasColours: false };

Deno.test("each command has examples, which its parser accepts", () => {
  for (const command of commands) {
    assert.ok(command.examples.length > 0, command.name);
    for (const [line, meaning] of command.examples) {
      const [name, ...args] = line.split(" ");
      assert.equal(name, command.name);
      readCommandLine(args, () => undefined, command);
      assert.match(meaning, /^[a-z]/, "a verb");
    }
  }
});

Deno.test("help fits a terminal of 60 columns, and says the same as in a wide one", () => {
  const words = (text: string): string => text.replaceAll(/\s+/g, " ");
  for (const command of commands) {
    const text = commandHelp(command, phone);
    for (const line of text.split("\n")) assert.ok(line.length <= 60, `${command.name}: ${line}`);
    assert.equal(words(text), words(commandHelp(command, plainText)), command.name);
  }
  for (const line of programHelp(groups, phone).split("\n")) assert.ok(line.length <= 60, line);
});

Deno.test("help lists the flags and the settings of its command, and no others", () => {
  for (const command of commands) {
    const listed = [...commandHelp(command, plainText).matchAll(/^ {2}--([a-z-]+)/gm)]
      .map(([, flag]) => flag);
    assert.equal(new Set(listed).size, listed.length, command.name);
    const variables = [...commandHelp(command, plainText).matchAll(/^ {2}[A-Z_]+$/gm)].length;
    const all = command.settings.length + Object.keys(command.flags).length;
    assert.equal(listed.length + variables, all, command.name);
  }
  const helpOf = (name: string): string => {
    const command = commands.find((each) => each.name === name);
    assert.ok(command);
    return commandHelp(command, plainText);
  };
  assert.doesNotMatch(helpOf("serve"), /--concurrency|--lease|--retain-uids|--scan-every/);
  assert.match(helpOf("serve"), /--web-listen/);
  assert.doesNotMatch(helpOf("project"), /--workers|--log /);
  assert.doesNotMatch(helpOf("status"), /--deliver-to/);
});

Deno.test("help shows defaults in units that people use", () => {
  const watch = commands.find(({ name }) => name === "watch");
  assert.ok(watch);
  const text = commandHelp(watch, plainText);
  assert.match(text, /--max-in-flight <size> [^[]*\[50GB\]/);
  assert.match(text, /--scan-every <seconds> [^[]*\[30\]/);
  assert.doesNotMatch(text, /\[false\]|\[undefined\]|000000/);
});

Deno.test("every setting is in one group, as in docs/settings.md", () => {
  assert.deepEqual(
    settingGroups.map(({ title, names }) => [title, names.toSorted()]),
    documentGroups.map(({ title, examples }) => [title, Object.keys(examples).toSorted()]),
  );
  const grouped = settingGroups.flatMap(({ names }) => names);
  assert.deepEqual(grouped.toSorted(), Object.keys(settingsSchema.shape).toSorted());
});
