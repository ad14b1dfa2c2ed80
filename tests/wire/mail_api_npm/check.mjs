// Drives a running emulator with the npm clients of Mailpit and MailHog; every assertion that fails ends it.
// Usage: node check.mjs http://127.0.0.1:8025
import assert from "node:assert/strict";
import mailhogApi from "mailhog";
import { MailpitClient } from "mailpit-api";

const address = new URL(process.argv[2]);
const mailpit = new MailpitClient(address.origin);
const mailhog = mailhogApi({ host: address.hostname, port: address.port });

const mail = (number, more = {}) => ({
  From: { Name: "Grüße", Email: "shop@x.example" },
  To: [{ Name: "Ann", Email: `ann${number}@y.example` }],
  Subject: `Mail ${number} für dich`,
  Text: `Number ${number}, señor.`,
  ...more,
});

async function mailpitClient() {
  await mailpit.deleteMessages();
  const { ID } = await mailpit.sendMessage(mail(1, {
    HTML: "<b>rich</b>",
    Attachments: [{ Filename: "a.txt", Content: Buffer.from("attached").toString("base64"), ContentType: "text/plain" }],
  }));
  assert.match(ID, /^[0-9A-Za-z]{22}$/);
  await mailpit.sendMessage(mail(2));

  const list = await mailpit.listMessages(0, 1);
  assert.equal(list.total, 2);
  assert.equal(list.messages_count, 2);
  assert.equal(list.messages.length, 1);
  assert.equal(list.messages[0].Subject, "Mail 2 für dich");
  assert.equal(list.messages[0].From.Name, "Grüße");

  const found = await mailpit.waitForMessage({ query: 'subject:"mail 1" has:attachment' }, { timeout: 2000, interval: 50 });
  assert.equal(found.ID, ID);
  assert.equal(found.HTML.trim(), "<b>rich</b>");
  assert.equal(found.Text.trim(), "Number 1, señor.");
  const part = await mailpit.getMessageAttachment(ID, found.Attachments[0].PartID);
  assert.equal(await part.text(), "attached");
  assert.equal(part.type, "text/plain");
  assert.equal((await mailpit.getMessageHeaders(ID))["To"].length, 1);
  assert.match(await mailpit.getMessageSource(ID), /^Date: /);
  await mailpit.waitForMessages({ query: "from:shop", count: 2, exact: true }, { timeout: 2000, interval: 50 });

  assert.equal(await mailpit.setReadStatus({ Read: true }), "ok");
  assert.equal((await mailpit.listMessages()).unread, 0);
  assert.equal(await mailpit.setReadStatus({ Search: "subject:2", Read: false }), "ok");
  assert.equal((await mailpit.searchMessages({ query: "is:unread" })).messages[0].Subject, "Mail 2 für dich");

  await mailpit.setTags({ IDs: [ID], Tags: ["spring sale"] });
  assert.deepEqual(await mailpit.getTags(), ["spring sale"]);
  await mailpit.renameTag("spring sale", "summer");
  assert.equal((await mailpit.searchMessages({ query: "tag:summer" })).messages_count, 1);
  await mailpit.deleteTag("summer");
  assert.deepEqual(await mailpit.getTags(), []);

  assert.match(await mailpit.renderMessageHTML(ID), /<b>rich<\/b>/);
  assert.match(await mailpit.renderMessageText(ID), /Number 1/);
  assert.equal((await mailpit.getInfo()).Messages, 2);
  assert.equal((await mailpit.getConfiguration()).MessageRelay.Enabled, false);
  assert.equal(await mailpit.deleteMessagesBySearch({ query: "subject:2" }), "ok");
  assert.equal(await mailpit.deleteMessages({ IDs: [ID] }), "ok");
  assert.equal((await mailpit.listMessages()).total, 0);
  await assert.rejects(mailpit.getMessageSummary("latest"), /404/);
}

// MailHog's client leaves the blanks of RFC 2047's Q encoding as they are.
const plain = (subject) => subject.replaceAll("_", " ");

async function mailhogClient() {
  await mailhog.deleteAll();
  for (const number of [1, 2, 3])
    await mailpit.sendMessage(mail(number, { Attachments: [{ Filename: "a.txt", Content: "QQ==" }] }));
  const all = await mailhog.messages(0, 2);
  assert.equal(all.total, 3);
  assert.equal(all.count, 2);
  assert.equal(plain(all.items[0].subject), "Mail 3 für dich");
  assert.equal(all.items[0].text.trim(), "Number 3, señor.");
  assert.equal(all.items[0].attachments[0].name, "a.txt");
  assert.ok(all.items[0].deliveryDate instanceof Date && !Number.isNaN(all.items[0].deliveryDate.getTime()));
  const latest = await mailhog.latestTo("ann2@y.example");
  assert.equal(plain(latest.subject), "Mail 2 für dich");
  assert.equal((await mailhog.search("shop@x.example", "from")).total, 3);
  assert.equal((await mailhog.latestContaining("Number 1")).ID, (await mailhog.latestTo("ann1@y.example")).ID);
  assert.equal((await mailhog.deleteMessage(latest.ID)).statusCode, 200);
  assert.equal((await mailhog.messages()).total, 2);
  assert.equal((await mailhog.deleteAll()).statusCode, 200);
  assert.equal((await mailhog.messages()).total, 0);
}

await mailpitClient();
await mailhogClient();
console.log("ok");
