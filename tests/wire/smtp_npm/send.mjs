// Sends mail through nodemailer; says what became of it, as JSON.
//
// Usage: node send.mjs PORT '{"pool": true, ...}' COUNT
import nodemailer from 'nodemailer'

const [port, options, count] = [Number(process.argv[2]), JSON.parse(process.argv[3]), Number(process.argv[4])]
const transport = nodemailer.createTransport({host: '127.0.0.1', port, tls: {rejectUnauthorized: false}, ...options})

const send = index => transport.sendMail({
  from: 'Sender <sender@client.example>',
  to: [`reader${index}@server.example`, 'other@server.example'],
  subject: `Numéro ${index}`,
  text: 'A line that begins with a dot:\n.\n..\n',
  html: `<p>${'ä'.repeat(2000)}</p>`,
  attachments: [{filename: 'bytes.bin', content: Buffer.from(Array.from({length: 5000}, (_, i) => i % 256))}],
  dsn: {id: `id-${index}`, return: 'headers', notify: ['failure', 'delay'], recipient: 'sender@client.example'},
})

const results = await Promise.allSettled(Array.from({length: count}, (_, index) => send(index)))
transport.close()
console.log(JSON.stringify(results.map(({value, reason}) =>
  value ? {response: value.response} : {code: reason.code, responseCode: reason.responseCode})))
