import { createTransport } from 'nodemailer';

interface Job {
  smtpUrl: string;
  connections: number;
  recipients: number;
  letter: { subject: string; html: string; text: string; unsubscribe: string };
}

// Nodemailer alone: the same message to so many, from a loop that keeps every connection busy. Says how long it took.
const { smtpUrl, connections, recipients, letter } = JSON.parse(process.argv[2] as string) as Job;
const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: connections });
let next = 1;
const lane = async () => {
  while (next <= recipients) {
    const address = `${next}@example.org`;
    next += 1;
    await transport.sendMail({
      from: { name: 'Bench', address: 'venue@example.org' },
      to: { name: 'First Last', address },
      subject: letter.subject,
      html: letter.html,
      text: letter.text,
      messageId: `<${address}.${letter.unsubscribe.length}@tickets.example.org>`,
      headers: {
        'List-Id': '"Bench" <campaigns.bench.tickets.example.org>',
        'List-Unsubscribe': `<${letter.unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        Precedence: 'bulk',
      },
    });
  }
};
const start = performance.now();
await Promise.all(Array.from({ length: connections }, lane));
const seconds = (performance.now() - start) / 1000;
transport.close();
console.log(JSON.stringify({ seconds, memory: process.resourceUsage().maxRSS / 1024 }));
